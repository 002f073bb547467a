"""Decoders between GPT-2 and LLaMA: OPT (Zhang et al. 2022), BLOOM (2022), GPT-J (Wang 2021) and Phi (2023)."""

import math

import torch

from attention import repeat, split
from faults import fault
from gpt2 import who_sees
from parameters import activation
from rope import frequencies, rotate, scaled


def opt(p, config, inputs, attend):
    """Norms before each part, or behind it (the model of 350 million weights, which has no last norm)."""
    ids, hidden, heads = inputs["input_ids"], config["hidden_size"], config["num_attention_heads"]
    before, narrow = config["do_layer_norm_before"], config.get("word_embed_proj_dim") or hidden
    bias = config.get("enable_bias", True)
    x = p.embedding("embed_tokens", ids, config["vocab_size"], narrow)
    x = p.linear("project_in", x, hidden, bias=False) if narrow != hidden else x
    # Real tokens stand at 2, 3, … of the table.
    places = torch.arange(ids.shape[1]) + (0 if fault("positions") else 2)
    x = x + p.embedding("embed_positions", places, config["max_position_embeddings"] + 2, hidden, 0.7)
    allowed = who_sees(inputs)
    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}"

        def norm(name, y):
            return p.layer_norm(f"{at}.{name}", y, 1e-5)

        y = norm("self_attn_layer_norm", x) if before else x
        q, k = (split(p.linear(f"{at}.self_attn.{n}_proj", y, hidden, bias, p.gain), heads) for n in "qk")
        v = split(p.linear(f"{at}.self_attn.v_proj", y, hidden, bias), heads)
        y = attend(q, k, v, 1 / math.sqrt(hidden // heads), layer, allowed=allowed)
        x = x + p.linear(f"{at}.self_attn.out_proj", y, hidden, bias)
        x = x if before else norm("self_attn_layer_norm", x)
        y = norm("final_layer_norm", x) if before else x
        y = activation(config["activation_function"], p.linear(f"{at}.fc1", y, config["ffn_dim"], bias))
        x = x + p.linear(f"{at}.fc2", y, hidden, bias, gain=1.5)
        x = x if before else norm("final_layer_norm", x)
    if before and not config.get("_remove_final_layer_norm", False):
        x = p.layer_norm("final_layer_norm", x, 1e-5)
    return {"last_hidden_state": p.linear("project_out", x, narrow, bias=False) if narrow != hidden else x}


def slopes(heads):
    """ALiBi (Press et al. 2021): 2^-8/n, 2^-16/n, …; what a power of two lacks is every other one of the double."""
    whole = 2 ** math.floor(math.log2(heads))
    first = [2 ** (-8 * (n + 1) / whole) for n in range(whole)]
    rest = [2 ** (-4 * (2 * n + 1) / whole) for n in range(heads - whole)]
    return torch.tensor(first + rest, dtype=torch.float64)


def bloom(p, config, inputs, attend):
    """No positions but a bias that grows with the distance."""
    ids, hidden = inputs["input_ids"], config.get("n_embed") or config["hidden_size"]
    heads = config.get("num_attention_heads") or config["n_head"]
    eps, size = config["layer_norm_epsilon"], hidden // heads
    x = p.embedding("word_embeddings", ids, config["vocab_size"], hidden)
    x = p.layer_norm("word_embeddings_layernorm", x, eps)
    allowed, steps = who_sees(inputs), torch.arange(ids.shape[1])
    # Of the keys' positions: the query's own adds the same to a whole row, which the softmax takes away.
    bias = (slopes(heads)[:, None, None] * steps.double()).to(x.dtype)[None]
    for layer in range(config.get("n_layer") or config["num_hidden_layers"]):
        at = f"h.{layer}"
        y = p.layer_norm(f"{at}.input_layernorm", x, eps)
        base = y if config.get("apply_residual_connection_post_layernorm", False) else x
        y = p.linear(f"{at}.self_attention.query_key_value", y, 3 * hidden, gain=p.gain)
        q, k, v = split(y, heads).chunk(3, dim=-1)
        if fault("packing"):
            q, k, v = (split(part, heads) for part in y.chunk(3, dim=-1))
        y = attend(q, k, v, 1 / math.sqrt(size), layer, allowed=allowed, bias=bias)
        x = base + p.linear(f"{at}.self_attention.dense", y, hidden)
        y = p.layer_norm(f"{at}.post_attention_layernorm", x, eps)
        base = y if config.get("apply_residual_connection_post_layernorm", False) else x
        y = activation("gelu_new", p.linear(f"{at}.mlp.dense_h_to_4h", y, 4 * hidden))
        x = base + p.linear(f"{at}.mlp.dense_4h_to_h", y, hidden, gain=1.5)
    return {"last_hidden_state": p.layer_norm("ln_f", x, eps)}


def gptj(p, config, inputs, attend):
    """Attention and MLP side by side behind one norm; neighbouring dimensions turn against each other."""
    ids, hidden, heads = inputs["input_ids"], config["n_embd"], config["n_head"]
    eps, inner, size = config["layer_norm_epsilon"], config.get("n_inner") or 4 * config["n_embd"], hidden // heads
    positions, frequency = torch.arange(ids.shape[1]), frequencies(config["rotary_dim"] or hidden, 10000)
    x = p.embedding("wte", ids, config["vocab_size"], hidden)
    allowed = who_sees(inputs)
    for layer in range(config["n_layer"]):
        at = f"h.{layer}"
        y = p.layer_norm(f"{at}.ln_1", x, eps)
        q, k = (split(p.linear(f"{at}.attn.{n}_proj", y, hidden, False, p.gain), heads) for n in "qk")
        v = split(p.linear(f"{at}.attn.v_proj", y, hidden, False), heads)
        q, k = (rotate(part, positions, frequency, neighbours=True) for part in (q, k))
        attended = attend(q, k, v, 1 / math.sqrt(size), layer, allowed=allowed)
        z = activation(config["activation_function"], p.linear(f"{at}.mlp.fc_in", y, inner))
        x = x + p.linear(f"{at}.attn.out_proj", attended, hidden, False)
        x = x + p.linear(f"{at}.mlp.fc_out", z, hidden, gain=1.5)
    return {"last_hidden_state": p.layer_norm("ln_f", x, eps)}


def phi(p, config, inputs, attend):
    """Side by side as in GPT-J; a part of each head turns; biases; norms of queries and keys if asked for."""
    ids, hidden, heads = inputs["input_ids"], config["hidden_size"], config["num_attention_heads"]
    shared, eps, size = config.get("num_key_value_heads") or heads, config["layer_norm_eps"], hidden // heads
    positions, (frequency, factor) = torch.arange(ids.shape[1]), scaled(config, ids.shape[1])
    x = p.embedding("embed_tokens", ids, config["vocab_size"], hidden)
    allowed = who_sees(inputs)
    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}"
        y = p.layer_norm(f"{at}.input_layernorm", x, eps)
        q = split(p.linear(f"{at}.self_attn.q_proj", y, heads * size, gain=p.gain), heads)
        k = split(p.linear(f"{at}.self_attn.k_proj", y, shared * size, gain=p.gain), shared)
        v = split(p.linear(f"{at}.self_attn.v_proj", y, shared * size), shared)
        if config.get("qk_layernorm", False):
            q = p.layer_norm(f"{at}.self_attn.q_layernorm", q, eps, 1.5)
            k = p.layer_norm(f"{at}.self_attn.k_layernorm", k, eps, 1.5)
        q, k = (rotate(part, positions, frequency, factor) for part in (q, k))
        k, v = repeat(k, heads // shared), repeat(v, heads // shared)
        attended = attend(q, k, v, 1 / math.sqrt(size), layer, allowed=allowed)
        z = activation(config["hidden_act"], p.linear(f"{at}.mlp.fc1", y, config["intermediate_size"]))
        x = x + p.linear(f"{at}.self_attn.dense", attended, hidden) + p.linear(f"{at}.mlp.fc2", z, hidden, gain=1.5)
    return {"last_hidden_state": p.layer_norm("final_layernorm", x, eps)}
