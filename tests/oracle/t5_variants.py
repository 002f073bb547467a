"""The fixtures of T5."""

import math

from t5 import t5, t5_encoder
from variant import Variant, text

# As google-t5/t5-small has it.
T5 = {
    "architectures": ["T5WithLMHeadModel"],
    "d_ff": 40,
    "d_kv": 6,
    "d_model": 24,
    "decoder_start_token_id": 0,
    "dropout_rate": 0.1,
    "eos_token_id": 1,
    "initializer_factor": 1.0,
    "is_encoder_decoder": True,
    "layer_norm_epsilon": 1e-6,
    "model_type": "t5",
    "n_positions": 512,
    "num_heads": 3,
    "num_layers": 2,
    "output_past": True,
    "pad_token_id": 0,
    "relative_attention_num_buckets": 12,
    "task_specific_params": {"summarization": {"early_stopping": True, "max_length": 200}},
    "vocab_size": 53,
}
# As google/flan-t5-small has it.
FLAN = {key: value for key, value in T5.items() if key not in ("output_past", "task_specific_params")} | {
    "architectures": ["T5ForConditionalGeneration"],
    "classifier_dropout": 0.0,
    "dense_act_fn": "gelu_new",
    "feed_forward_proj": "gated-gelu",
    "is_gated_act": True,
    "num_decoder_layers": 3,
    "relative_attention_max_distance": 30,
    "tie_word_embeddings": False,
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "use_cache": True,
}


def nothing(p):
    pass


def cross_positions(p):
    """The first checkpoints hold relative positions of the attention to the encoder, which no version has used."""
    p.declare("decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight", [12, 3], 1.0)


def head(p):
    p.declare("lm_head.weight", [53, 24], 0.4)


def copies(p):
    """Embeddings stored once more for each side, as some conversions do."""
    for tower in ("encoder", "decoder"):
        p.declare(f"{tower}.embed_tokens.weight", [53, 24], 1.0)


def made(about, config, extras=nothing, model=t5, layers=(0, 1, 2), dtype="F32", padded=False):
    source = text(53, length=13, real=(None, 9), pad=0)
    real, mask = ((5, None), "decoder_attention_mask") if padded else ((None, None), None)
    target = text(53, length=7, real=real, name="decoder_input_ids", mask=mask)
    # A decoder begins with the padding.
    for row in range(2):
        target["decoder_input_ids"]["data"][row * 7] = 0
    inputs = source | (target if model is t5 else {})
    # Nothing divides the scores by the root of 6.
    parameters = {"gain": math.sqrt(2 / math.sqrt(6)), "dtype": dtype}
    return Variant(about, config, model, inputs, parameters, extras, layers=layers)


def variants():
    encoder = FLAN | {"architectures": ["T5EncoderModel"]}
    return {
        "plain": made("as google-t5/t5-small: relu, embeddings for all, fewer fields", T5, cross_positions),
        "gated": made("as google/flan-t5-small: gated, an output layer of its own", FLAN, head, layers=(0, 2)),
        "mt5": made(
            "T5 under another name",
            FLAN | {"architectures": ["MT5ForConditionalGeneration"], "model_type": "mt5", "num_decoder_layers": 2},
            head,
            layers=(1,),
        ),
        "silu": made(
            "another gate; embeddings for all, and tables that are not used",
            FLAN | {"feed_forward_proj": "gated-silu", "dense_act_fn": "silu", "tie_word_embeddings": True},
            copies,
            layers=(1,),
        ),
        "umt5": made(
            "a table of positions in every layer",
            FLAN | {
                "architectures": ["UMT5ForConditionalGeneration"],
                "model_type": "umt5",
                "num_decoder_layers": 2,
                "scalable_attention": True,
            },
            head,
        ),
        "far": made("distances beyond the furthest", FLAN | {"relative_attention_max_distance": 9}, head, layers=(1,)),
        "padded": made("a decoder whose text is padded", FLAN, head, layers=(1, 2), padded=True),
        "encoder": made("T5EncoderModel", encoder, model=t5_encoder),
        "bfloat16": made("bfloat16", FLAN | {"torch_dtype": "bfloat16"}, head, layers=(1,), dtype="BF16"),
    }
