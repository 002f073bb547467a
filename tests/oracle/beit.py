"""BEiT (Bao et al. 2021) and data2vec for pictures (Baevski et al. 2022): ViT with relative positions."""

import math

import torch

from attention import split
from faults import fault
from parameters import activation
from vit import grid, patches


def table_index(rows, columns):
    """[1 + patches, 1 + patches]: the table's row for a query and a key; the last three are the class token's."""
    ways = (2 * rows - 1) * (2 * columns - 1)
    places = [(row, column) for row in range(rows) for column in range(columns)]
    index = torch.empty(1 + len(places), 1 + len(places), dtype=torch.long)
    for a, (row, column) in enumerate(places):
        for b, (other_row, other_column) in enumerate(places):
            down, across = row - other_row + rows - 1, column - other_column + columns - 1
            index[1 + a, 1 + b] = down * (2 * columns - 1) + across
    index[0, :], index[:, 0], index[0, 0] = ways, ways + 1, ways + 2
    return index.T if fault("direction of the bias") else index


def relative(p, config, name):
    """[1, heads, tokens, tokens]"""
    rows, columns = grid(config)
    count = (2 * rows - 1) * (2 * columns - 1) + 3
    table = p.tensor(f"{name}.relative_position_bias_table", [count, config["num_attention_heads"]], 2.0)
    return table[table_index(rows, columns)].permute(2, 0, 1)[None]


def beit(p, config, inputs, attend):
    hidden, heads, eps = config["hidden_size"], config["num_attention_heads"], config["layer_norm_eps"]
    (rows, columns), scaled = grid(config), config["layer_scale_init_value"] > 0
    x = patches(p, config, inputs["pixel_values"], "embeddings.patch_embeddings.projection")
    x = torch.cat([p.tensor("embeddings.cls_token", [1, 1, hidden], 1.0).expand(len(x), -1, -1), x], dim=1)
    if config["use_mask_token"]:
        p.declare("embeddings.mask_token", [1, 1, hidden], 1.0)
    if config["use_absolute_position_embeddings"]:
        x = x + p.tensor("embeddings.position_embeddings", [1, rows * columns + 1, hidden], 0.7)
    shared = config["use_shared_relative_position_bias"]
    common = relative(p, config, "encoder.relative_position_bias") if shared else None

    def scale(name, y):
        if not scaled:
            return y
        factors = p.tensor(name, [hidden], 0.4, 0.8)
        return y if fault("layer scale") else y * factors

    for layer in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{layer}"
        inside, bias = f"{at}.attention.attention", common
        if config["use_relative_position_bias"]:
            own = relative(p, config, f"{inside}.relative_position_bias")
            bias = own if bias is None else bias + own
        y = p.layer_norm(f"{at}.layernorm_before", x, eps)
        q = split(p.linear(f"{inside}.query", y, hidden, gain=p.gain), heads)
        k = split(p.linear(f"{inside}.key", y, hidden, bias=False, gain=p.gain), heads)
        v = split(p.linear(f"{inside}.value", y, hidden), heads)
        y = attend(q, k, v, 1 / math.sqrt(hidden // heads), layer, bias=bias)
        x = x + scale(f"{at}.lambda_1", p.linear(f"{at}.attention.output.dense", y, hidden))
        y = p.layer_norm(f"{at}.layernorm_after", x, eps)
        y = activation(config["hidden_act"], p.linear(f"{at}.intermediate.dense", y, config["intermediate_size"]))
        x = x + scale(f"{at}.lambda_2", p.linear(f"{at}.output.dense", y, hidden, gain=1.5))
    # With mean pooling, the last norm is the pooler's.
    return {"last_hidden_state": x if config["use_mean_pooling"] else p.layer_norm("layernorm", x, eps)}
