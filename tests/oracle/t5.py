"""T5 (Raffel et al. 2020): RMS norms before each part, relative positions shared by all layers, no scale, no biases."""

import torch

from attention import padding, split, unpadded
from bert import real_keys, relative_bucket
from faults import fault
from parameters import activation


def feed_forward(p, config, x, at):
    """relu in the first version; two maps in parallel, of which one gates, from 1.1 on."""
    kind, wide, hidden = config.get("feed_forward_proj", "relu"), config["d_ff"], config["d_model"]
    act = "gelu_new" if kind == "gated-gelu" else kind.split("-")[-1]
    if kind.startswith("gated-"):
        y = activation(act, p.linear(f"{at}.wi_0", x, wide, bias=False)) * p.linear(f"{at}.wi_1", x, wide, bias=False)
    else:
        y = activation(act, p.linear(f"{at}.wi", x, wide, bias=False))
    return p.linear(f"{at}.wo", y, hidden, bias=False, gain=1.5)


def attention(p, config, x, source, attend, at, layer, tower, allowed, bias):
    heads, inner = config["num_heads"], config["num_heads"] * config["d_kv"]
    q = split(p.linear(f"{at}.q", x, inner, bias=False, gain=p.gain), heads)
    k = split(p.linear(f"{at}.k", source, inner, bias=False, gain=p.gain), heads)
    v = split(p.linear(f"{at}.v", source, inner, bias=False), heads)
    y = attend(q, k, v, 1.0, layer, tower, allowed, bias)
    return p.linear(f"{at}.o", y, config["d_model"], bias=False)


def positions(p, config, length, tower, layer):
    """[1, heads, length, length]"""
    steps, count = torch.arange(length), config["relative_attention_num_buckets"]
    furthest = config.get("relative_attention_max_distance", 128)
    buckets = relative_bucket(steps[None, :] - steps[:, None], count, furthest, tower == "encoder")
    name = f"{tower}.block.{layer}.layer.0.SelfAttention.relative_attention_bias"
    return p.embedding(name, buckets, count, config["num_heads"], 2.5).permute(2, 0, 1)[None]


def stack(p, config, ids, attend, tower, layers, allowed, source=None, sees=None, alone=False):
    """source: what the encoder gave, sees: which of it is real, for a decoder. alone: there is no other tower."""
    eps, named = config["layer_norm_epsilon"], None if alone else tower
    x = p.embedding("shared", ids, config["vocab_size"], config["d_model"])
    for layer in range(layers):
        at = f"{tower}.block.{layer}.layer"
        # UMT5 (Chung et al. 2023) has a table in every layer; the others add that of layer 0 in every one.
        own = layer == 0 or config["model_type"] == "umt5" and not fault("bias of the first layer for all")
        bias = positions(p, config, ids.shape[1], tower, layer) if own else bias
        if layer > 0 and fault("bias of the first layer alone"):
            bias = None
        y = p.rms_norm(f"{at}.0.layer_norm", x, eps)
        x = x + attention(p, config, y, y, attend, f"{at}.0.SelfAttention", layer, named, allowed, bias)
        if source is not None:
            y = p.rms_norm(f"{at}.1.layer_norm", x, eps)
            x = x + attention(p, config, y, source, attend, f"{at}.1.EncDecAttention", layer, "cross", sees, None)
        last = 1 if source is None else 2
        y = p.rms_norm(f"{at}.{last}.layer_norm", x, eps)
        x = x + feed_forward(p, config, y, f"{at}.{last}.DenseReluDense")
    return p.rms_norm(f"{tower}.final_layer_norm", x, eps)


def t5(p, config, inputs, attend):
    sees = real_keys(inputs)
    source = stack(p, config, inputs["input_ids"], attend, "encoder", config["num_layers"], sees)
    ids = inputs["decoder_input_ids"]
    layers = config.get("num_decoder_layers") or config["num_layers"]
    allowed = unpadded(ids.shape[1])
    if "decoder_attention_mask" in inputs:
        # A row of padding sees itself, so that no row is empty.
        allowed = allowed & (padding(inputs["decoder_attention_mask"]) | torch.eye(ids.shape[1], dtype=torch.bool))
    out = stack(p, config, ids, attend, "decoder", layers, allowed, source, sees)
    return {"encoder.last_hidden_state": source, "decoder.last_hidden_state": out}


def t5_encoder(p, config, inputs, attend):
    """T5EncoderModel, as sentence encoders are saved."""
    sees = real_keys(inputs)
    x = stack(p, config, inputs["input_ids"], attend, "encoder", config["num_layers"], sees, alone=True)
    return {"last_hidden_state": x}
