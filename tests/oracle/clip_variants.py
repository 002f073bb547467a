"""The fixtures of CLIP and SigLIP."""

from clip import clip, clip_text, clip_vision, siglip, siglip_text, siglip_vision
from variant import Variant, picture, text

TEXT = {
    "attention_dropout": 0.0,
    "bos_token_id": 0,
    "dropout": 0.0,
    "eos_token_id": 52,
    "hidden_act": "quick_gelu",
    "hidden_size": 24,
    "initializer_factor": 1.0,
    "initializer_range": 0.02,
    "intermediate_size": 40,
    "layer_norm_eps": 1e-5,
    "max_position_embeddings": 19,
    "model_type": "clip_text_model",
    "num_attention_heads": 3,
    "num_hidden_layers": 2,
    "pad_token_id": 1,
    "projection_dim": 18,
    "vocab_size": 53,
}
VISION = {
    "attention_dropout": 0.0,
    "dropout": 0.0,
    "hidden_act": "quick_gelu",
    "hidden_size": 28,
    "image_size": 12,
    "initializer_factor": 1.0,
    "initializer_range": 0.02,
    "intermediate_size": 36,
    "layer_norm_eps": 1e-5,
    "model_type": "clip_vision_model",
    "num_attention_heads": 2,
    "num_channels": 3,
    "num_hidden_layers": 3,
    "patch_size": 4,
    "projection_dim": 18,
}
CLIP = {
    "architectures": ["CLIPModel"],
    "initializer_factor": 1.0,
    "logit_scale_init_value": 2.6592,
    "model_type": "clip",
    "projection_dim": 18,
    "text_config": TEXT,
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "vision_config": VISION,
}
SIZES = ("hidden_size", "intermediate_size", "num_attention_heads", "num_hidden_layers")
# A tower as transformers writes it: only what differs from the defaults.
OF_TEXT = (*SIZES, "max_position_embeddings", "model_type", "vocab_size")
OF_VISION = (*SIZES, "image_size", "model_type", "patch_size")
SHORT_TEXT = {key: TEXT[key] for key in (*OF_TEXT, "projection_dim")}
SHORT_VISION = {key: VISION[key] for key in (*OF_VISION, "projection_dim")}
SIGLIP_TEXT = {key: TEXT[key] for key in OF_TEXT} | {"model_type": "siglip_text_model"}
SIGLIP_VISION = {key: VISION[key] for key in OF_VISION} | {"model_type": "siglip_vision_model", "hidden_size": 24}
SIGLIP = {
    "architectures": ["SiglipModel"],
    "initializer_factor": 1.0,
    "model_type": "siglip",
    "text_config": SIGLIP_TEXT,
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "vision_config": SIGLIP_VISION,
}
ALONE = {"torch_dtype": "float32", "transformers_version": "4.44.2"}
WORDS, PIXELS = text(53, pad=1), picture([2, 3, 12, 12])


def projections(p):
    p.declare("logit_scale", [], 1.0, 2.7)
    p.declare_linear("text_projection", 24, 18, bias=False)
    p.declare_linear("visual_projection", 28, 18, bias=False)


def projections_and_positions(p):
    projections(p)
    p.buffer("text_model.embeddings.position_ids", [1, 19], "I64", "range")
    p.buffer("vision_model.embeddings.position_ids", [1, 10], "I64", "range")


def logits(p):
    p.declare("logit_scale", [1], 1.0, 2.7)
    p.declare("logit_bias", [1], 1.0, -9)


def visual_projection(p):
    p.declare_linear("visual_projection", 28, 18, bias=False)


def nothing(p):
    pass


def made(about, config, model, inputs, extras=nothing, layers=(0, 2, 1)):
    return Variant(about, config, model, inputs, extras=extras, layers=layers)


def variants():
    gelu = {"hidden_act": "gelu"}
    return {
        "clip": made(
            "as openai/clip-vit-base-patch32, with its buffers",
            CLIP,
            clip,
            WORDS | PIXELS,
            projections_and_positions,
        ),
        "clip-short": made(
            "towers that only say what differs from the defaults; gelu",
            CLIP | {"text_config": SHORT_TEXT | gelu, "vision_config": SHORT_VISION | gelu},
            clip,
            WORDS | PIXELS,
            projections,
        ),
        "clip-vision": made(
            "CLIPVisionModelWithProjection",
            VISION | ALONE | {"architectures": ["CLIPVisionModelWithProjection"]},
            clip_vision,
            PIXELS,
            visual_projection,
        ),
        "clip-text": made("CLIPTextModel", TEXT | ALONE | {"architectures": ["CLIPTextModel"]}, clip_text, WORDS),
        "siglip": made("both towers", SIGLIP, siglip, WORDS | PIXELS, logits),
        "siglip-text": made(
            "SiglipTextModel",
            SIGLIP_TEXT | ALONE | {"architectures": ["SiglipTextModel"]},
            siglip_text,
            WORDS,
        ),
        "siglip-vision": made(
            "SiglipVisionModel",
            SIGLIP_VISION | ALONE | {"architectures": ["SiglipVisionModel"]},
            siglip_vision,
            PIXELS,
        ),
    }
