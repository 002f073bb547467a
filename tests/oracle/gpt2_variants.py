"""The fixtures of GPT-2, GPT-Neo and GPT-NeoX."""

import math

from gpt2 import gpt2, gpt_neo, gpt_neox
from variant import Variant, text

GPT2 = {
    "activation_function": "gelu_new",
    "architectures": ["GPT2LMHeadModel"],
    "attn_pdrop": 0.1,
    "bos_token_id": 52,
    "embd_pdrop": 0.1,
    "eos_token_id": 52,
    "initializer_range": 0.02,
    "layer_norm_epsilon": 1e-5,
    "model_type": "gpt2",
    "n_embd": 24,
    "n_head": 3,
    "n_inner": None,
    "n_layer": 2,
    "n_positions": 19,
    "reorder_and_upcast_attn": False,
    "resid_pdrop": 0.1,
    "scale_attn_by_inverse_layer_idx": False,
    "scale_attn_weights": True,
    "summary_activation": None,
    "summary_first_dropout": 0.1,
    "summary_proj_to_labels": True,
    "summary_type": "cls_index",
    "summary_use_proj": True,
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "use_cache": True,
    "vocab_size": 53,
}
# As openai-community/gpt2 has it: written before most of the fields existed.
GPT2_FIRST = {
    "activation_function": "gelu_new",
    "architectures": ["GPT2LMHeadModel"],
    "attn_pdrop": 0.1,
    "bos_token_id": 52,
    "embd_pdrop": 0.1,
    "eos_token_id": 52,
    "initializer_range": 0.02,
    "layer_norm_epsilon": 1e-5,
    "model_type": "gpt2",
    "n_ctx": 19,
    "n_embd": 24,
    "n_head": 3,
    "n_layer": 2,
    "n_positions": 19,
    "resid_pdrop": 0.1,
    "summary_activation": None,
    "summary_first_dropout": 0.1,
    "summary_proj_to_labels": True,
    "summary_type": "cls_index",
    "summary_use_proj": True,
    "task_specific_params": {"text-generation": {"do_sample": True, "max_length": 50}},
    "vocab_size": 53,
}
GPT_NEO = {
    "activation_function": "gelu_new",
    "architectures": ["GPTNeoForCausalLM"],
    "attention_dropout": 0,
    "attention_layers": ["global", "local", "global", "local"],
    "attention_types": [[["global", "local"], 2]],
    "bos_token_id": 52,
    "embed_dropout": 0,
    "eos_token_id": 52,
    "hidden_size": 24,
    "initializer_range": 0.02,
    "intermediate_size": None,
    "layer_norm_epsilon": 1e-5,
    "max_position_embeddings": 37,
    "model_type": "gpt_neo",
    "num_heads": 3,
    "num_layers": 4,
    "resid_dropout": 0,
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "use_cache": True,
    "vocab_size": 53,
    "window_size": 4,
}
GPT_NEOX = {
    "architectures": ["GPTNeoXForCausalLM"],
    "attention_bias": True,
    "attention_dropout": 0.0,
    "bos_token_id": 0,
    "classifier_dropout": 0.1,
    "eos_token_id": 0,
    "hidden_act": "gelu",
    "hidden_dropout": 0.0,
    "hidden_size": 48,
    "initializer_range": 0.02,
    "intermediate_size": 100,
    "layer_norm_eps": 1e-5,
    "max_position_embeddings": 37,
    "model_type": "gpt_neox",
    "num_attention_heads": 3,
    "num_hidden_layers": 2,
    "rope_scaling": None,
    "rotary_emb_base": 10000,
    "rotary_pct": 0.25,
    "tie_word_embeddings": False,
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "use_cache": True,
    "use_parallel_residual": True,
    "vocab_size": 53,
}
# As EleutherAI/pythia-70m has it.
PYTHIA = {
    key: value
    for key, value in GPT_NEOX.items()
    if key not in ("attention_bias", "attention_dropout", "classifier_dropout", "hidden_dropout", "rope_scaling")
} | {"torch_dtype": "float16", "transformers_version": "4.24.0"}


def nothing(p):
    pass


def masks(count, at, size, dtype="F32", masked=None, prefix=None):
    def declare(p):
        for layer in range(count):
            p.buffer(f"{at(layer)}.bias", [1, 1, size, size], dtype, "causal")
            if masked is not None:
                p.buffer(f"{at(layer)}.masked_bias", [], masked, [-1e4])

    return declare


def untied(p):
    at, p.prefix = p.prefix, ""
    p.declare("lm_head.weight", [53, 24], 0.4)
    p.prefix = at


def out(p):
    at, p.prefix = p.prefix, ""
    p.declare("embed_out.weight", [53, 48], 0.3)
    p.prefix = at


def pythia_buffers(p):
    out(p)
    masks(2, lambda n: f"layers.{n}.attention", 37, "BOOL", "F16")(p)
    for layer in range(2):
        p.buffer(f"layers.{layer}.attention.rotary_emb.inv_freq", [2], "F16", [1, 0.01])


def gpt2_of(about, change, extras=nothing, prefix="transformer.", config=GPT2, **parameters):
    return Variant(about, config | change, gpt2, text(53, pad=52), {"prefix": prefix} | parameters, extras)


def neo_of(about, change, extras=nothing, prefix="transformer."):
    # Nothing divides the scores by the root of 8, so queries and keys are smaller.
    gain = math.sqrt(2.2 / math.sqrt(8))
    return Variant(about, GPT_NEO | change, gpt_neo, text(53, pad=52), {"prefix": prefix, "gain": gain}, extras)


def neox_of(about, change, extras=out, config=GPT_NEOX, prefix="gpt_neox.", **parameters):
    return Variant(about, config | change, gpt_neox, text(53), {"prefix": prefix} | parameters, extras)


def variants():
    old_masks = masks(2, lambda n: f"h.{n}.attn", 19)
    neo_masks = masks(4, lambda n: f"h.{n}.attn.attention", 37, "U8", "F32")
    return {
        "plain": gpt2_of("as GPT2LMHeadModel.save_pretrained writes it: the output layer is tied", {}),
        "hub-names": gpt2_of(
            "as in openai-community/gpt2: no prefix, the causal masks among the weights",
            {},
            old_masks,
            prefix="",
            config=GPT2_FIRST,
        ),
        "distilgpt2": gpt2_of("as in distilbert/distilgpt2: a prefix, and masks", {"_num_labels": 1}, old_masks),
        "n-inner": gpt2_of(
            "an MLP that is not four times as wide; gelu",
            {"n_inner": 40, "activation_function": "gelu"},
        ),
        "unscaled": gpt2_of("scale_attn_weights false", {"scale_attn_weights": False}, gain=0.9),
        "inverse-layer": gpt2_of(
            "scores divided by the layer's number",
            {"scale_attn_by_inverse_layer_idx": True},
            gain=1.8,
        ),
        "untied": gpt2_of("an output layer of its own", {"tie_word_embeddings": False}, untied),
        "bare": gpt2_of("GPT2Model alone", {"architectures": ["GPT2Model"]}, prefix=""),
        "bfloat16": gpt2_of("bfloat16", {"torch_dtype": "bfloat16"}, dtype="BF16"),
        "float16": gpt2_of("float16", {"torch_dtype": "float16"}, dtype="F16"),
        "gpt-neo": neo_of("windows in every other layer, no scale", {}),
        "gpt-neo-masks": neo_of(
            "a window of 3, an MLP of its own width, the masks among the weights",
            {"window_size": 3, "intermediate_size": 40},
            neo_masks,
        ),
        "gpt-neo-local": neo_of(
            "an uneven list of kinds",
            {"attention_types": [[["local"], 1], [["global"], 3]], "attention_layers": ["local"] + ["global"] * 3},
        ),
        "pythia": neox_of("as in EleutherAI/pythia-70m, with its buffers", {}, pythia_buffers, PYTHIA, dtype="F16"),
        "neox": neox_of("a quarter of each head turns", {}),
        "neox-serial": neox_of("the MLP behind the attention", {"use_parallel_residual": False}),
        "neox-whole": neox_of("all of each head turns; another base", {"rotary_pct": 1.0, "rotary_emb_base": 500}),
        "neox-share": neox_of(
            "a share that is no whole number of dimensions",
            {"rotary_pct": 0.4, "hidden_act": "gelu_new"},
        ),
        "neox-parameters": neox_of(
            "the spelling of transformers 5",
            {"rope_parameters": {"partial_rotary_factor": 0.5, "rope_theta": 300, "rope_type": "default"}},
            config={key: GPT_NEOX[key] for key in GPT_NEOX if key[:4] not in ("rope", "rota")},
        ),
        "neox-no-biases": neox_of("attention without biases", {"attention_bias": False}),
        "neox-bare": neox_of("GPTNeoXModel alone", {"architectures": ["GPTNeoXModel"]}, nothing, prefix=""),
    }
