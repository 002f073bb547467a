"""The fixtures of OPT, BLOOM, GPT-J and Phi."""

from opt import bloom, gptj, opt, phi
from variant import Variant, text

COMMON = {
    "bos_token_id": 2,
    "eos_token_id": 2,
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "use_cache": True,
    "vocab_size": 53,
}
OPT = COMMON | {
    "_remove_final_layer_norm": False,
    "activation_dropout": 0.0,
    "activation_function": "relu",
    "architectures": ["OPTForCausalLM"],
    "attention_dropout": 0.0,
    "do_layer_norm_before": True,
    "dropout": 0.1,
    "enable_bias": True,
    "ffn_dim": 40,
    "hidden_size": 24,
    "init_std": 0.02,
    "layer_norm_elementwise_affine": True,
    "layerdrop": 0.0,
    "max_position_embeddings": 19,
    "model_type": "opt",
    "num_attention_heads": 3,
    "num_hidden_layers": 2,
    "pad_token_id": 1,
    "prefix": "</s>",
    "word_embed_proj_dim": 24,
}
BLOOM = COMMON | {
    "apply_residual_connection_post_layernorm": False,
    "architectures": ["BloomForCausalLM"],
    "attention_dropout": 0.0,
    "hidden_dropout": 0.0,
    "hidden_size": 30,
    "initializer_range": 0.02,
    "layer_norm_epsilon": 1e-5,
    "model_type": "bloom",
    "n_head": 5,
    "n_layer": 2,
    "pad_token_id": 3,
    "pretraining_tp": 1,
    "slow_but_exact": False,
}
# As bigscience/bloom-560m has it.
BLOOM_FIRST = {key: value for key, value in BLOOM.items() if key not in ("hidden_size", "n_head", "torch_dtype")} | {
    "architectures": ["BloomForCausalLM"],
    "attention_softmax_in_fp32": True,
    "bias_dropout_fusion": True,
    "masked_softmax_fusion": True,
    "n_embed": 24,
    "n_inner": None,
    "num_attention_heads": 4,
    "offset_alibi": 100,
    "seq_length": 2048,
    "skip_bias_add": True,
    "skip_bias_add_qkv": False,
    "unk_token_id": 0,
}
GPTJ = COMMON | {
    "activation_function": "gelu_new",
    "architectures": ["GPTJForCausalLM"],
    "attn_pdrop": 0.0,
    "embd_pdrop": 0.0,
    "gradient_checkpointing": False,
    "initializer_range": 0.02,
    "layer_norm_epsilon": 1e-5,
    "model_type": "gptj",
    "n_embd": 30,
    "n_head": 3,
    "n_inner": None,
    "n_layer": 2,
    "n_positions": 19,
    "resid_pdrop": 0.0,
    "rotary": True,
    "rotary_dim": 6,
    "scale_attn_weights": True,
    "tie_word_embeddings": False,
}
PHI = COMMON | {
    "architectures": ["PhiForCausalLM"],
    "attention_dropout": 0.0,
    "embd_pdrop": 0.0,
    "hidden_act": "gelu_new",
    "hidden_size": 40,
    "initializer_range": 0.02,
    "intermediate_size": 60,
    "layer_norm_eps": 1e-5,
    "max_position_embeddings": 37,
    "model_type": "phi",
    "num_attention_heads": 4,
    "num_hidden_layers": 2,
    "num_key_value_heads": 4,
    "partial_rotary_factor": 0.4,
    "qk_layernorm": False,
    "resid_pdrop": 0.1,
    "rope_scaling": None,
    "rope_theta": 10000.0,
    "tie_word_embeddings": False,
}


def nothing(p):
    pass


def head(width):
    def declare(p):
        at, p.prefix = p.prefix, ""
        p.declare_linear("lm_head", width, 53)
        p.prefix = at

    return declare


def masks_and_head(p):
    for layer in range(2):
        p.buffer(f"h.{layer}.attn.bias", [1, 1, 19, 19], "BOOL", "causal")
        p.buffer(f"h.{layer}.attn.masked_bias", [], "F32", [-1e9])
    head(30)(p)


def made(about, config, model, prefix, extras=nothing, pad=2, **parameters):
    inputs = text(53, pad=config.get("pad_token_id", pad))
    return Variant(about, config, model, inputs, {"prefix": prefix} | parameters, extras)


def variants():
    behind = {"do_layer_norm_before": False, "word_embed_proj_dim": 14}
    return {
        "opt": made("as facebook/opt-125m", OPT, opt, "model.decoder."),
        "opt-behind": made(
            "as facebook/opt-350m: norms behind, narrower embeddings", OPT | behind, opt, "model.decoder."
        ),
        "opt-no-biases": made("no biases, an old prefix", OPT | {"enable_bias": False}, opt, "decoder."),
        "bloom": made("a number of heads that is no power of two", BLOOM, bloom, "transformer."),
        "bloom-first": made("as bigscience/bloom-560m: no prefix, other fields", BLOOM_FIRST, bloom, ""),
        "gptj": made("with its masks", GPTJ, gptj, "transformer.", masks_and_head),
        "gptj-whole": made(
            "all of each head turns, an MLP of its own width",
            GPTJ | {"rotary_dim": 10, "n_inner": 44},
            gptj,
            "transformer.",
            head(30),
        ),
        "phi": made("as microsoft/phi-2", PHI, phi, "model.", head(40)),
        "phi-grouped": made(
            "grouped heads, norms of queries and keys",
            PHI | {"num_key_value_heads": 2, "qk_layernorm": True, "partial_rotary_factor": 0.8},
            phi,
            "model.",
            head(40),
        ),
    }
