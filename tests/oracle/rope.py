"""Rotary positions (Su et al. 2021), in the layout of GPT-NeoX and LLaMA: halves turn against each other."""

import math

import torch

from faults import fault


def frequencies(dimensions, base):
    """The angle by which each pair of dimensions turns with each position: [dimensions / 2]"""
    base = base * 2 if fault("rope base") else base
    return base ** -(torch.arange(0, dimensions, 2, dtype=torch.float64) / dimensions)


def rotate(x, positions, frequency, factor=1.0, neighbours=False):
    """x: [..., S, d]; the first 2 * len(frequency) dimensions of d turn, the others stay.

    neighbours: dimensions 0 and 1, 2 and 3, … turn against each other, as in GPT-J, instead of the halves.
    """
    if fault("rope"):
        return x
    angles = positions[:, None].double() * frequency
    cos, sin = (torch.cos(angles) * factor).to(x.dtype), (torch.sin(angles) * factor).to(x.dtype)
    half = len(frequency)
    if neighbours != fault("rope layout"):
        first, second = x[..., 0 : 2 * half : 2], x[..., 1 : 2 * half : 2]
        turned = torch.stack([first * cos - second * sin, second * cos + first * sin], -1).flatten(-2)
        return torch.cat([turned, x[..., 2 * half :]], -1)
    first, second, rest = x[..., :half], x[..., half : 2 * half], x[..., 2 * half :]
    return torch.cat([first * cos - second * sin, second * cos + first * sin, rest], -1)


def facts(config, kind=None):
    """What a configuration says of rotary positions, in either spelling; kind: of the layer, where they differ.

    Until its version 4 transformers wrote rope_theta and rope_scaling, from 5 on it writes rope_parameters.
    """
    if "rope_parameters" in config:
        told = config["rope_parameters"]
        told = told.get(kind, told)
    else:
        # GPT-NeoX calls base and share by names of its own.
        base = config.get("rope_theta", config.get("rotary_emb_base", 10000.0))
        told = (config.get("rope_scaling") or {}) | {"rope_theta": base}
    share = config.get("partial_rotary_factor", config.get("rotary_pct", 1.0))
    share = told.get("partial_rotary_factor", share)
    size = config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]
    name = told.get("rope_type", told.get("type", "default"))
    return told | {"rope_type": name, "dimensions": int(size * share)}


def scaled(config, length, kind=None):
    """(frequency [d / 2], factor of cos and sin) for a sequence of `length` tokens, padding not counted."""
    told = facts(config, kind)
    dimensions, base = told["dimensions"], told["rope_theta"]
    plain, name = frequencies(dimensions, base), told["rope_type"]
    if name == "default" or fault("rope scaling"):
        return plain, 1.0
    if name == "linear":
        return plain / told["factor"], 1.0
    if name == "dynamic":
        # NTK-aware: the base grows with the sequence once it is longer than in training.
        longest = config["max_position_embeddings"]
        grown = told["factor"] * max(length, longest) / longest - (told["factor"] - 1)
        return frequencies(dimensions, base * grown ** (dimensions / (dimensions - 2))), 1.0
    return {"llama3": llama3, "yarn": yarn, "longrope": longrope, "su": longrope}[name](config, told, plain, length)


def llama3(config, told, plain, length):
    """Long waves are stretched by the factor, short ones stay, those between are mixed."""
    waves = told["original_max_position_embeddings"] * plain / (2 * math.pi)
    low, high = told["low_freq_factor"], told["high_freq_factor"]
    kept = ((waves - low) / (high - low)).clamp(0, 1)
    return kept * plain + (1 - kept) * plain / told["factor"], 1.0


def yarn(config, told, plain, length):
    """YaRN (Peng et al. 2023): what turns often stays, what turns rarely is stretched."""
    trained = told.get("original_max_position_embeddings") or config["max_position_embeddings"]
    # The factor that is written counts. (Versions before 4.5x took the ratio of the two lengths where both are there.)
    factor = told.get("factor") or config["max_position_embeddings"] / trained
    dimensions, base = told["dimensions"], told["rope_theta"]

    def where(turns):
        return dimensions * math.log(trained / (turns * 2 * math.pi)) / (2 * math.log(base))

    low, high = where(told.get("beta_fast") or 32), where(told.get("beta_slow") or 1)
    if told.get("truncate", True) != fault("truncation"):
        low, high = math.floor(low), math.ceil(high)
    low, high = max(low, 0), min(high, dimensions - 1)
    ramp = (torch.arange(dimensions // 2, dtype=torch.float64) - low) / (high - low if high != low else 0.001)
    ramp = ramp.clamp(0, 1)

    def magnitude(weight):
        return 0.1 * weight * math.log(factor) + 1.0 if factor > 1 else 1.0

    attention = told.get("attention_factor")
    if attention is None:
        both = told.get("mscale") and told.get("mscale_all_dim")
        attention = magnitude(told["mscale"]) / magnitude(told["mscale_all_dim"]) if both else magnitude(1)
    return ramp * plain / factor + (1 - ramp) * plain, 1.0 if fault("attention factor") else attention


def longrope(config, told, plain, length):
    """LongRoPE (Ding et al. 2024): a factor for each dimension, of two lists, by the length of the sequence."""
    trained = config.get("original_max_position_embeddings") or told.get("original_max_position_embeddings")
    factor = told.get("factor")
    if config.get("original_max_position_embeddings") or factor is None:
        factor = config["max_position_embeddings"] / (trained or config["max_position_embeddings"])
    trained = trained or config["max_position_embeddings"]
    attention = told.get("attention_factor")
    if attention is None:
        attention = math.sqrt(1 + math.log(factor) / math.log(trained)) if factor > 1 else 1.0
    chosen = "long_factor" if (length > trained) != fault("list of factors") else "short_factor"
    stretched = plain / torch.tensor(told[chosen], dtype=torch.float64)
    return stretched, 1.0 if fault("attention factor") else attention
