"""Gemma 3 with its tower for pictures, of which only the text part is compared."""

import torch

from attention import Attention
from clip import siglip_vision_tower
from llama import gemma
from llama_variants import GEMMA3, without
from parameters import Parameters
from variant import Variant, text

VISION = {
    "hidden_size": 20,
    "image_size": 12,
    "intermediate_size": 36,
    "model_type": "siglip_vision_model",
    "num_attention_heads": 2,
    "num_hidden_layers": 1,
    "patch_size": 4,
    "vision_use_head": False,
}
WRAPPER = {
    "architectures": ["Gemma3ForConditionalGeneration"],
    "boi_token_index": 50,
    "eoi_token_index": 51,
    "eos_token_id": [1, 48],
    "image_token_index": 52,
    "initializer_range": 0.02,
    "mm_tokens_per_image": 4,
    "model_type": "gemma3",
    "torch_dtype": "float32",
    "transformers_version": "4.50.0.dev0",
    "vision_config": VISION,
}
TEXT = without(GEMMA3, "architectures", "torch_dtype", "transformers_version")
# What transformers takes where a configuration says nothing; google/gemma-3-4b-it says as little as SHORT does.
DEFAULTS = {
    "head_dim": 256,
    "hidden_activation": "gelu_pytorch_tanh",
    "model_type": "gemma3_text",
    "num_attention_heads": 8,
    "num_key_value_heads": 4,
    "query_pre_attn_scalar": 256,
    "rms_norm_eps": 1e-6,
    "rope_local_base_freq": 10000.0,
    "rope_theta": 1000000.0,
    "sliding_window_pattern": 6,
    "vocab_size": 262208,
}
SHORT = {
    "hidden_size": 32,
    "intermediate_size": 44,
    "model_type": "gemma3_text",
    "num_hidden_layers": 6,
    "rope_scaling": {"factor": 8.0, "rope_type": "linear"},
    "sliding_window": 4,
}


def pictures(p):
    """The tower and what leads from it to the text; both are in the file beside the text's `model`."""
    at = p.prefix.removesuffix("language_model.model.").removesuffix("language_model.")
    tower = Parameters(prefix=f"{at}vision_tower.", dtype=p.dtype)
    siglip_vision_tower(tower, VISION, {"pixel_values": torch.zeros(1, 3, 12, 12).double()}, Attention(), head=False)
    p.declared |= tower.declared
    p.prefix = f"{at}multi_modal_projector."
    p.declare("mm_input_projection_weight", [20, 32], 0.3)
    p.declare("mm_soft_emb_norm.weight", [20], 0.3)


def text_part(p, config, inputs, attend):
    return gemma(p, DEFAULTS | config["text_config"], inputs, attend)


def made(about, told, prefix, inputs, **kept):
    return Variant(about, WRAPPER | {"text_config": told}, text_part, inputs, {"prefix": prefix}, pictures, **kept)


def variants():
    words = text(53, pad=0)
    few = text(262208, length=9, real=(None,))
    return {
        "gemma3": made("as google/gemma-3-4b-it names it", TEXT, "language_model.model.", words, layers=(0, 2)),
        "gemma3-new-names": made(
            "as later versions hold it", TEXT, "model.language_model.", words, layers=(0, 2)
        ),
        "gemma3-short": made(
            "a text_config that says as little as google/gemma-3-4b-it's",
            SHORT,
            "language_model.model.",
            few,
            layers=(0, 5),
            heads=(0, 7),
        ),
    }
