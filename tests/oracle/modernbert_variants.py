"""The fixtures of ModernBERT."""

from modernbert import modernbert
from variant import Variant, text

MODERNBERT = {
    "architectures": ["ModernBertForMaskedLM"],
    "attention_bias": False,
    "attention_dropout": 0.0,
    "bos_token_id": 50,
    "classifier_activation": "gelu",
    "classifier_bias": False,
    "classifier_dropout": 0.0,
    "classifier_pooling": "mean",
    "cls_token_id": 50,
    "decoder_bias": True,
    "deterministic_flash_attn": False,
    "embedding_dropout": 0.0,
    "eos_token_id": 51,
    "global_attn_every_n_layers": 2,
    "global_rope_theta": 160000.0,
    "gradient_checkpointing": False,
    "hidden_activation": "gelu",
    "hidden_size": 24,
    "initializer_cutoff_factor": 2.0,
    "initializer_range": 0.02,
    "intermediate_size": 40,
    "layer_norm_eps": 1e-5,
    "local_attention": 4,
    "local_rope_theta": 100.0,
    "max_position_embeddings": 37,
    "mlp_bias": False,
    "mlp_dropout": 0.0,
    "model_type": "modernbert",
    "norm_bias": False,
    "norm_eps": 1e-5,
    "num_attention_heads": 3,
    "num_hidden_layers": 4,
    "pad_token_id": 52,
    "position_embedding_type": "absolute",
    "sep_token_id": 51,
    "tie_word_embeddings": True,
    "torch_dtype": "float32",
    "transformers_version": "4.48.0",
    "vocab_size": 53,
}
BIASES = {"attention_bias": True, "mlp_bias": True, "norm_bias": True}


def nothing(p):
    pass


def head(p):
    at, p.prefix = p.prefix, ""
    p.declare("decoder.bias", [53], 0.2)
    p.declare_linear("head.dense", 24, 24, bias=False)
    p.declare_norm("head.norm", 24, bias=False)
    p.prefix = at


def made(about, change, extras=nothing, prefix="", layers=(0, 1, 3)):
    config, inputs = MODERNBERT | change, text(53, length=13, real=(None, 9), pad=52)
    return Variant(about, config, modernbert, inputs, {"prefix": prefix}, extras, layers=layers)


def variants():
    bare = {"architectures": ["ModernBertModel"]}
    thirds = {"global_attn_every_n_layers": 3, "local_attention": 6, "local_rope_theta": None}
    return {
        "modernbert": made("as answerdotai/ModernBERT-base", {}, head, "model."),
        "modernbert-biases": made("biases everywhere, ModernBertModel alone", BIASES | bare, layers=(1, 2)),
        "modernbert-thirds": made("every third layer sees all, one base", thirds | bare, layers=(2, 3)),
    }
