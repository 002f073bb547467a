"""BERT (Devlin et al. 2018) and its relatives: an encoder with a norm behind each residual sum."""

import math

import torch

from attention import padding, split
from faults import fault
from parameters import activation


def embeddings(p, config, ids, positions, kinds=None):
    """kinds: whether a token belongs to the first or the second text; None where a model does not know of it."""
    width = config.get("embedding_size", config["hidden_size"])
    x = p.embedding("embeddings.word_embeddings", ids, config["vocab_size"], width)
    x = x + p.embedding("embeddings.position_embeddings", positions, config["max_position_embeddings"], width, 0.7)
    if kinds is not None:
        kinds = torch.zeros_like(ids) if kinds.any() and fault("token types") else kinds
        x = x + p.embedding("embeddings.token_type_embeddings", kinds, config["type_vocab_size"], width, 0.7)
    return p.layer_norm("embeddings.LayerNorm", x, config["layer_norm_eps"])


def counted(ids):
    return torch.arange(ids.shape[1]).expand(ids.shape)


def from_padding(ids, pad):
    """RoBERTa counts real tokens from pad + 1 on; padding stands at the position `pad`."""
    if fault("positions"):
        return counted(ids)
    real = (ids != pad).long()
    return real.cumsum(1) * real + pad


def block(p, config, x, attend, at, layer, allowed):
    """The names of an ELECTRA, BERT or RoBERTa layer."""
    hidden, heads, eps = config["hidden_size"], config["num_attention_heads"], config["layer_norm_eps"]
    q, k = (split(p.linear(f"{at}.attention.self.{n}", x, hidden, gain=p.gain), heads) for n in ("query", "key"))
    v = split(p.linear(f"{at}.attention.self.value", x, hidden), heads)
    y = attend(q, k, v, 1 / math.sqrt(hidden // heads), layer, allowed=allowed)
    y = p.linear(f"{at}.attention.output.dense", y, hidden)
    x = p.layer_norm(f"{at}.attention.output.LayerNorm", x + y, eps)
    y = p.linear(f"{at}.intermediate.dense", x, config["intermediate_size"])
    y = p.linear(f"{at}.output.dense", activation(config["hidden_act"], y), hidden, gain=1.5)
    return p.layer_norm(f"{at}.output.LayerNorm", x + y, eps)


def bert(p, config, inputs, attend):
    ids = inputs["input_ids"]
    allowed = real_keys(inputs)
    positions = counted(ids)
    if config["model_type"] in ("roberta", "xlm-roberta", "camembert", "data2vec-text"):
        positions = from_padding(ids, config["pad_token_id"])
    x = embeddings(p, config, ids, positions, inputs.get("token_type_ids", torch.zeros_like(ids)))
    if config["model_type"] == "electra" and config["embedding_size"] != config["hidden_size"]:
        x = p.linear("embeddings_project", x, config["hidden_size"])
    for layer in range(config["num_hidden_layers"]):
        x = block(p, config, x, attend, f"encoder.layer.{layer}", layer, allowed)
    return {"last_hidden_state": x}


def real_keys(inputs):
    mask = inputs["attention_mask"]
    return padding(torch.ones_like(mask) if fault("padding") else mask)


def albert(p, config, inputs, attend):
    """ALBERT (Lan et al. 2019): narrow embeddings, and layers of a group that share their weights."""
    ids, hidden, heads = inputs["input_ids"], config["hidden_size"], config["num_attention_heads"]
    eps, allowed = config["layer_norm_eps"], real_keys(inputs)
    x = embeddings(p, config, ids, counted(ids), inputs["token_type_ids"])
    x = p.linear("encoder.embedding_hidden_mapping_in", x, hidden)
    for layer in range(config["num_hidden_layers"]):
        group = layer * config["num_hidden_groups"] // config["num_hidden_layers"]
        at = f"encoder.albert_layer_groups.{group}.albert_layers.0"
        q, k = (split(p.linear(f"{at}.attention.{n}", x, hidden, gain=p.gain), heads) for n in ("query", "key"))
        v = split(p.linear(f"{at}.attention.value", x, hidden), heads)
        y = attend(q, k, v, 1 / math.sqrt(hidden // heads), layer, allowed=allowed)
        x = p.layer_norm(f"{at}.attention.LayerNorm", x + p.linear(f"{at}.attention.dense", y, hidden), eps)
        y = activation(config["hidden_act"], p.linear(f"{at}.ffn", x, config["intermediate_size"]))
        x = p.layer_norm(f"{at}.full_layer_layer_norm", x + p.linear(f"{at}.ffn_output", y, hidden, gain=1.5), eps)
    return {"last_hidden_state": x}


def distilbert(p, config, inputs, attend):
    """Half of BERT's layers, no token types, names of its own (Sanh et al. 2019)."""
    ids, hidden, heads, eps = inputs["input_ids"], config["dim"], config["n_heads"], 1e-12
    allowed = real_keys(inputs)
    names = config | {"hidden_size": hidden, "layer_norm_eps": eps}
    x = embeddings(p, names, ids, counted(ids))
    for layer in range(config["n_layers"]):
        at = f"transformer.layer.{layer}"
        q, k = (split(p.linear(f"{at}.attention.{n}_lin", x, hidden, gain=p.gain), heads) for n in "qk")
        v = split(p.linear(f"{at}.attention.v_lin", x, hidden), heads)
        y = attend(q, k, v, 1 / math.sqrt(hidden // heads), layer, allowed=allowed)
        x = p.layer_norm(f"{at}.sa_layer_norm", x + p.linear(f"{at}.attention.out_lin", y, hidden), eps)
        y = activation(config["activation"], p.linear(f"{at}.ffn.lin1", x, config["hidden_dim"]))
        x = p.layer_norm(f"{at}.output_layer_norm", x + p.linear(f"{at}.ffn.lin2", y, hidden, gain=1.5), eps)
    return {"last_hidden_state": x}


def mpnet(p, config, inputs, attend):
    """MPNet (Song et al. 2020): BERT with T5's relative bias, computed once and added in every layer."""
    ids, hidden, heads = inputs["input_ids"], config["hidden_size"], config["num_attention_heads"]
    eps, allowed = config["layer_norm_eps"], real_keys(inputs)
    # The padding stands at position 1, whatever pad_token_id says: the model fixes it.
    x = embeddings(p, config, ids, from_padding(ids, 1))
    steps = torch.arange(ids.shape[1])
    buckets = relative_bucket(steps[None, :] - steps[:, None], config["relative_attention_num_buckets"], 128, True)
    rows = p.embedding("encoder.relative_attention_bias", buckets, config["relative_attention_num_buckets"], heads, 2.5)
    bias = rows.permute(2, 0, 1)[None]
    for layer in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{layer}"
        q, k = (split(p.linear(f"{at}.attention.attn.{n}", x, hidden, gain=p.gain), heads) for n in "qk")
        v = split(p.linear(f"{at}.attention.attn.v", x, hidden), heads)
        y = attend(q, k, v, 1 / math.sqrt(hidden // heads), layer, allowed=allowed, bias=bias)
        x = p.layer_norm(f"{at}.attention.LayerNorm", x + p.linear(f"{at}.attention.attn.o", y, hidden), eps)
        y = activation(config["hidden_act"], p.linear(f"{at}.intermediate.dense", x, config["intermediate_size"]))
        x = p.layer_norm(f"{at}.output.LayerNorm", x + p.linear(f"{at}.output.dense", y, hidden, gain=1.5), eps)
    return {"last_hidden_state": x}


def relative_bucket(distance, buckets, furthest, both_ways):
    """T5's buckets (Raffel et al. 2020): near distances one each, far ones on a scale of logarithms.

    distance: of the key from the query, positive if it stands behind it.
    """
    first = torch.zeros_like(distance)
    if both_ways:
        buckets //= 2
        first = (distance > 0).long() * buckets
        distance = distance.abs()
    else:
        distance = (-distance).clamp(min=0)
    near = buckets // 2
    # In float32, as the models were trained: a distance that falls on an edge must fall the same way.
    far = torch.log(distance.float().clamp(min=1) / near) / math.log(furthest / near) * (buckets - near)
    far = (near + far.long()).clamp(max=buckets - 1)
    if fault("far buckets"):
        far = torch.full_like(far, buckets - 1)
    return first + torch.where(distance < near, distance, far)
