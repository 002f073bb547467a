"""Weights by a formula, so that no fixture has to store them.

The same formula stands in tests/helpers/formula-weights.ts. For the tensor `name` and the flat index i (row by row):
a mulberry32 generator is seeded with the FNV-1a hash of the name, and its output number i, scaled to [-1, 1), gives
center + spread * that number, computed in float64 and rounded to float32, then to the tensor's own type.
"""

import numpy
import torch

CHUNK = 1 << 22


def seed(name):
    """The 32-bit FNV-1a hash of the name's UTF-8 bytes."""
    state = 0x811C9DC5
    for byte in name.encode():
        state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    return state


def numbers(name, count, center, spread):
    """`count` numbers in [center - spread, center + spread), float32."""
    out = numpy.empty(count, numpy.float32)
    for start in range(0, count, CHUNK):
        end = min(count, start + CHUNK)
        t = numpy.arange(start + 1, end + 1, dtype=numpy.uint32)
        t *= numpy.uint32(0x6D2B79F5)
        t += numpy.uint32(seed(name))
        t = (t ^ t >> numpy.uint32(15)) * (t | numpy.uint32(1))
        t ^= t + (t ^ t >> numpy.uint32(7)) * (t | numpy.uint32(61))
        t ^= t >> numpy.uint32(14)
        out[start:end] = center + spread * (t / 2**31 - 1)
    return out


def stored(name, shape, center, spread, dtype):
    """The tensor as a reader finds it: float32 numbers that the type `dtype` can hold."""
    count = int(numpy.prod(shape, dtype=numpy.int64))
    values = torch.from_numpy(numbers(name, count, center, spread)).reshape(shape)
    types = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
    return values.to(types[dtype]).float()
