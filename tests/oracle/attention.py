"""Scaled dot-product attention (Vaswani et al. 2017), and who may look at whom."""

import torch

from faults import fault


def split(x, heads):
    """[B, S, heads * d] to [B, heads, S, d]"""
    batch, length, width = x.shape
    return x.reshape(batch, length, heads, width // heads).transpose(1, 2)


def merge(x):
    """[B, heads, S, d] to [B, S, heads * d]"""
    batch, heads, length, width = x.shape
    return x.transpose(1, 2).reshape(batch, length, heads * width)


def repeat(x, times):
    """Grouped keys or values, one for each of the query heads that share it."""
    if times > 1 and x.shape[1] > 1 and fault("group order"):
        return x.repeat(1, times, 1, 1)
    return x.repeat_interleave(times, dim=1)


def causal(length):
    return torch.ones(length, length, dtype=torch.bool).tril()


def unpadded(length):
    """What a decoder without padding sees."""
    return torch.ones(length, length, dtype=torch.bool) if fault("causal mask") else causal(length)


def window(length, size):
    """Each position sees itself and the size - 1 before it."""
    if size is None:
        return causal(length)
    wide = causal(length) if fault("window") else causal(length).triu(1 - size)
    return causal(length).triu(-size) if fault("window off by one") else wide


def padding(attention_mask):
    """[B, S] of 0 and 1 to [B, 1, 1, S]"""
    return attention_mask.bool()[:, None, None, :]


class Attention:
    """Attends, and keeps what the fixture compares: q, k and weights by tower and layer."""

    def __init__(self):
        self.kept = {}
        self.entries = []
        self.scores = {}

    def __call__(self, q, k, v, scale, layer, tower=None, allowed=None, bias=None, softcap=None):
        """q, k, v: [B, H, S, d]; allowed: boolean, broadcast to [B, H, Sq, Sk]; bias: added to the scores."""
        scores = q @ k.transpose(-1, -2) * (scale * 1.2 if fault("scale") else scale)
        if softcap is not None and not fault("softcap"):
            scores = torch.tanh(scores / softcap) * softcap
        if bias is not None and not fault("relative bias"):
            scores = scores + bias
        if allowed is not None:
            scores = scores.masked_fill(~allowed, float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        key = f"{tower}.{layer}" if tower else f"{layer}"
        self.entries.append(({"tower": tower} if tower else {}) | {"layer": layer})
        self.kept |= {f"{key}.q": q, f"{key}.k": k, f"{key}.weights": weights}
        return merge(weights @ v)
