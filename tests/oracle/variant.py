"""One fixture: a configuration, inputs, the tensors and what comes out."""

from dataclasses import dataclass, field
from typing import Callable

import torch

from attention import Attention
from formula import numbers
from parameters import Parameters


@dataclass
class Variant:
    about: str
    config: dict
    model: Callable
    inputs: dict
    # Arguments of Parameters.
    parameters: dict = field(default_factory=dict)
    # Declares what the file holds besides the weights that the model uses.
    extras: Callable = lambda p: None
    # The heads that are kept; all if left out.
    heads: tuple = ()
    # The positions whose queries, keys, rows of weights and hidden states are kept; all if left out.
    tokens: tuple = ()
    # A shape as large as real ones: what it would show was proven on a tiny one.
    full_size: bool = False
    # Faults that change nothing here, because the variant is there to show that nothing changes.
    harmless: tuple = ()
    shards: int = 1
    # The layers that are kept of each tower; all if left out.
    layers: tuple = ()

    def run(self, compute=torch.float64):
        p = Parameters(compute=compute, **self.parameters)
        attend = Attention()
        values = {name: tensor_of(name, spec, p.compute) for name, spec in self.inputs.items()}
        with torch.no_grad():
            outputs = self.model(p, self.config, values, attend)
        self.extras(p)
        return p, attend, outputs


def tensor_of(name, spec, compute):
    if spec["type"] == "int64":
        return torch.tensor(spec["data"]).reshape(spec["shape"])
    count = torch.Size(spec["shape"]).numel()
    flat = torch.from_numpy(numbers(spec["name"], count, spec["center"], spec["spread"]))
    return flat.reshape(spec["shape"]).to(compute)


def text(vocabulary, length=11, real=(None, 8), pad=0, lowest=4, name="input_ids", mask="attention_mask"):
    """Token ids and their mask; a row that has fewer real tokens than `length` is padded on its right."""
    ids, masks = [], []
    for row, count in enumerate(real):
        count = count or length
        drawn = (numbers(f"{name}.{row}", length, 0.5, 0.5) * (vocabulary - lowest)).astype(int) + lowest
        ids += [int(n) for n in drawn[:count]] + [pad] * (length - count)
        masks += [1] * count + [0] * (length - count)
    shape = [len(real), length]
    whole = {name: {"type": "int64", "shape": shape, "data": ids}}
    return whole | ({mask: {"type": "int64", "shape": shape, "data": masks}} if mask else {})


def picture(shape, name="pixel_values"):
    return {name: {"type": "float32", "shape": list(shape), "name": name, "center": 0.0, "spread": 1.5}}
