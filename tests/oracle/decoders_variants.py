"""The fixtures of OLMo, StableLM, Command R, StarCoder 2 and Ministral."""

from decoders import cohere, olmo, olmo2, stablelm, starcoder2
from llama import llama
from llama_variants import LLAMA, MISTRAL, YARN, without
from variant import Variant, text

OLMO = without(LLAMA, "mlp_bias", "rms_norm_eps") | {
    "architectures": ["OlmoForCausalLM"],
    "clip_qkv": None,
    "model_type": "olmo",
}
OLMO2 = without(LLAMA, "mlp_bias") | {
    "architectures": ["Olmo2ForCausalLM"],
    "model_type": "olmo2",
    "num_key_value_heads": 2,
}
OLMO3 = OLMO2 | {
    "architectures": ["Olmo3ForCausalLM"],
    "layer_types": ["sliding_attention", "full_attention", "sliding_attention"],
    "model_type": "olmo3",
    "rope_scaling": YARN | {"attention_factor": 1.2},
    "rope_theta": 100.0,
    "max_position_embeddings": 256,
    "sliding_window": 4,
}
STABLELM = without(LLAMA, "attention_bias", "mlp_bias", "rms_norm_eps") | {
    "architectures": ["StableLmForCausalLM"],
    "layer_norm_eps": 1e-5,
    "model_type": "stablelm",
    "num_key_value_heads": 2,
    "partial_rotary_factor": 0.5,
    "qk_layernorm": False,
    "use_parallel_residual": False,
    "use_qkv_bias": True,
}
COHERE = without(LLAMA, "mlp_bias", "rms_norm_eps", "pretraining_tp") | {
    "architectures": ["CohereForCausalLM"],
    "layer_norm_eps": 1e-5,
    "logit_scale": 0.0625,
    "model_type": "cohere",
    "num_key_value_heads": 2,
    "rope_theta": 8000.0,
    "tie_word_embeddings": True,
    "use_qk_norm": False,
}
COHERE2 = without(COHERE, "use_qk_norm") | {
    "architectures": ["Cohere2ForCausalLM"],
    "head_dim": 8,
    "model_type": "cohere2",
    "sliding_window": 4,
    "sliding_window_pattern": 2,
}
STARCODER2 = without(LLAMA, "attention_bias", "mlp_bias", "rms_norm_eps", "tie_word_embeddings") | {
    "architectures": ["Starcoder2ForCausalLM"],
    "hidden_act": "gelu_pytorch_tanh",
    "mlp_type": "default",
    "model_type": "starcoder2",
    "norm_epsilon": 1e-5,
    "norm_type": "layer_norm",
    "num_key_value_heads": 2,
    "sliding_window": 4,
    "use_bias": True,
}
MINISTRAL = MISTRAL | {
    "architectures": ["MinistralForCausalLM"],
    "head_dim": 8,
    "layer_types": ["sliding_attention", "full_attention", "sliding_attention"],
    "model_type": "ministral",
}


def made(about, model, config, changes=None, **more):
    return Variant(about, config | (changes or {}), model, text(53), parameters={"prefix": "model."}, **more)


def variants():
    both = {"qk_layernorm": True, "use_parallel_residual": True, "use_qkv_bias": False}
    return {
        "olmo": made("norms without weights", olmo, OLMO),
        "olmo-clipped": made("queries, keys and values within bounds", olmo, OLMO, {"clip_qkv": 1.5}),
        "olmo2": made("norms behind each part, and of all queries and keys", olmo2, OLMO2),
        "olmo2-biases": made("biases in attention", olmo2, OLMO2, {"attention_bias": True}, layers=(1,)),
        "olmo3": made("windows; only whole layers are scaled", olmo2, OLMO3, layers=(0, 1)),
        "stablelm": made("half of each head turns", stablelm, STABLELM),
        "stablelm-parallel": made("parts side by side, norms of each head", stablelm, STABLELM, both),
        "cohere": made("parts side by side, neighbors turn", cohere, COHERE),
        "cohere-norms": made(
            "norms of each head, biases",
            cohere,
            COHERE,
            {"use_qk_norm": True, "attention_bias": True},
        ),
        "cohere2": made("windows, and layers without positions", cohere, COHERE2),
        "cohere2-types": made(
            "kinds by name",
            cohere,
            without(COHERE2, "sliding_window_pattern"),
            {"layer_types": MINISTRAL["layer_types"]},
            layers=(1, 2),
        ),
        "starcoder2-whole": made(
            "no window, no biases", starcoder2, STARCODER2, {"sliding_window": None, "use_bias": False}, layers=(1,)
        ),
        "starcoder2": made("biases, a window, no gate", starcoder2, STARCODER2),
        "ministral": made("kinds of layers by name", llama, MINISTRAL, layers=(0, 1)),
    }
