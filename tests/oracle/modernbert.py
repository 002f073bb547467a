"""ModernBERT (Warner et al. 2024): an encoder with LLaMA's parts; most layers see a window around each token."""

import math

import torch
import torch.nn.functional as F

from attention import split
from bert import real_keys
from faults import fault
from parameters import activation
from rope import frequencies, rotate


def modernbert(p, config, inputs, attend):
    ids, hidden, heads = inputs["input_ids"], config["hidden_size"], config["num_attention_heads"]
    size, wide, every = hidden // heads, config["intermediate_size"], config["global_attn_every_n_layers"]
    real, steps = real_keys(inputs), torch.arange(ids.shape[1])
    # local_attention is the width of the window: half of it on either side, and the token itself.
    reach = config["local_attention"] // 2 - (1 if fault("window off by one") else 0)
    near = (steps[:, None] - steps[None, :]).abs() <= reach

    def norm(name, y):
        weight = p.tensor(f"{name}.weight", [hidden], 0.3, 1)
        bias = p.tensor(f"{name}.bias", [hidden], 0.2) if config["norm_bias"] else None
        return F.layer_norm(y, [hidden], weight, bias, config["norm_eps"])

    x = norm("embeddings.norm", p.embedding("embeddings.tok_embeddings", ids, config["vocab_size"], hidden))
    for layer in range(config["num_hidden_layers"]):
        at, local = f"layers.{layer}", layer % every != 0
        base = config["global_rope_theta"]
        if local and config["local_rope_theta"] is not None and not fault("local rope"):
            base = config["local_rope_theta"]
        turn = frequencies(size, base)
        # What the first layer reads has just been normed.
        y = norm(f"{at}.attn_norm", x) if layer > 0 else x
        y = p.linear(f"{at}.attn.Wqkv", y, 3 * hidden, config["attention_bias"], p.gain)
        q, k, v = (split(part, heads) for part in y.chunk(3, dim=-1))
        if fault("packing"):
            q, k, v = split(y, heads).chunk(3, dim=-1)
        q, k = rotate(q, steps, turn), rotate(k, steps, turn)
        # A row of padding sees itself, so that no row is empty.
        seen = (real & near | torch.eye(len(steps), dtype=torch.bool)) if local and not fault("window") else real
        y = attend(q, k, v, 1 / math.sqrt(size), layer, allowed=seen)
        x = x + p.linear(f"{at}.attn.Wo", y, hidden, config["attention_bias"])
        y, gate = p.linear(f"{at}.mlp.Wi", norm(f"{at}.mlp_norm", x), 2 * wide, config["mlp_bias"]).chunk(2, dim=-1)
        y = activation(config["hidden_activation"], y) * gate
        x = x + p.linear(f"{at}.mlp.Wo", y, hidden, config["mlp_bias"], gain=1.5)
    return {"last_hidden_state": norm("final_norm", x)}
