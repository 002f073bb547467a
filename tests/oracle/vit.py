"""ViT (Dosovitskiy et al. 2020), DeiT (Touvron et al. 2020), DINOv2 (Oquab et al. 2023; Darcet et al. 2023)."""

import math

import torch
import torch.nn.functional as F

from attention import split
from faults import fault
from parameters import activation


def pair(size):
    return (size, size) if isinstance(size, int) else tuple(size)


def grid(config):
    """Rows and columns of patches in a picture of the size that the model was trained with."""
    (height, width), (down, across) = pair(config["image_size"]), pair(config["patch_size"])
    return height // down, width // across


def patches(p, config, pixels, name, bias=True):
    """[B, C, height, width] to [B, rows * columns, hidden], row by row: a linear map of each patch."""
    down, across = pair(config["patch_size"])
    shape = [config["hidden_size"], config["num_channels"], down, across]
    inputs = shape[1] * down * across
    weight = p.tensor(f"{name}.weight", shape, math.sqrt(3 / inputs))
    # As the paper has it: patches are cut out, laid flat and mapped.
    flat = F.unfold(pixels, (down, across), stride=(down, across)).transpose(1, 2)
    mapped = flat @ weight.reshape(shape[0], inputs).T
    return mapped + p.tensor(f"{name}.bias", [shape[0]], 0.2) if bias else mapped


def block(p, config, x, attend, at, layer, names):
    """names: norm before attention, norm before the MLP, the MLP's two maps."""
    hidden, heads = config["hidden_size"], config["num_attention_heads"]
    before, after, up, down = names
    eps, dino = config["layer_norm_eps"], config["model_type"].startswith("dinov2")
    y = p.layer_norm(f"{at}.{before}", x, eps)
    inside, bias = f"{at}.attention.attention", config["qkv_bias"]
    q, k = (split(p.linear(f"{inside}.{n}", y, hidden, bias, p.gain), heads) for n in ("query", "key"))
    v = split(p.linear(f"{inside}.value", y, hidden, bias), heads)
    y = p.linear(f"{at}.attention.output.dense", attend(q, k, v, 1 / math.sqrt(hidden // heads), layer), hidden)
    x = x + (layer_scale(p, f"{at}.layer_scale1", y) if dino else y)
    y = p.layer_norm(f"{at}.{after}", x, eps)
    if config.get("use_swiglu_ffn"):
        wide = (int(int(hidden * config["mlp_ratio"]) * 2 / 3) + 7) // 8 * 8
        gate, y = p.linear(f"{at}.mlp.weights_in", y, 2 * wide).chunk(2, dim=-1)
        y = p.linear(f"{at}.mlp.weights_out", activation("silu", gate) * y, hidden, gain=1.5)
    else:
        wide = int(hidden * config["mlp_ratio"]) if dino else config["intermediate_size"]
        y = activation(config["hidden_act"], p.linear(f"{at}.{up}", y, wide))
        y = p.linear(f"{at}.{down}", y, hidden, gain=1.5)
    return x + (layer_scale(p, f"{at}.layer_scale2", y) if dino else y)


def layer_scale(p, name, x):
    scale = p.tensor(f"{name}.lambda1", [x.shape[-1]], 0.4, 0.8)
    return x if fault("layer scale") else x * scale


def encoder(p, config, x, attend, names):
    for layer in range(config["num_hidden_layers"]):
        x = block(p, config, x, attend, f"encoder.layer.{layer}", layer, names)
    return {"last_hidden_state": p.layer_norm("layernorm", x, config["layer_norm_eps"])}


def vit(p, config, inputs, attend):
    """Also DeiT, which has a second token behind the class token."""
    hidden, (rows, columns) = config["hidden_size"], grid(config)
    tokens = ["cls_token"] + (["distillation_token"] if config["model_type"] == "deit" else [])
    x = patches(p, config, inputs["pixel_values"], "embeddings.patch_embeddings.projection")
    first = [p.tensor(f"embeddings.{name}", [1, 1, hidden], 1.0).expand(len(x), -1, -1) for name in tokens]
    x = torch.cat([*first, x], dim=1)
    places = p.tensor("embeddings.position_embeddings", [1, rows * columns + len(tokens), hidden], 0.7)
    x = x if fault("positions") else x + places
    names = ("layernorm_before", "layernorm_after", "intermediate.dense", "output.dense")
    return encoder(p, config, x, attend, names)


def dinov2(p, config, inputs, attend):
    hidden, (rows, columns), pixels = config["hidden_size"], grid(config), inputs["pixel_values"]
    registers = config.get("num_register_tokens", 0)
    x = patches(p, config, pixels, "embeddings.patch_embeddings.projection")
    first = p.tensor("embeddings.cls_token", [1, 1, hidden], 1.0).expand(len(x), -1, -1)
    p.declare("embeddings.mask_token", [1, hidden], 1.0)
    places = p.tensor("embeddings.position_embeddings", [1, rows * columns + 1, hidden], 0.7)
    places = placed(places, (rows, columns), pixels, config, smooth=registers > 0)
    x = torch.cat([first, x], dim=1) + places
    if registers:
        extra = p.tensor("embeddings.register_tokens", [1, registers, hidden], 1.0).expand(len(x), -1, -1)
        # Registers have no position; they stand between the class token and the patches.
        x = torch.cat([x[:, :1], extra, x[:, 1:]], dim=1)
    return encoder(p, config, x, attend, ("norm1", "norm2", "mlp.fc1", "mlp.fc2"))


def placed(places, trained, pixels, config, smooth):
    """Position embeddings for a picture of another size: bicubic, of the centers of pixels.

    smooth: with a wider kernel when there are fewer patches than in training. transformers does so for the models with
    registers, not for those without.
    """
    down, across = pair(config["patch_size"])
    given = pixels.shape[2] // down, pixels.shape[3] // across
    if given == trained:
        return places
    square = places[:, 1:].reshape(1, *trained, -1).permute(0, 3, 1, 2)
    smooth = smooth != fault("smoothing")
    square = F.interpolate(square, size=given, mode="bicubic", align_corners=False, antialias=smooth)
    return torch.cat([places[:, :1], square.permute(0, 2, 3, 1).flatten(1, 2)], dim=1)
