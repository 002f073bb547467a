"""Whisper (Radford et al. 2022): two convolutions over a spectrogram, an encoder, a decoder that looks at it."""

import math

import torch
import torch.nn.functional as F

from attention import split, unpadded
from parameters import activation


def convolution(p, name, x, outputs, stride):
    """A kernel of 3 over [B, channels, frames], with a frame of zeros at either end."""
    inputs = x.shape[1]
    weight = p.tensor(f"{name}.weight", [outputs, inputs, 3], math.sqrt(1 / inputs))
    return F.conv1d(x, weight, p.tensor(f"{name}.bias", [outputs], 0.2), stride=stride, padding=1)


def attention(p, x, source, heads, attend, at, layer, tower, allowed=None):
    """Keys have no bias."""
    hidden = x.shape[-1]
    q = split(p.linear(f"{at}.q_proj", x, hidden, gain=p.gain), heads)
    k = split(p.linear(f"{at}.k_proj", source, hidden, bias=False, gain=p.gain), heads)
    v = split(p.linear(f"{at}.v_proj", source, hidden), heads)
    y = attend(q, k, v, 1 / math.sqrt(hidden // heads), layer, tower, allowed)
    return p.linear(f"{at}.out_proj", y, hidden)


def layers(p, config, x, attend, tower, allowed=None, source=None):
    heads, wide = config[f"{tower}_attention_heads"], config[f"{tower}_ffn_dim"]
    for layer in range(config[f"{tower}_layers"]):
        at = f"{tower}.layers.{layer}"
        y = p.layer_norm(f"{at}.self_attn_layer_norm", x, 1e-5)
        x = x + attention(p, y, y, heads, attend, f"{at}.self_attn", layer, tower, allowed)
        if source is not None:
            y = p.layer_norm(f"{at}.encoder_attn_layer_norm", x, 1e-5)
            x = x + attention(p, y, source, heads, attend, f"{at}.encoder_attn", layer, "cross")
        y = p.layer_norm(f"{at}.final_layer_norm", x, 1e-5)
        y = activation(config["activation_function"], p.linear(f"{at}.fc1", y, wide))
        x = x + p.linear(f"{at}.fc2", y, x.shape[-1], gain=1.5)
    return p.layer_norm(f"{tower}.layer_norm", x, 1e-5)


def whisper(p, config, inputs, attend):
    hidden, ids = config["d_model"], inputs["decoder_input_ids"]
    # Both convolutions are followed by the exact gelu, whatever the layers use.
    x = activation("gelu", convolution(p, "encoder.conv1", inputs["input_features"], hidden, 1))
    x = activation("gelu", convolution(p, "encoder.conv2", x, hidden, 2)).transpose(1, 2)
    places = config["max_source_positions"]
    # Sinusoids, but stored, so the file says what they are.
    x = x + p.embedding("encoder.embed_positions", torch.arange(places), places, hidden, 0.7)
    source = layers(p, config, x, attend, "encoder")
    x = p.embedding("decoder.embed_tokens", ids, config["vocab_size"], hidden)
    # scale_embedding is among the fields, but no version uses it.
    places = torch.arange(ids.shape[1])
    x = x + p.embedding("decoder.embed_positions", places, config["max_target_positions"], hidden, 0.7)
    out = layers(p, config, x, attend, "decoder", unpadded(ids.shape[1]), source)
    return {"encoder.last_hidden_state": source, "decoder.last_hidden_state": out}
