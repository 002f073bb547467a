"""Rotary positions (Su et al. 2021), in the layout of GPT-NeoX and LLaMA: halves turn against each other."""

import torch

from faults import fault


def frequencies(dimensions, base):
    """The angle by which each pair of dimensions turns with each position: [dimensions / 2]"""
    base = base * 2 if fault("rope base") else base
    return base ** -(torch.arange(0, dimensions, 2, dtype=torch.float64) / dimensions)


def rotate(x, positions, frequency, factor=1.0):
    """x: [B, H, S, d]; the first 2 * len(frequency) dimensions of d turn, the others stay."""
    if fault("rope"):
        return x
    angles = positions[:, None].double() * frequency
    cos, sin = (torch.cos(angles) * factor).to(x.dtype), (torch.sin(angles) * factor).to(x.dtype)
    half = len(frequency)
    if fault("rope layout"):
        first, second = x[..., 0 : 2 * half : 2], x[..., 1 : 2 * half : 2]
        turned = torch.stack([first * cos - second * sin, second * cos + first * sin], -1).flatten(-2)
        return torch.cat([turned, x[..., 2 * half :]], -1)
    first, second, rest = x[..., :half], x[..., half : 2 * half], x[..., 2 * half :]
    return torch.cat([first * cos - second * sin, second * cos + first * sin, rest], -1)
