"""BART (Lewis et al. 2019), mBART (Liu et al. 2020), Marian (2018) and Pegasus (Zhang et al. 2019).

They differ in where norms stand (behind each part in BART and Marian, before it in mBART and Pegasus), in whether the
embeddings have a norm (BART, mBART), and in positions (a table from 2 on, or sinusoids).
"""

import math

import torch

from attention import split, unpadded
from bert import real_keys
from faults import fault
from parameters import activation


def sinusoids(places, width):
    """Sines of all frequencies, then their cosines."""
    angles = torch.arange(places)[:, None] / 10000 ** (torch.arange(0, width, 2, dtype=torch.float64) / width)
    return torch.cat([torch.sin(angles), torch.cos(angles)], dim=1)


def attention(p, x, source, heads, attend, at, layer, tower, allowed):
    hidden = x.shape[-1]
    q = split(p.linear(f"{at}.q_proj", x, hidden, gain=p.gain), heads)
    k = split(p.linear(f"{at}.k_proj", source, hidden, gain=p.gain), heads)
    v = split(p.linear(f"{at}.v_proj", source, hidden), heads)
    y = attend(q, k, v, 1 / math.sqrt(hidden // heads), layer, tower, allowed)
    return p.linear(f"{at}.out_proj", y, hidden)


def stack(p, config, ids, attend, tower, allowed, source=None, sees=None):
    family, hidden, most = config["model_type"], config["d_model"], config["max_position_embeddings"]
    heads, wide = config[f"{tower}_attention_heads"], config[f"{tower}_ffn_dim"]
    before = family in ("mbart", "pegasus")
    x = p.embedding("shared", ids, config["vocab_size"], hidden, 0.3 if config["scale_embedding"] else 1.0)
    x = x * math.sqrt(hidden) if config["scale_embedding"] and not fault("embedding scale") else x
    places = torch.arange(ids.shape[1])
    if family in ("bart", "mbart"):
        # Two rows of the table are never read.
        first = 0 if fault("positions") else 2
        x = x + p.embedding(f"{tower}.embed_positions", places + first, most + 2, hidden, 0.7)
        x = p.layer_norm(f"{tower}.layernorm_embedding", x, 1e-5)
    else:
        x = x + sinusoids(most, hidden)[places].to(x.dtype)

    def part(x, name, work):
        """A part with its residual sum, and its norm before or behind."""
        if before:
            return x + work(p.layer_norm(name, x, 1e-5))
        return p.layer_norm(name, x + work(x), 1e-5)

    def feed_forward(y):
        y = activation(config["activation_function"], p.linear(f"{at}.fc1", y, wide))
        return p.linear(f"{at}.fc2", y, hidden, gain=1.5)

    for layer in range(config[f"{tower}_layers"]):
        at = f"{tower}.layers.{layer}"

        def looks(name, y, other, where, mask):
            return attention(p, y, y if other is None else other, heads, attend, f"{at}.{name}", layer, where, mask)

        x = part(x, f"{at}.self_attn_layer_norm", lambda y: looks("self_attn", y, None, tower, allowed))
        if source is not None:
            x = part(x, f"{at}.encoder_attn_layer_norm", lambda y: looks("encoder_attn", y, source, "cross", sees))
        x = part(x, f"{at}.final_layer_norm", feed_forward)
    return p.layer_norm(f"{tower}.layer_norm", x, 1e-5) if before else x


def bart(p, config, inputs, attend):
    sees, ids = real_keys(inputs), inputs["decoder_input_ids"]
    source = stack(p, config, inputs["input_ids"], attend, "encoder", sees)
    out = stack(p, config, ids, attend, "decoder", unpadded(ids.shape[1]), source, sees)
    return {"encoder.last_hidden_state": source, "decoder.last_hidden_state": out}
