"""The fixtures of BEiT and data2vec for pictures."""

from beit import beit, table_index
from variant import Variant, picture

BEIT = {
    "add_fpn": False,
    "architectures": ["BeitForImageClassification"],
    "attention_probs_dropout_prob": 0.0,
    "auxiliary_channels": 256,
    "auxiliary_concat_input": False,
    "auxiliary_loss_weight": 0.4,
    "auxiliary_num_convs": 1,
    "drop_path_rate": 0.1,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.0,
    "hidden_size": 24,
    "id2label": {"0": "tench", "1": "goldfish", "2": "shark", "3": "ray", "4": "cock"},
    "image_size": 12,
    "initializer_range": 0.02,
    "intermediate_size": 40,
    "label2id": {"tench": 0, "goldfish": 1, "shark": 2, "ray": 3, "cock": 4},
    "layer_norm_eps": 1e-12,
    "layer_scale_init_value": 0.1,
    "model_type": "beit",
    "num_attention_heads": 3,
    "num_channels": 3,
    "num_hidden_layers": 2,
    "out_features": ["stage2"],
    "out_indices": [2],
    "patch_size": 4,
    "pool_scales": [1, 2, 3, 6],
    "reshape_hidden_states": True,
    "semantic_loss_ignore_index": 255,
    "stage_names": ["stem", "stage1", "stage2"],
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "use_absolute_position_embeddings": False,
    "use_auxiliary_head": True,
    "use_mask_token": False,
    "use_mean_pooling": True,
    "use_relative_position_bias": True,
    "use_shared_relative_position_bias": False,
    "vocab_size": 37,
}
DATA2VEC = BEIT | {"architectures": ["Data2VecVisionForImageClassification"], "model_type": "data2vec-vision"}


def nothing(p):
    pass


def classifier(p):
    p.declare_norm("pooler.layernorm", 24)
    at, p.prefix = p.prefix, ""
    p.declare_linear("classifier", 24, 5)
    p.prefix = at


def classifier_and_indices(p):
    """Older versions saved which row of its table each pair reads."""
    classifier(p)
    index = table_index(3, 3).flatten().tolist()
    for layer in range(2):
        name = f"encoder.layer.{layer}.attention.attention.relative_position_bias.relative_position_index"
        p.buffer(name, [10, 10], "I64", index)


def masked(p):
    at, p.prefix = p.prefix, ""
    p.declare_norm("layernorm", 24)
    p.declare_linear("lm_head", 24, 37)
    p.prefix = at


def made(about, config, extras=nothing, prefix="", size=(12, 12)):
    return Variant(about, config, beit, picture([2, 3, *size]), {"prefix": prefix}, extras)


def variants():
    masking = {
        "architectures": ["BeitForMaskedImageModeling"],
        "use_mask_token": True,
        "use_mean_pooling": False,
        "use_relative_position_bias": False,
        "use_shared_relative_position_bias": True,
    }
    absolute = {
        "architectures": ["BeitModel"],
        "layer_scale_init_value": 0,
        "use_absolute_position_embeddings": True,
        "use_mean_pooling": False,
        "use_relative_position_bias": False,
    }
    return {
        "beit": made("as microsoft/beit-base-patch16-224", BEIT, classifier_and_indices, "beit."),
        "beit-shared": made("one table for all layers, a token for masks", BEIT | masking, masked, "beit."),
        "beit-both": made(
            "tables of layers and one for all",
            BEIT | {"use_shared_relative_position_bias": True},
            classifier,
            "beit.",
        ),
        "beit-absolute": made("absolute positions, no scale of layers", BEIT | absolute),
        "beit-wide": made(
            "pictures that are wider than high",
            BEIT | {"image_size": [8, 20]},
            classifier,
            "beit.",
            (8, 20),
        ),
        "data2vec-vision": made("BEiT under another name", DATA2VEC, classifier, "data2vec_vision."),
    }
