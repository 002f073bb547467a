"""Writes a fixture and refuses one that could not show a fault."""

import json
import struct
from pathlib import Path

import torch

from faults import least_effect, run_with
import faults

FOLDER = Path(__file__).parent.parent / "fixtures" / "architectures"
TOLERANCE = 1e-4


def write(family, name, variant):
    faults.seen.clear()
    p, attend, outputs = variant.run()
    possible = list(faults.seen)
    expected = kept(variant, attend, outputs)
    whole = compared(variant, expected)
    check_patterns(f"{family}/{name}", variant, expected)
    shown = {}
    # A full shape is the same code as a tiny one: what it shows was proven there.
    for possible_fault in [] if variant.full_size else possible:
        _, attend_wrong, outputs_wrong = run_with(possible_fault, variant.run)
        wrong = compared(variant, kept(variant, attend_wrong, outputs_wrong))
        shown[possible_fault] = max((wrong[key] - whole[key]).abs().max().item() for key in whole)
        if possible_fault not in variant.harmless and shown[possible_fault] < least_effect(possible_fault):
            raise ValueError(f"{family}/{name} would not show “{possible_fault}”: {shown[possible_fault]:.2g}")
    path = FOLDER / family / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".json").write_text(described(variant, p, attend))
    path.with_suffix(".safetensors").write_bytes(safetensors(expected))
    effects = ", ".join(f"{fault} {effect:.2g}" for fault, effect in shown.items())
    print(f"{family}/{name}: {len(p.declared)} tensors; {effects}", flush=True)


def entries(variant, attend):
    """The attentions that are kept, and which of their heads."""
    layers = variant.layers or {entry["layer"] for entry in attend.entries}
    heads = {"heads": list(variant.heads)} if variant.heads else {}
    return [entry | heads for entry in attend.entries if entry["layer"] in layers]


def kept(variant, attend, outputs):
    tensors = dict(outputs)
    for entry in entries(variant, attend):
        key = ".".join(str(entry[part]) for part in ("tower", "layer") if part in entry)
        for part in ("q", "k", "weights"):
            tensor = attend.kept[f"{key}.{part}"]
            tensors[f"{key}.{part}"] = tensor[:, entry["heads"]] if "heads" in entry else tensor
    for key, tensor in tensors.items():
        if not torch.isfinite(tensor).all():
            raise ValueError(f"{key} is not finite")
    return {key: tensor.float().contiguous() for key, tensor in tensors.items()}


def real_tokens(variant, key):
    """Masks [B, S] of the queries and keys that are compared; None where all are."""
    parts = key.split(".")
    text = variant.inputs.get("attention_mask")
    tower = parts[0] if not parts[0].isdigit() and len(parts) > 1 else None
    mask = None if text is None else torch.tensor(text["data"]).reshape(text["shape"]).bool()
    whole = tower in ("decoder", "vision")
    return (None if whole or tower == "cross" else mask), (None if whole else mask)


def compared(variant, expected):
    """The tensors without what belongs to padding: queries, keys and pairs of them are set to 0."""
    result = {}
    for key, tensor in expected.items():
        tensor = tensor.clone()
        queries, keys = real_tokens(variant, key)
        kind = key.split(".")[-1]
        if kind == "weights":
            if queries is not None:
                tensor *= queries[:, None, :, None]
            if keys is not None:
                tensor *= keys[:, None, None, :]
        elif kind in ("q", "k"):
            rows = queries if kind == "q" else keys
            if rows is not None:
                tensor *= rows[:, None, :, None]
        elif kind == "last_hidden_state" and queries is not None:
            tensor *= queries[:, :, None]
        result[key] = tensor
    return result


def check_patterns(where, variant, expected):
    """Scores of a row deviate by 0.8 to 6: neither uniform nor one key alone."""
    for key, weights in expected.items():
        if not key.endswith(".weights"):
            continue
        queries, _ = real_tokens(variant, key)
        rows = weights[queries[:, None].expand(weights.shape[:3])] if queries is not None else weights.flatten(0, 2)
        deviations = [row[row > 0].log().std() for row in rows if (row > 0).sum() >= 3]
        mean = torch.stack(deviations).mean().item()
        if not 0.8 <= mean <= 6:
            raise ValueError(f"{where}: scores of {key} deviate by {mean:.2f}")


def described(variant, p, attend):
    """The fixture's JSON, with one line for each tensor."""
    facts = {"about": variant.about, "config": variant.config}
    if variant.shards > 1:
        facts["shards"] = variant.shards
    facts |= {"inputs": variant.inputs, "attention": entries(variant, attend), "tolerance": TOLERANCE}
    lines = [f'  "{key}": {json.dumps(value)}' for key, value in facts.items()]
    tensors = ",\n".join(f"    {json.dumps(entry)}" for entry in p.declared.values())
    return "{\n" + ",\n".join(lines) + ',\n  "tensors": [\n' + tensors + "\n  ]\n}\n"


def safetensors(tensors):
    header, data = {}, b""
    for key in sorted(tensors):
        numbers = tensors[key].numpy().astype("<f4").tobytes()
        header[key] = {"dtype": "F32", "shape": list(tensors[key].shape)}
        header[key] |= {"data_offsets": [len(data), len(data) + len(numbers)]}
        data += numbers
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data
