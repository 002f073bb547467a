"""Relatives of LLaMA with other norms: OLMo 1 to 3 (Groeneveld et al. 2024), StableLM, Command R, StarCoder 2."""

import math

import torch
import torch.nn.functional as F

from attention import repeat, split
from faults import fault
from gpt2 import who_sees
from llama import head_size, turning
from parameters import activation
from rope import rotate, scaled


def heads_of(config):
    heads = config["num_attention_heads"]
    return heads, config.get("num_key_value_heads") or heads, head_size(config)


def kinds(config, every):
    """Of each layer; all but every so many look back a window."""
    told = config.get("layer_types")
    count = config["num_hidden_layers"]
    return told or ["full_attention" if (n + 1) % every == 0 else "sliding_attention" for n in range(count)]


def gated(p, config, x, at):
    wide, hidden = config["intermediate_size"], config["hidden_size"]
    gate, up = p.linear(f"{at}.gate_proj", x, wide, False), p.linear(f"{at}.up_proj", x, wide, False)
    return p.linear(f"{at}.down_proj", activation(config["hidden_act"], gate) * up, hidden, False, gain=1.5)


def attended(p, config, q, k, v, attend, at, layer, allowed, bias, out="o_proj"):
    """q, k, v: [B, H, S, d], as they enter the product; keys of groups are repeated here."""
    heads, shared, size = heads_of(config)
    k, v = repeat(k, heads // shared), repeat(v, heads // shared)
    y = attend(q, k, v, 1 / math.sqrt(size), layer, allowed=allowed)
    return p.linear(f"{at}.{out}", y, config["hidden_size"], bias)


def olmo(p, config, inputs, attend):
    """LLaMA with norms that have no weights, and numbers that are clipped before they turn."""
    ids, hidden, (heads, shared, size) = inputs["input_ids"], config["hidden_size"], heads_of(config)
    allowed, turn, bias, most = who_sees(inputs), turning(config, inputs), config["attention_bias"], config["clip_qkv"]

    def norm(y):
        return F.layer_norm(y, [hidden], eps=1e-5)

    def clip(y):
        return y if most is None or fault("clip") else y.clamp(-most, most)

    x = p.embedding("embed_tokens", ids, config["vocab_size"], hidden)
    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}.self_attn"
        y = norm(x)
        q = split(clip(p.linear(f"{at}.q_proj", y, heads * size, bias, p.gain)), heads)
        k = split(clip(p.linear(f"{at}.k_proj", y, shared * size, bias, p.gain)), shared)
        v = split(clip(p.linear(f"{at}.v_proj", y, shared * size, bias)), shared)
        x = x + attended(p, config, turn(q), turn(k), v, attend, at, layer, allowed, bias)
        x = x + gated(p, config, norm(x), f"layers.{layer}.mlp")
    return {"last_hidden_state": norm(x)}


def olmo2(p, config, inputs, attend):
    """Norms of what each part gives, and of queries and keys across all heads. OLMo 3 adds windows.

    In OLMo 3 only the layers that see everything scale their positions; versions of transformers before that was
    repaired (5.x) scaled all.
    """
    ids, eps, (heads, shared, size) = inputs["input_ids"], config["rms_norm_eps"], heads_of(config)
    bias, three = config["attention_bias"], config["model_type"] == "olmo3"
    kind = kinds(config, 4) if three else ["full_attention"] * config["num_hidden_layers"]
    base = config.get("rope_parameters", config)["rope_theta"]
    plain = config | {"rope_parameters": {"rope_theta": base, "rope_type": "default"}}
    x = p.embedding("embed_tokens", ids, config["vocab_size"], config["hidden_size"])
    for layer in range(config["num_hidden_layers"]):
        at, sliding = f"layers.{layer}", kind[layer] == "sliding_attention"
        allowed = who_sees(inputs, config["sliding_window"] if sliding else None)
        turn = turning(plain if sliding and not fault("scaled windows") else config, inputs)
        inside = f"{at}.self_attn"
        q = p.rms_norm(f"{inside}.q_norm", p.linear(f"{inside}.q_proj", x, heads * size, bias), eps, center=1.5)
        k = p.rms_norm(f"{inside}.k_norm", p.linear(f"{inside}.k_proj", x, shared * size, bias), eps, center=1.5)
        v = split(p.linear(f"{inside}.v_proj", x, shared * size, bias), shared)
        q, k = turn(split(q, heads)), turn(split(k, shared))
        y = attended(p, config, q, k, v, attend, inside, layer, allowed, bias)
        x = x + p.rms_norm(f"{at}.post_attention_layernorm", y, eps)
        x = x + p.rms_norm(f"{at}.post_feedforward_layernorm", gated(p, config, x, f"{at}.mlp"), eps)
    return {"last_hidden_state": p.rms_norm("norm", x, eps)}


def stablelm(p, config, inputs, attend):
    """Norms with biases; a part of each head turns; attention and MLP side by side, if asked for."""
    ids, eps, (heads, shared, size) = inputs["input_ids"], config["layer_norm_eps"], heads_of(config)
    allowed, turn, bias = who_sees(inputs), turning(config, inputs), config["use_qkv_bias"]

    def normed(name, y):
        """A norm for each head, without a bias."""
        if not config["qk_layernorm"]:
            return y
        weights = [p.tensor(f"{name}.norms.{head}.weight", [size], 0.3, 1.5) for head in range(y.shape[1])]
        return F.layer_norm(y, [size], eps=eps) * torch.stack(weights)[:, None, :]

    x = p.embedding("embed_tokens", ids, config["vocab_size"], config["hidden_size"])
    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}"
        inside = f"{at}.self_attn"
        y = p.layer_norm(f"{at}.input_layernorm", x, eps)
        q = split(p.linear(f"{inside}.q_proj", y, heads * size, bias, p.gain), heads)
        k = split(p.linear(f"{inside}.k_proj", y, shared * size, bias, p.gain), shared)
        v = split(p.linear(f"{inside}.v_proj", y, shared * size, bias), shared)
        q, k = turn(normed(f"{inside}.q_layernorm", q)), turn(normed(f"{inside}.k_layernorm", k))
        z = attended(p, config, q, k, v, attend, inside, layer, allowed, False)
        if config["use_parallel_residual"]:
            x = x + z + gated(p, config, y, f"{at}.mlp")
        else:
            x = x + z
            x = x + gated(p, config, p.layer_norm(f"{at}.post_attention_layernorm", x, eps), f"{at}.mlp")
    return {"last_hidden_state": p.layer_norm("norm", x, eps)}


def cohere(p, config, inputs, attend):
    """Command R: norms without biases, both parts side by side; neighbours turn, in the second where windows are."""
    ids, eps, (heads, shared, size) = inputs["input_ids"], config["layer_norm_eps"], heads_of(config)
    bias, second = config["attention_bias"], config["model_type"] == "cohere2"
    kind = kinds(config, config.get("sliding_window_pattern", 4)) if second else None
    places, (frequency, factor) = torch.arange(ids.shape[1]), scaled(config, ids.shape[1])

    def norm(name, y):
        return F.layer_norm(y, [y.shape[-1]], p.tensor(f"{name}.weight", [y.shape[-1]], 0.3, 1), eps=eps)

    def normed(name, y):
        """A weight for each head and dimension."""
        if second or not config["use_qk_norm"]:
            return y
        weight = p.tensor(f"{name}.weight", [y.shape[1], size], 0.3, 1.5)
        return F.layer_norm(y, [size], eps=eps) * weight[:, None, :]

    x = p.embedding("embed_tokens", ids, config["vocab_size"], config["hidden_size"])
    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}"
        inside, sliding = f"{at}.self_attn", second and kind[layer] == "sliding_attention"
        allowed = who_sees(inputs, config["sliding_window"] if sliding else None)
        turns = sliding or not second or fault("layers without positions")
        y = norm(f"{at}.input_layernorm", x)
        q = split(p.linear(f"{inside}.q_proj", y, heads * size, bias, p.gain), heads)
        k = split(p.linear(f"{inside}.k_proj", y, shared * size, bias, p.gain), shared)
        v = split(p.linear(f"{inside}.v_proj", y, shared * size, bias), shared)
        q, k = normed(f"{inside}.q_norm", q), normed(f"{inside}.k_norm", k)
        if turns:
            q, k = (rotate(part, places, frequency, factor, neighbours=True) for part in (q, k))
        x = x + attended(p, config, q, k, v, attend, inside, layer, allowed, bias) + gated(p, config, y, f"{at}.mlp")
    return {"last_hidden_state": norm("norm", x)}


def starcoder2(p, config, inputs, attend):
    """GPT-2's MLP and norms, LLaMA's positions, grouped heads, a window in every layer."""
    ids, eps, (heads, shared, size) = inputs["input_ids"], config["norm_epsilon"], heads_of(config)
    allowed, turn, bias = who_sees(inputs, config["sliding_window"]), turning(config, inputs), config["use_bias"]
    x = p.embedding("embed_tokens", ids, config["vocab_size"], config["hidden_size"])
    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}"
        inside = f"{at}.self_attn"
        y = p.layer_norm(f"{at}.input_layernorm", x, eps)
        q = split(p.linear(f"{inside}.q_proj", y, heads * size, bias, p.gain), heads)
        k = split(p.linear(f"{inside}.k_proj", y, shared * size, bias, p.gain), shared)
        v = split(p.linear(f"{inside}.v_proj", y, shared * size, bias), shared)
        x = x + attended(p, config, turn(q), turn(k), v, attend, inside, layer, allowed, bias)
        y = p.layer_norm(f"{at}.post_attention_layernorm", x, eps)
        y = activation(config["hidden_act"], p.linear(f"{at}.mlp.c_fc", y, config["intermediate_size"], bias))
        x = x + p.linear(f"{at}.mlp.c_proj", y, config["hidden_size"], bias, gain=1.5)
    return {"last_hidden_state": p.layer_norm("norm", x, eps)}
