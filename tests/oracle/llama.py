"""LLaMA (Touvron et al. 2023) and its relatives: RMS norms before each part, rotary positions, a gated MLP."""

import math

import torch

from attention import repeat, split
from bert import real_keys
from faults import fault
from gpt2 import who_sees
from parameters import activation
from rope import rotate, scaled


def head_size(config):
    return config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]


def kind_of(config, layer):
    """Whether a layer sees all before it or a window."""
    family = config["model_type"]
    if config.get("layer_types"):
        return config["layer_types"][layer]
    sliding = {
        "mistral": True,
        "phi3": True,
        "qwen2": layer >= config.get("max_window_layers", 28),
        "qwen3": layer >= config.get("max_window_layers", 28),
        "gemma2": layer % 2 == 0,
        "gemma3_text": (layer + 1) % config.get("sliding_window_pattern", 6) != 0,
    }
    return "sliding_attention" if sliding.get(family, False) else "full_attention"


def window_of(config, layer):
    if config["model_type"] in ("qwen2", "qwen3", "smollm3") and not config.get("use_sliding_window", False):
        return None
    return config.get("sliding_window") if kind_of(config, layer) == "sliding_attention" else None


def turns(config, layer):
    """SmolLM3 leaves positions out of some layers: 0 in its list, or every fourth one."""
    if config["model_type"] != "smollm3" or fault("layers without positions"):
        return True
    told = config.get("no_rope_layers")
    return bool(told[layer]) if told else (layer + 1) % config.get("no_rope_layer_interval", 4) != 0


def attention(p, config, x, attend, at, layer, allowed, turn, scale, norm=None):
    """norm: of queries and keys, each head by itself, before they turn."""
    heads, size = config["num_attention_heads"], head_size(config)
    shared = config.get("num_key_value_heads") or heads
    family = config["model_type"]
    bias = family == "qwen2" or config.get("attention_bias", False)
    # With norms of their own, queries and keys are as large as those say.
    gain = 1.0 if norm else p.gain
    if family == "phi3":
        packed = p.linear(f"{at}.qkv_proj", x, (heads + 2 * shared) * size, bias=False, gain=gain)
        q, k, v = packed.split([heads * size, shared * size, shared * size], dim=-1)
    else:
        q = p.linear(f"{at}.q_proj", x, heads * size, bias, gain)
        k = p.linear(f"{at}.k_proj", x, shared * size, bias, gain)
        v = p.linear(f"{at}.v_proj", x, shared * size, bias)
    q, k, v = split(q, heads), split(k, shared), split(v, shared)
    if norm:
        q, k = norm(f"{at}.q_norm", q), norm(f"{at}.k_norm", k)
    q, k = turn(q), turn(k)
    k, v = repeat(k, heads // shared), repeat(v, heads // shared)
    y = attend(q, k, v, scale, layer, allowed=allowed, softcap=config.get("attn_logit_softcapping"))
    return p.linear(f"{at}.o_proj", y, config["hidden_size"], bias and family != "qwen2")


def gated(p, config, x, at, act):
    wide, hidden, bias = config["intermediate_size"], config["hidden_size"], config.get("mlp_bias", False)
    if config["model_type"] == "phi3":
        gate, up = p.linear(f"{at}.gate_up_proj", x, 2 * wide, bias=False).chunk(2, dim=-1)
    else:
        gate, up = p.linear(f"{at}.gate_proj", x, wide, bias), p.linear(f"{at}.up_proj", x, wide, bias)
    return p.linear(f"{at}.down_proj", activation(act, gate) * up, hidden, bias, gain=1.5)


def turning(config, inputs, kind=None):
    """Each sequence turns as it does alone: scalings by length count its tokens, not its padding."""
    positions = torch.arange(inputs["input_ids"].shape[1])
    each = [scaled(config, int(length), kind) for length in inputs["attention_mask"].sum(dim=1)]
    return lambda x: torch.stack([rotate(row, positions, *turns) for row, turns in zip(x, each)])


def llama(p, config, inputs, attend):
    """Also Mistral, Qwen2, Qwen3, Phi-3, SmolLM3 and Granite."""
    ids, eps = inputs["input_ids"], config["rms_norm_eps"]
    x = p.embedding("embed_tokens", ids, config["vocab_size"], config["hidden_size"])
    turn, scale, part = turning(config, inputs), 1 / math.sqrt(head_size(config)), 1.0
    if config["model_type"] == "granite":
        # Factors in place of what the others fix.
        scale, part = config["attention_multiplier"], 1.0 if fault("residual") else config["residual_multiplier"]
        x = x if fault("embedding scale") else x * config["embedding_multiplier"]
    norm = None
    if config["model_type"] == "qwen3":
        norm = lambda name, y: p.rms_norm(name, y, eps, center=1.5)  # noqa: E731
    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}"
        allowed = who_sees(inputs, window_of(config, layer))
        y = p.rms_norm(f"{at}.input_layernorm", x, eps)
        here = turn if turns(config, layer) else lambda x: x
        x = x + part * attention(p, config, y, attend, f"{at}.self_attn", layer, allowed, here, scale, norm)
        y = p.rms_norm(f"{at}.post_attention_layernorm", x, eps)
        x = x + part * gated(p, config, y, f"{at}.mlp", config["hidden_act"])
    return {"last_hidden_state": p.rms_norm("norm", x, eps)}


def gemma(p, config, inputs, attend):
    """Gemma 1, 2 and 3: norms that add 1 to their weights, scaled embeddings; from 2 on norms behind each part, too."""
    ids, eps, family = inputs["input_ids"], config["rms_norm_eps"], config["model_type"]

    def norm(name, y, center=1.0):
        return p.rms_norm(name, y, eps, offset=1.0, center=center)

    x = p.embedding("embed_tokens", ids, config["vocab_size"], config["hidden_size"], 0.3)
    # transformers rounds this factor to the type in which it computes: to float32 here, to bfloat16 only in bfloat16.
    x = x if fault("embedding scale") else x * math.sqrt(config["hidden_size"])
    scale = 1 / math.sqrt(config.get("query_pre_attn_scalar", 256) if family != "gemma" else head_size(config))
    act = config.get("hidden_activation") or "gelu_pytorch_tanh"
    behind = family != "gemma"
    inner = (lambda name, y: norm(name, y, 1.5)) if family == "gemma3_text" else None
    for layer in range(config["num_hidden_layers"]):
        at, kind = f"layers.{layer}", kind_of(config, layer)
        seen = both_ways if config.get("use_bidirectional_attention", False) else who_sees
        allowed = seen(inputs, window_of(config, layer))
        local = family == "gemma3_text" and kind == "sliding_attention"
        turn = turning(local_of(config) if local else config, inputs, kind)
        y = norm(f"{at}.input_layernorm", x)
        y = attention(p, config, y, attend, f"{at}.self_attn", layer, allowed, turn, scale, inner)
        x = x + (norm(f"{at}.post_attention_layernorm", y) if behind else y)
        y = norm(f"{at}.pre_feedforward_layernorm" if behind else f"{at}.post_attention_layernorm", x)
        y = gated(p, config, y, f"{at}.mlp", act)
        x = x + (norm(f"{at}.post_feedforward_layernorm", y) if behind else y)
    return {"last_hidden_state": norm("norm", x)}


def both_ways(inputs, window):
    """EmbeddingGemma's: half the window on either side of a token."""
    real, steps = real_keys(inputs), torch.arange(inputs["input_ids"].shape[1])
    if window is None or fault("window"):
        return real
    reach = window // 2 + (1 if fault("window off by one") else 0)
    near = (steps[:, None] - steps[None, :]).abs() <= reach
    # A row of padding sees itself, so that no row is empty.
    return real & near | torch.eye(len(steps), dtype=torch.bool)


def local_of(config):
    """Gemma 3 turns layers with windows by a base of their own, unscaled."""
    if "rope_parameters" in config or fault("local rope"):
        return config
    return config | {"rope_theta": config.get("rope_local_base_freq", 10000.0), "rope_scaling": None}
