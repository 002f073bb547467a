"""CLIP (Radford et al. 2021) and SigLIP (Zhai et al. 2023): a tower for text, one for pictures, both pre-norm."""

import math

import torch

from attention import split
from bert import real_keys
from gpt2 import who_sees
from parameters import activation
from vit import grid, patches

# What a configuration leaves out: transformers writes of a tower only what differs from these.
BASE = {"intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12, "num_channels": 3}
CLIP_TEXT = {
    "hidden_act": "quick_gelu",
    "hidden_size": 512,
    "intermediate_size": 2048,
    "layer_norm_eps": 1e-5,
    "max_position_embeddings": 77,
    "num_attention_heads": 8,
    "num_hidden_layers": 12,
    "vocab_size": 49408,
}
CLIP_VISION = BASE | {
    "hidden_act": "quick_gelu",
    "hidden_size": 768,
    "image_size": 224,
    "layer_norm_eps": 1e-5,
    "patch_size": 32,
}
SIGLIP_TEXT = BASE | {
    "hidden_act": "gelu_pytorch_tanh",
    "hidden_size": 768,
    "layer_norm_eps": 1e-6,
    "max_position_embeddings": 64,
    "vocab_size": 32000,
}
SIGLIP_VISION = CLIP_VISION | {"hidden_act": "gelu_pytorch_tanh", "layer_norm_eps": 1e-6, "patch_size": 16}


def encoder(p, config, x, attend, at, tower, allowed=None):
    hidden, heads, eps = config["hidden_size"], config["num_attention_heads"], config["layer_norm_eps"]
    for layer in range(config["num_hidden_layers"]):
        here = f"{at}.encoder.layers.{layer}"
        y = p.layer_norm(f"{here}.layer_norm1", x, eps)
        q, k = (split(p.linear(f"{here}.self_attn.{n}_proj", y, hidden, gain=p.gain), heads) for n in "qk")
        v = split(p.linear(f"{here}.self_attn.v_proj", y, hidden), heads)
        y = attend(q, k, v, 1 / math.sqrt(hidden // heads), layer, tower, allowed)
        x = x + p.linear(f"{here}.self_attn.out_proj", y, hidden)
        y = p.layer_norm(f"{here}.layer_norm2", x, eps)
        y = activation(config["hidden_act"], p.linear(f"{here}.mlp.fc1", y, config["intermediate_size"]))
        x = x + p.linear(f"{here}.mlp.fc2", y, hidden, gain=1.5)
    return x


def words(p, config, ids):
    at, hidden = "text_model.embeddings", config["hidden_size"]
    x = p.embedding(f"{at}.token_embedding", ids, config["vocab_size"], hidden)
    places = torch.arange(ids.shape[1])
    return x + p.embedding(f"{at}.position_embedding", places, config["max_position_embeddings"], hidden, 0.7)


def text_tower(p, config, inputs, attend, tower=None):
    """CLIP's: causal."""
    config = CLIP_TEXT | config
    x = words(p, config, inputs["input_ids"])
    x = encoder(p, config, x, attend, "text_model", tower, who_sees(inputs))
    return p.layer_norm("text_model.final_layer_norm", x, config["layer_norm_eps"])


def vision_tower(p, config, inputs, attend, tower=None):
    """CLIP's: a class token, a norm before the layers; the norm behind them is for the class token's summary alone."""
    config = CLIP_VISION | config
    at, hidden, (rows, columns) = "vision_model.embeddings", config["hidden_size"], grid(config)
    x = patches(p, config, inputs["pixel_values"], f"{at}.patch_embedding", bias=False)
    first = p.tensor(f"{at}.class_embedding", [hidden], 1.0).expand(len(x), 1, -1)
    places = torch.arange(rows * columns + 1)
    x = torch.cat([first, x], dim=1) + p.embedding(f"{at}.position_embedding", places, len(places), hidden, 0.7)
    # The name is written like this.
    x = p.layer_norm("vision_model.pre_layrnorm", x, config["layer_norm_eps"])
    p.declare_norm("vision_model.post_layernorm", hidden)
    return encoder(p, config, x, attend, "vision_model", tower)


def siglip_text_tower(p, config, inputs, attend, tower=None):
    """Every word sees every other."""
    config = SIGLIP_TEXT | config
    x = words(p, config, inputs["input_ids"])
    x = encoder(p, config, x, attend, "text_model", tower, real_keys(inputs))
    p.declare_linear("text_model.head", config["hidden_size"], config.get("projection_size", config["hidden_size"]))
    return p.layer_norm("text_model.final_layer_norm", x, config["layer_norm_eps"])


def siglip_vision_tower(p, config, inputs, attend, tower=None, head=True):
    """No class token; a head that pools by attention, which is not among the layers."""
    config = SIGLIP_VISION | config
    at, hidden, (rows, columns) = "vision_model.embeddings", config["hidden_size"], grid(config)
    x = patches(p, config, inputs["pixel_values"], f"{at}.patch_embedding")
    places = torch.arange(rows * columns)
    x = x + p.embedding(f"{at}.position_embedding", places, len(places), hidden, 0.7)
    x = encoder(p, config, x, attend, "vision_model", tower)
    if head:
        p.declare("vision_model.head.probe", [1, 1, hidden], 1.0)
        p.declare("vision_model.head.attention.in_proj_weight", [3 * hidden, hidden], 0.3)
        p.declare("vision_model.head.attention.in_proj_bias", [3 * hidden], 0.2)
        p.declare_linear("vision_model.head.attention.out_proj", hidden, hidden)
        p.declare_norm("vision_model.head.layernorm", hidden)
        p.declare_linear("vision_model.head.mlp.fc1", hidden, config["intermediate_size"])
        p.declare_linear("vision_model.head.mlp.fc2", config["intermediate_size"], hidden)
    return p.layer_norm("vision_model.post_layernorm", x, config["layer_norm_eps"])


def both(words_tower, picture_tower):
    def model(p, config, inputs, attend):
        words_out = words_tower(p, config["text_config"], inputs, attend, "text")
        picture_out = picture_tower(p, config["vision_config"], inputs, attend, "vision")
        return {"text.last_hidden_state": words_out, "vision.last_hidden_state": picture_out}

    return model


def one(tower):
    return lambda p, config, inputs, attend: {"last_hidden_state": tower(p, config, inputs, attend)}


clip, siglip = both(text_tower, vision_tower), both(siglip_text_tower, siglip_vision_tower)
clip_text, clip_vision = one(text_tower), one(vision_tower)
siglip_text, siglip_vision = one(siglip_text_tower), one(siglip_vision_tower)
