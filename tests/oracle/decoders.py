"""Relatives of LLaMA with other norms, orders and rotations: OLMo 1 to 3, StableLM, Command R, StarCoder 2, Ministral."""

import math

import torch
import torch.nn.functional as F

from attention import repeat, split
from faults import fault
from gpt2 import who_sees
from llama import gated, head_size, turning
from parameters import activation


def plain_norm(x, eps):
    """By mean and variance, without weights."""
    centered = x if fault("mean of the norm") else x - x.mean(-1, keepdim=True)
    return centered * torch.rsqrt(centered.square().mean(-1, keepdim=True) + eps)


def weighted(p, name, x, eps):
    """The norm of Command R: a weight, no bias."""
    return plain_norm(x, eps) * p.tensor(f"{name}.weight", [x.shape[-1]], 0.3, 1)


def project(p, config, x, at, bias, whole=None, each=None):
    """q, k, v: [B, H, S, d]. whole: a norm of all queries or keys of a token; each: of every head by itself."""
    heads, size = config["num_attention_heads"], head_size(config)
    shared = config.get("num_key_value_heads") or heads
    gain = p.gain if whole is None and each is None else 1.0
    clip = config.get("clip_qkv")
    made = []
    for name, count in (("q", heads), ("k", shared), ("v", shared)):
        y = p.linear(f"{at}.{name}_proj", x, count * size, bias, 1.0 if name == "v" else gain)
        if clip is not None and not fault("clip"):
            y = y.clamp(-clip, clip)
        if whole is not None and name != "v" and not fault("norm of queries and keys"):
            y = whole(f"{at}.{name}_norm", y)
        y = split(y, count)
        if each is not None and name != "v" and not fault("norm of queries and keys"):
            y = each(f"{at}.{name}", y)
        made.append(y)
    return made


def mix(p, config, attend, at, layer, allowed, parts, bias):
    q, k, v = parts
    groups = q.shape[1] // k.shape[1]
    k, v = repeat(k, groups), repeat(v, groups)
    y = attend(q, k, v, 1 / math.sqrt(head_size(config)), layer, allowed=allowed)
    return p.linear(f"{at}.o_proj", y, config["hidden_size"], bias)


def start(p, config, inputs):
    return p.embedding("embed_tokens", inputs["input_ids"], config["vocab_size"], config["hidden_size"])


def kinds(config, pattern):
    """Every layer with a window, except every `pattern`th; or by name."""
    count = config["num_hidden_layers"]
    otherwise = ["full_attention" if (i + 1) % pattern == 0 else "sliding_attention" for i in range(count)]
    return config.get("layer_types") or otherwise


def olmo(p, config, inputs, attend):
    """OLMo: norms that learn nothing, before each part; queries, keys and values may be clipped."""
    x, turn, allowed = start(p, config, inputs), turning(config, inputs), who_sees(inputs)
    bias = config.get("attention_bias", False)
    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}"
        q, k, v = project(p, config, plain_norm(x, 1e-5), f"{at}.self_attn", bias)
        x = x + mix(p, config, attend, f"{at}.self_attn", layer, allowed, (turn(q), turn(k), v), bias)
        x = x + gated(p, config, plain_norm(x, 1e-5), f"{at}.mlp", config["hidden_act"])
    return {"last_hidden_state": plain_norm(x, 1e-5)}


def olmo2(p, config, inputs, attend):
    """OLMo 2 and 3: norms behind each part; windows and, in OLMo 3, positions that only whole layers stretch."""
    x, eps, bias = start(p, config, inputs), config["rms_norm_eps"], config.get("attention_bias", False)
    later = config["model_type"] == "olmo3"

    def whole(name, y):
        return p.rms_norm(name, y, eps, center=1.5)

    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}"
        sliding = later and kinds(config, 4)[layer] == "sliding_attention"
        turn = turning(config | {"rope_scaling": None} if sliding else config, inputs)
        allowed = who_sees(inputs, config["sliding_window"] if sliding else None)
        q, k, v = project(p, config, x, f"{at}.self_attn", bias, whole=whole)
        y = mix(p, config, attend, f"{at}.self_attn", layer, allowed, (turn(q), turn(k), v), bias)
        x = x + p.rms_norm(f"{at}.post_attention_layernorm", y, eps)
        y = gated(p, config, x, f"{at}.mlp", config["hidden_act"])
        x = x + p.rms_norm(f"{at}.post_feedforward_layernorm", y, eps)
    return {"last_hidden_state": p.rms_norm("norm", x, eps)}


def stablelm(p, config, inputs, attend):
    x, eps = start(p, config, inputs), config["layer_norm_eps"]
    turn, allowed = turning(config, inputs), who_sees(inputs)

    def each(name, y):
        rows = [
            F.layer_norm(
                y[:, head],
                [y.shape[-1]],
                p.tensor(f"{name}_layernorm.norms.{head}.weight", [y.shape[-1]], 0.3, 1.5),
                None,
                eps,
            )
            for head in range(y.shape[1])
        ]
        return torch.stack(rows, 1)

    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}"
        y = p.layer_norm(f"{at}.input_layernorm", x, eps)
        norm = each if config["qk_layernorm"] else None
        q, k, v = project(p, config, y, f"{at}.self_attn", config["use_qkv_bias"], each=norm)
        read = mix(p, config, attend, f"{at}.self_attn", layer, allowed, (turn(q), turn(k), v), False)
        x = x + read
        if not config["use_parallel_residual"]:
            y = p.layer_norm(f"{at}.post_attention_layernorm", x, eps)
        elif fault("side by side"):
            y = plain_norm(x, eps)
        x = x + gated(p, config, y, f"{at}.mlp", config["hidden_act"])
    return {"last_hidden_state": p.layer_norm("norm", x, eps)}


def apart(x):
    """Numbers at even places, then those at odd ones: neighbors that turn together come to stand in two halves."""
    return x if fault("neighbors") else torch.cat([x[..., 0::2], x[..., 1::2]], -1)


def together(x):
    half = x.shape[-1] // 2
    return x if fault("neighbors") else torch.stack([x[..., :half], x[..., half:]], -1).flatten(-2)


def cohere(p, config, inputs, attend):
    """Command R: both parts read the same states; Command R7B: layers without a window have no positions."""
    x, eps, bias = start(p, config, inputs), config["layer_norm_eps"], config["attention_bias"]
    halves = turning(config, inputs)
    later = config["model_type"] == "cohere2"

    def each(name, y):
        weight = p.tensor(f"{name}_norm.weight", [y.shape[1], y.shape[-1]], 0.3, 1.5)
        return plain_norm(y, eps) * weight[:, None]

    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}"
        sliding = later and kinds(config, config.get("sliding_window_pattern", 4))[layer] == "sliding_attention"
        placed = sliding or not later or fault("positions everywhere")
        allowed = who_sees(inputs, config["sliding_window"] if sliding else None)
        y = weighted(p, f"{at}.input_layernorm", x, eps)
        norm = each if config.get("use_qk_norm") else None
        q, k, v = project(p, config, y, f"{at}.self_attn", bias, each=norm)
        if placed:
            q, k = together(halves(apart(q))), together(halves(apart(k)))
        read = mix(p, config, attend, f"{at}.self_attn", layer, allowed, (q, k, v), bias)
        x = x + read + gated(p, config, y, f"{at}.mlp", config["hidden_act"])
    return {"last_hidden_state": weighted(p, "norm", x, eps)}


def starcoder2(p, config, inputs, attend):
    x, eps, bias = start(p, config, inputs), config["norm_epsilon"], config["use_bias"]
    turn, allowed = turning(config, inputs), who_sees(inputs, config["sliding_window"])
    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}"
        y = p.layer_norm(f"{at}.input_layernorm", x, eps)
        q, k, v = project(p, config, y, f"{at}.self_attn", bias)
        x = x + mix(p, config, attend, f"{at}.self_attn", layer, allowed, (turn(q), turn(k), v), bias)
        y = p.layer_norm(f"{at}.post_attention_layernorm", x, eps)
        y = activation(config["hidden_act"], p.linear(f"{at}.mlp.c_fc", y, config["intermediate_size"], bias))
        x = x + p.linear(f"{at}.mlp.c_proj", y, config["hidden_size"], bias, gain=1.5)
    return {"last_hidden_state": p.layer_norm("norm", x, eps)}
