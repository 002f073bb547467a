"""The fixtures of LLaMA, Mistral, Qwen, Gemma and Phi-3."""

from llama import gemma, llama
from variant import Variant, text


def without(config, *keys):
    return {key: value for key, value in config.items() if key not in keys}


LLAMA = {
    "architectures": ["LlamaForCausalLM"],
    "attention_bias": False,
    "attention_dropout": 0.0,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "hidden_act": "silu",
    "hidden_size": 32,
    "initializer_range": 0.02,
    "intermediate_size": 44,
    "max_position_embeddings": 37,
    "mlp_bias": False,
    "model_type": "llama",
    "num_attention_heads": 4,
    "num_hidden_layers": 3,
    "num_key_value_heads": 4,
    "pretraining_tp": 1,
    "rms_norm_eps": 1e-5,
    "rope_scaling": None,
    "rope_theta": 10000.0,
    "tie_word_embeddings": False,
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "use_cache": True,
    "vocab_size": 53,
}
# As the first LLaMA checkpoints have it: what came later is left out.
LATER = ("attention_bias", "attention_dropout", "mlp_bias", "num_key_value_heads", "rope_scaling", "rope_theta")
LLAMA_FIRST = without(LLAMA, *LATER) | {"transformers_version": "4.28.1"}
GROUPED = {"num_key_value_heads": 2}
MISTRAL = without(LLAMA, "attention_bias", "mlp_bias", "pretraining_tp", "rope_scaling") | {
    "architectures": ["MistralForCausalLM"],
    "model_type": "mistral",
    "num_key_value_heads": 2,
    "sliding_window": 4,
}
QWEN2 = MISTRAL | {
    "architectures": ["Qwen2ForCausalLM"],
    "max_window_layers": 1,
    "model_type": "qwen2",
    "rms_norm_eps": 1e-6,
    "rope_theta": 1000000.0,
    "use_sliding_window": False,
}
GRANITE = LLAMA | {
    "architectures": ["GraniteForCausalLM"],
    "attention_multiplier": 0.42,
    "embedding_multiplier": 3.0,
    "logits_scaling": 8.0,
    "model_type": "granite",
    "num_key_value_heads": 2,
    "residual_multiplier": 0.7,
    "tie_word_embeddings": True,
}
SMOLLM3 = LLAMA | {
    "architectures": ["SmolLM3ForCausalLM"],
    "layer_types": ["full_attention"] * 3,
    "max_window_layers": 28,
    "model_type": "smollm3",
    "no_rope_layer_interval": 4,
    "no_rope_layers": [1, 0, 1],
    "num_key_value_heads": 2,
    "rope_theta": 5000000.0,
    "sliding_window": None,
    "tie_word_embeddings": True,
    "use_sliding_window": False,
}
QWEN3 = QWEN2 | {
    "architectures": ["Qwen3ForCausalLM"],
    "attention_bias": False,
    "head_dim": 14,
    "model_type": "qwen3",
    "rope_scaling": None,
    "sliding_window": None,
}
PHI3 = without(LLAMA, "mlp_bias", "pretraining_tp") | {
    "architectures": ["Phi3ForCausalLM"],
    "embd_pdrop": 0.0,
    "max_position_embeddings": 32,
    "model_type": "phi3",
    "num_key_value_heads": 2,
    "original_max_position_embeddings": 32,
    "pad_token_id": 3,
    "resid_pdrop": 0.0,
    "sliding_window": 5,
}
GEMMA = without(LLAMA, "mlp_bias", "pretraining_tp", "tie_word_embeddings") | {
    "architectures": ["GemmaForCausalLM"],
    "bos_token_id": 2,
    "eos_token_id": 1,
    "head_dim": 10,
    "hidden_act": "gelu_pytorch_tanh",
    "hidden_activation": "gelu_pytorch_tanh",
    "model_type": "gemma",
    "num_key_value_heads": 1,
    "pad_token_id": 0,
    "rms_norm_eps": 1e-6,
}
GEMMA2 = GEMMA | {
    "architectures": ["Gemma2ForCausalLM"],
    "attn_logit_softcapping": 3.0,
    "cache_implementation": "hybrid",
    "final_logit_softcapping": 30.0,
    "model_type": "gemma2",
    "num_key_value_heads": 2,
    "query_pre_attn_scalar": 7,
    "sliding_window": 4,
}
GEMMA3 = without(GEMMA2, "hidden_act") | {
    "architectures": ["Gemma3ForCausalLM"],
    "attn_logit_softcapping": None,
    "final_logit_softcapping": None,
    "model_type": "gemma3_text",
    "rope_local_base_freq": 100.0,
    "rope_scaling": {"factor": 8.0, "rope_type": "linear"},
    "rope_theta": 5000.0,
    "sliding_window_pattern": 3,
}
YARN = {"factor": 4.0, "original_max_position_embeddings": 64, "rope_type": "yarn"}
LONG = {"long_factor": [1.5, 3.0, 6.0, 12.0], "short_factor": [1.0, 1.1, 1.25, 1.4], "type": "longrope"}


def nothing(p):
    pass


def head(p):
    """The output layer, where it is not the embeddings once more."""
    at, p.prefix = p.prefix, ""
    p.declare("lm_head.weight", [53, 32], 0.4)
    p.prefix = at


def head_and_frequencies(p):
    head(p)
    for layer in range(3):
        p.buffer(f"layers.{layer}.self_attn.rotary_emb.inv_freq", [4], "F32", [1, 0.1, 0.01, 0.001])


def made(about, config, change=None, extras=head, prefix="model.", model=llama, dtype="F32", **kept):
    config = config | (change or {})
    inputs = text(config["vocab_size"], pad=config.get("pad_token_id") or 2)
    parameters = {"prefix": prefix, "dtype": dtype}
    return Variant(about, config, model, inputs, parameters, extras, **{"layers": (0, 2)} | kept)


def tied(about, config, change=None, **more):
    return made(about, config, change, extras=nothing, **more)


def new_spelling(config, **rope):
    """As transformers writes it from its version 5 on: dtype, rope_parameters."""
    gone = ("rope_theta", "rope_scaling", "rope_local_base_freq", "torch_dtype", "partial_rotary_factor", "rotary_pct")
    return without(config, *gone) | {"dtype": "float32", "rope_parameters": rope, "transformers_version": "5.0.0"}


def scalings():
    linear = {"factor": 2.5, "rope_type": "linear", "type": "linear"}
    dynamic = {"factor": 2.0, "rope_type": "dynamic"}
    llama3 = {
        "factor": 8.0,
        "high_freq_factor": 4.0,
        "low_freq_factor": 1.0,
        "original_max_position_embeddings": 64,
        "rope_type": "llama3",
    }
    yarned = LLAMA | {"rope_theta": 100.0, "max_position_embeddings": 256}
    scales = {"mscale": 1.5, "mscale_all_dim": 0.5, "beta_fast": 8.0, "beta_slow": 2.0}
    qwen = {"factor": 4.0, "original_max_position_embeddings": 37, "type": "yarn"}
    return {
        "rope-linear": made("positions divided by a factor", LLAMA, {"rope_scaling": linear}),
        "rope-dynamic": made(
            "a base that grows once the sequence is longer than in training",
            LLAMA,
            {"rope_scaling": dynamic, "max_position_embeddings": 8},
        ),
        "rope-dynamic-short": made(
            "a sequence no longer than in training",
            LLAMA,
            {"rope_scaling": dynamic},
            layers=(0,),
            harmless=("rope scaling",),
        ),
        "rope-llama3": made("as in Llama 3.1", LLAMA | GROUPED, {"rope_scaling": llama3}),
        "rope-yarn": made("YaRN with its defaults", yarned, {"rope_scaling": YARN}),
        "rope-yarn-scales": made("mscale, mscale_all_dim, both betas", yarned, {"rope_scaling": YARN | scales}),
        "rope-yarn-factor": made(
            "a factor of attention, no truncation",
            yarned,
            {"rope_scaling": YARN | {"attention_factor": 1.3, "truncate": False}},
        ),
        "rope-yarn-qwen2": made(
            "as Qwen2.5's cards tell: the lengths are equal, the factor counts",
            QWEN2,
            {"rope_scaling": qwen, "rope_theta": 100.0},
        ),
        "rope-longrope": made(
            "LongRoPE with a factor of its own; a short sequence",
            LLAMA,
            {"rope_scaling": LONG | {"factor": 4.0}},
        ),
        "rope-parameters": made(
            "the spelling of transformers 5",
            new_spelling(LLAMA | {"head_dim": None}, rope_type="default", rope_theta=300.0),
        ),
        "rope-parameters-llama3": made(
            "the spelling of transformers 5, scaled",
            new_spelling(LLAMA | GROUPED, rope_theta=10000.0, **llama3),
        ),
    }


def windows():
    types = ["full_attention", "sliding_attention", "full_attention"]
    return {
        "mistral": made("a window in every layer, grouped heads", MISTRAL),
        "mistral-whole": made("no window", MISTRAL, {"sliding_window": None}),
        "mistral-head-dim": made("heads that are wider than hidden_size / heads", MISTRAL, {"head_dim": 14}),
        "qwen2": made("biases of queries, keys and values; the window is not used", QWEN2),
        "qwen2-tied": tied("embeddings for both", QWEN2, {"tie_word_embeddings": True}, prefix="model."),
        "qwen2-window": made("a window from layer 1 on", QWEN2, {"use_sliding_window": True}, layers=(0, 1)),
        "qwen2-types": made(
            "the kinds of layers by name",
            QWEN2,
            {"use_sliding_window": True, "layer_types": types},
            layers=(1, 2),
        ),
        "granite": tied("factors of scores, embeddings and parts", GRANITE),
        "smollm3": tied("a layer without positions", SMOLLM3, layers=(1, 2)),
        "smollm3-interval": tied(
            "every second layer without positions",
            without(SMOLLM3, "no_rope_layers", "layer_types"),
            {"no_rope_layer_interval": 2},
            layers=(1, 2),
        ),
        "qwen3": made("norms of queries and keys, wide heads", QWEN3),
        "qwen3-biases": made("norms, and biases everywhere", QWEN3, {"attention_bias": True}),
        "qwen3-window": made(
            "norms and windows, the spelling of transformers 5",
            new_spelling(
                QWEN3 | {"use_sliding_window": True, "sliding_window": 4, "layer_types": types},
                rope_type="default",
                rope_theta=1000000.0,
            ),
            layers=(1, 2),
        ),
    }


def phi3():
    short = {"rope_scaling": LONG, "original_max_position_embeddings": 16, "sliding_window": None}
    long = short | {"original_max_position_embeddings": 8}
    # Three quarters of eight dimensions turn: three pairs.
    fewer = {name: LONG[name][:3] for name in ("long_factor", "short_factor")}
    return {
        "phi3": made("packed projections, a window in every layer", PHI3),
        "phi3-short": made("LongRoPE, a sequence no longer than in training", PHI3, short),
        "phi3-long": made("LongRoPE, a longer sequence", PHI3, long),
        "phi3-su": made("LongRoPE's first name", PHI3, long | {"rope_scaling": LONG | {"type": "su"}}, layers=(0,)),
        "phi3-partial": tied(
            "as in Phi-4-mini: three quarters of each head turn, embeddings for both",
            PHI3,
            long | {"partial_rotary_factor": 0.75, "tie_word_embeddings": True, "rope_scaling": LONG | fewer},
        ),
    }


def gemmas():
    types = ["sliding_attention", "full_attention", "sliding_attention"]
    both = {
        "full_attention": {"factor": 8.0, "rope_theta": 5000.0, "rope_type": "linear"},
        "sliding_attention": {"rope_theta": 100.0, "rope_type": "default"},
    }
    return {
        "gemma": tied("norms with 1 added, scaled embeddings, one key head", GEMMA, model=gemma),
        "gemma2": tied("caps, windows in turn, norms before and behind", GEMMA2, model=gemma, layers=(0, 1)),
        "gemma2-uncapped": tied(
            "no cap, kinds by name",
            GEMMA2,
            {"attn_logit_softcapping": None, "layer_types": types[::-1][1:] + types[:1]},
            model=gemma,
            layers=(0, 1),
        ),
        "gemma3-text": tied("norms of queries and keys, two bases", GEMMA3, model=gemma),
        "gemma3-types": tied(
            "kinds by name, no scaling",
            without(GEMMA3, "sliding_window_pattern"),
            {"rope_scaling": None, "layer_types": types},
            model=gemma,
            layers=(0, 1),
        ),
        "gemma3-both-ways": tied(
            "as google/embeddinggemma-300m: tokens see what follows, too",
            GEMMA3,
            {"architectures": ["Gemma3TextModel"], "use_bidirectional_attention": True},
            model=gemma,
            prefix="",
        ),
        "gemma3-parameters": tied(
            "the spelling of transformers 5, a base for each kind",
            new_spelling(GEMMA3 | {"layer_types": types}, **both),
            model=gemma,
            layers=(0, 1),
        ),
    }


def variants():
    return {
        "plain": made("as LlamaForCausalLM.save_pretrained writes it", LLAMA),
        "first": made(
            "as the first checkpoints: fewer fields, the frequencies among the weights",
            LLAMA_FIRST,
            extras=head_and_frequencies,
        ),
        "grouped": made("two query heads share a key head", LLAMA | GROUPED, {"rope_theta": 500000.0}),
        "one-key-head": made("all query heads share one", LLAMA, {"num_key_value_heads": 1}, layers=(0,)),
        "tied": tied("embeddings for both, as in SmolLM", LLAMA | GROUPED, {"tie_word_embeddings": True}),
        "tied-head": made("embeddings for both, yet an output layer in the file", LLAMA, {"tie_word_embeddings": True}),
        "mixed": made(
            "norms in float32, the rest in bfloat16",
            LLAMA | GROUPED,
            {"torch_dtype": "bfloat16"},
            dtype=lambda name: "F32" if "norm" in name else "BF16",
        ),
        "biases": made("biases in attention and MLP", LLAMA, {"attention_bias": True, "mlp_bias": True}),
        "head-dim": made("heads that are narrower than hidden_size / heads", LLAMA | GROUPED, {"head_dim": 6}),
        "bare": made("LlamaModel alone", LLAMA, {"architectures": ["LlamaModel"]}, extras=nothing, prefix=""),
        "sharded": made("weights in three files", LLAMA | GROUPED, shards=3),
        "bfloat16": made("bfloat16", LLAMA | GROUPED, {"torch_dtype": "bfloat16"}, dtype="BF16"),
        "float16": made("float16", LLAMA | GROUPED, {"torch_dtype": "float16"}, dtype="F16"),
        **scalings(),
        **windows(),
        **phi3(),
        **gemmas(),
    }
