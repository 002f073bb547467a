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
    check_patterns(f"{family}/{name}", variant, expected)
    rounding = check_rounding(f"{family}/{name}", variant, expected)
    shown = {} if variant.full_size else effects(f"{family}/{name}", variant, expected, possible)
    path = FOLDER / family / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".json").write_text(described(variant, p, attend))
    path.with_suffix(".safetensors").write_bytes(safetensors(expected))
    shown = ", ".join(f"{fault} {effect:.2g}" for fault, effect in shown.items())
    print(f"{family}/{name}: {len(p.declared)} tensors; in float32 {rounding:.1e} away; {shown}", flush=True)


def effects(where, variant, expected, possible):
    """How much each possible fault changes what is compared."""
    right, shown = compared(variant, expected), {}
    for fault in possible:
        _, attend, outputs = run_with(fault, variant.run)
        wrong = compared(variant, kept(variant, attend, outputs))
        shown[fault] = max((wrong[key] - right[key]).abs().max().item() for key in right)
        if fault not in variant.harmless and shown[fault] < least_effect(fault):
            raise ValueError(f"{where} would not show “{fault}”: {shown[fault]:.2g}")
    return shown


def entries(variant, attend):
    """The attentions that are kept, and which of their heads."""
    layers = variant.layers or {entry["layer"] for entry in attend.entries}
    some = {part: list(getattr(variant, part)) for part in ("heads", "tokens") if getattr(variant, part)}
    return [entry | some for entry in attend.entries if entry["layer"] in layers]


def kept(variant, attend, outputs):
    tensors = {key: rows(x, variant.tokens) for key, x in outputs.items()}
    for entry in entries(variant, attend):
        key = ".".join(str(entry[part]) for part in ("tower", "layer") if part in entry)
        for part in ("q", "k", "weights"):
            tensor = rows(attend.kept[f"{key}.{part}"], variant.tokens)
            tensors[f"{key}.{part}"] = tensor[:, entry["heads"]] if "heads" in entry else tensor
    for key, tensor in tensors.items():
        if not torch.isfinite(tensor).all():
            raise ValueError(f"{key} is not finite")
    return {key: tensor.float().contiguous() for key, tensor in tensors.items()}


def rows(tensor, tokens):
    """The kept positions: of queries, keys and hidden states, and the rows of weights, which keep all columns."""
    return tensor[..., tokens, :] if tokens else tensor


def real_tokens(variant, key):
    """Masks [B, S] of the queries and keys that are compared; None where all are."""
    parts = key.split(".")
    tower = parts[0] if not parts[0].isdigit() and len(parts) > 1 else None

    def mask(name):
        told = variant.inputs.get(name)
        return None if told is None else torch.tensor(told["data"]).reshape(told["shape"]).bool()

    own, decoder = mask("attention_mask"), mask("decoder_attention_mask")
    return {"vision": (None, None), "decoder": (decoder, decoder), "cross": (decoder, own)}.get(tower, (own, own))


def compared(variant, expected):
    """The tensors without what belongs to padding: queries, keys and pairs of them are set to 0."""
    result = {}
    for key, tensor in expected.items():
        queries, keys = real_tokens(variant, key)
        kind = key.split(".")[-1]
        real = keys if kind == "k" else queries
        if real is not None:
            real = rows(real[:, :, None], variant.tokens)
            tensor = tensor * (real if kind == "last_hidden_state" else real[:, None])
        if kind == "weights" and keys is not None:
            tensor = tensor * keys[:, None, None, :]
        result[key] = tensor
    return result


def check_patterns(where, variant, expected):
    """Scores of a row deviate by 0.8 to 6: neither uniform nor one key alone."""
    for key, weights in expected.items():
        if not key.endswith(".weights"):
            continue
        queries, _ = real_tokens(variant, key)
        real = torch.ones(weights.shape[:3], dtype=torch.bool)
        if queries is not None:
            real &= rows(queries[:, :, None], variant.tokens)[:, None, :, 0]
        deviations = [row[row > 0].log().std() for row in weights[real] if (row > 0).sum() >= 3]
        mean = torch.stack(deviations).mean().item()
        if not 0.8 <= mean <= 6:
            raise ValueError(f"{where}: scores of {key} deviate by {mean:.2f}")


def check_rounding(where, variant, expected):
    """float32 must be good enough: it may use up a third of the tolerance."""
    _, attend, outputs = variant.run(torch.float32)
    rounded, exact = compared(variant, kept(variant, attend, outputs)), compared(variant, expected)
    worst = max((rounded[key] - exact[key]).abs().max().item() for key in exact)
    if worst > TOLERANCE / 3:
        raise ValueError(f"{where}: float32 is {worst:.1e} away from float64")
    return worst


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
