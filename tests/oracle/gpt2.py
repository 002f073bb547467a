"""GPT-2 (Radford et al. 2019), GPT-Neo and GPT-NeoX (Black et al. 2021, 2022): decoders with norms before each part."""

import math

import torch

from attention import causal, padding, split, window
from faults import fault
from parameters import activation
from rope import rotate, scaled


def who_sees(inputs, size=None):
    """Earlier positions that are no padding; nothing compared depends on the padding, which stands on the right."""
    length = inputs["input_ids"].shape[1]
    mask = torch.ones(length, length, dtype=torch.bool) if fault("causal mask") else window(length, size)
    # A row of padding sees itself, so that no row is empty.
    return mask & (padding(inputs["attention_mask"]) | torch.eye(length, dtype=torch.bool))


def gpt2(p, config, inputs, attend):
    ids, hidden, heads = inputs["input_ids"], config["n_embd"], config["n_head"]
    eps, inner = config["layer_norm_epsilon"], config.get("n_inner") or 4 * config["n_embd"]
    x = p.embedding("wte", ids, config["vocab_size"], hidden)
    x = x + p.embedding("wpe", torch.arange(ids.shape[1]), config["n_positions"], hidden, 0.7)
    allowed = who_sees(inputs)
    for layer in range(config["n_layer"]):
        at = f"h.{layer}"
        y = p.layer_norm(f"{at}.ln_1", x, eps)
        y = p.conv1d(f"{at}.attn.c_attn", y, 3 * hidden, gain=p.gain)
        q, k, v = (split(part, heads) for part in y.split(hidden, dim=-1))
        scale = 1 / math.sqrt(hidden // heads) if config.get("scale_attn_weights", True) else 1.0
        if config.get("scale_attn_by_inverse_layer_idx", False) and not fault("scale of the layer"):
            scale /= layer + 1
        y = attend(q, k, v, scale, layer, allowed=allowed)
        x = x + p.conv1d(f"{at}.attn.c_proj", y, hidden)
        y = p.layer_norm(f"{at}.ln_2", x, eps)
        y = activation(config["activation_function"], p.conv1d(f"{at}.mlp.c_fc", y, inner))
        x = x + p.conv1d(f"{at}.mlp.c_proj", y, hidden, gain=1.5)
    return {"last_hidden_state": p.layer_norm("ln_f", x, eps)}


def gpt_neo(p, config, inputs, attend):
    """Every other layer looks back a window only; scores are not scaled; q, k and v have no biases."""
    ids, hidden, heads = inputs["input_ids"], config["hidden_size"], config["num_heads"]
    eps, inner = config["layer_norm_epsilon"], config["intermediate_size"] or 4 * hidden
    kinds = [kind for kinds, times in config["attention_types"] for kind in kinds * times]
    x = p.embedding("wte", ids, config["vocab_size"], hidden)
    x = x + p.embedding("wpe", torch.arange(ids.shape[1]), config["max_position_embeddings"], hidden, 0.7)
    for layer in range(config["num_layers"]):
        at = f"h.{layer}"
        allowed = who_sees(inputs, config["window_size"] if kinds[layer] == "local" else None)
        y = p.layer_norm(f"{at}.ln_1", x, eps)
        inside = f"{at}.attn.attention"
        q, k = (split(p.linear(f"{inside}.{n}_proj", y, hidden, bias=False, gain=p.gain), heads) for n in "qk")
        v = split(p.linear(f"{inside}.v_proj", y, hidden, bias=False), heads)
        x = x + p.linear(f"{inside}.out_proj", attend(q, k, v, 1.0, layer, allowed=allowed), hidden)
        y = p.layer_norm(f"{at}.ln_2", x, eps)
        y = activation(config["activation_function"], p.linear(f"{at}.mlp.c_fc", y, inner))
        x = x + p.linear(f"{at}.mlp.c_proj", y, hidden, gain=1.5)
    return {"last_hidden_state": p.layer_norm("ln_f", x, eps)}


def gpt_neox(p, config, inputs, attend):
    """Rotary positions on a part of each head; attention and MLP side by side if use_parallel_residual."""
    ids, hidden, heads = inputs["input_ids"], config["hidden_size"], config["num_attention_heads"]
    eps, size = config["layer_norm_eps"], hidden // heads
    bias = config.get("attention_bias", True)
    positions = torch.arange(ids.shape[1])
    frequency, _ = scaled(config, ids.shape[1])
    allowed = who_sees(inputs)
    x = p.embedding("embed_in", ids, config["vocab_size"], hidden)
    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}"
        y = p.layer_norm(f"{at}.input_layernorm", x, eps)
        y = p.linear(f"{at}.attention.query_key_value", y, 3 * hidden, bias=bias, gain=p.gain)
        # Rows of the packed weight go head by head: the head's query, its key, its value.
        q, k, v = split(y, heads).chunk(3, dim=-1)
        if fault("packing"):
            q, k, v = (split(part, heads) for part in y.chunk(3, dim=-1))
        q, k = rotate(q, positions, frequency), rotate(k, positions, frequency)
        y = attend(q, k, v, 1 / math.sqrt(size), layer, allowed=allowed)
        attended = p.linear(f"{at}.attention.dense", y, hidden, bias=bias)
        beside = config["use_parallel_residual"] != fault("residual")
        y = p.layer_norm(f"{at}.post_attention_layernorm", x if beside else x + attended, eps)
        y = activation(config["hidden_act"], p.linear(f"{at}.mlp.dense_h_to_4h", y, config["intermediate_size"]))
        x = x + attended + p.linear(f"{at}.mlp.dense_4h_to_h", y, hidden, gain=1.5)
    return {"last_hidden_state": p.layer_norm("final_layer_norm", x, eps)}
