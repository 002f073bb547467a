"""The tensors of a model. Asking for a tensor declares it: the fixture lists what the oracle used, as it used it."""

import math
import re

import torch
import torch.nn.functional as F

from faults import fault
from formula import stored

# The last map of an attention or an MLP, which adds to the residual stream.
OUTPUT = re.compile(r"(output\.dense|c_proj|o_proj|out_proj|attention\.dense|4h_to_h|down_proj|fc2|\bwo)\.weight$")


class Parameters:
    """
    prefix: stands before every name, e.g. "bert."
    dtype: of the tensors in the file, "F32", "F16" or "BF16"; or what tells it from a tensor's name
    compute: of the oracle
    gain: how much larger than 1 the deviation of queries and keys is, so that patterns are far from uniform
    quiet: by how much less the parts add to the residual stream; with many layers they make all tokens alike otherwise
    """

    def __init__(
        self, prefix="", dtype="F32", compute=torch.float64, gain=1.5, quiet=1.0, rename=lambda name: name
    ):
        self.prefix, self.compute, self.gain, self.rename = prefix, compute, gain, rename
        self.dtype = dtype if callable(dtype) else lambda name: dtype
        self.quiet = quiet
        self.declared = {}

    def tensor(self, name, shape, spread, center=0.0):
        entry = self.declare(name, shape, spread, center)
        return stored(entry["name"], shape, entry["center"], entry["spread"], entry["dtype"]).to(self.compute)

    def declare(self, name, shape, spread, center=0.0):
        """A tensor of the file that the model may not need, such as a head for another task."""
        if OUTPUT.search(name):
            spread *= self.quiet
        name = self.rename(self.prefix + name)
        entry = {"name": name, "shape": list(shape), "dtype": self.dtype(name)}
        entry |= {"center": float(center), "spread": float(f"{spread:.6g}")}
        if self.declared.setdefault(name, entry) != entry:
            raise ValueError(f"{name} is declared twice, differently")
        return entry

    def buffer(self, name, shape, dtype, fill):
        """What older versions saved besides the weights. fill: "range", "causal", or the numbers themselves."""
        name = self.rename(self.prefix + name)
        self.declared[name] = {"name": name, "shape": list(shape), "dtype": dtype, "fill": fill}

    def declare_linear(self, name, inputs, outputs, bias=True):
        self.declare(f"{name}.weight", [outputs, inputs], math.sqrt(3 / inputs))
        if bias:
            self.declare(f"{name}.bias", [outputs], 0.2)

    def declare_norm(self, name, width, bias=True):
        self.declare(f"{name}.weight", [width], 0.3, 1)
        if bias:
            self.declare(f"{name}.bias", [width], 0.2)

    def linear(self, name, x, outputs, bias=True, gain=1.0):
        inputs = x.shape[-1]
        weight = self.tensor(f"{name}.weight", [outputs, inputs], gain * math.sqrt(3 / inputs))
        return F.linear(x, weight, self.tensor(f"{name}.bias", [outputs], 0.2) if bias else None)

    def conv1d(self, name, x, outputs, gain=1.0):
        """GPT-2's layer: a linear map that is stored as [in, out]."""
        inputs = x.shape[-1]
        weight = self.tensor(f"{name}.weight", [inputs, outputs], gain * math.sqrt(3 / inputs))
        return x @ weight + self.tensor(f"{name}.bias", [outputs], 0.2)

    def embedding(self, name, ids, rows, width, spread=1.0):
        return self.tensor(f"{name}.weight", [rows, width], spread)[ids]

    def layer_norm(self, name, x, eps, center=1.0):
        width = x.shape[-1]
        weight = self.tensor(f"{name}.weight", [width], 0.3, center)
        return F.layer_norm(x, [width], weight, self.tensor(f"{name}.bias", [width], 0.2), eps)

    def rms_norm(self, name, x, eps, offset=0.0, center=1.0):
        """offset: what is added to the stored weight (1 in Gemma); center: of weight and offset together."""
        weight = self.tensor(f"{name}.weight", [x.shape[-1]], 0.3, center - offset)
        if offset and fault("norm offset"):
            offset = 0.0
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + eps) * (weight + offset)


def activation(name, x):
    exact = {
        "gelu": F.gelu,
        "gelu_new": lambda y: F.gelu(y, approximate="tanh"),
        "gelu_pytorch_tanh": lambda y: F.gelu(y, approximate="tanh"),
        "gelu_fast": lambda y: F.gelu(y, approximate="tanh"),
        "quick_gelu": lambda y: y * torch.sigmoid(1.702 * y),
        "relu": F.relu,
        "silu": F.silu,
        "swish": F.silu,
    }
    other = {"gelu": "gelu_new", "relu": "gelu", "silu": "gelu", "swish": "gelu"}
    return exact[other.get(name, "gelu") if fault("activation") else name](x)
