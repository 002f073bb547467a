"""The fixtures of ViT, DeiT and DINOv2."""

from variant import Variant, picture
from vit import dinov2, vit

VIT = {
    "architectures": ["ViTModel"],
    "attention_probs_dropout_prob": 0.0,
    "encoder_stride": 16,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.0,
    "hidden_size": 24,
    "image_size": 12,
    "initializer_range": 0.02,
    "intermediate_size": 40,
    "layer_norm_eps": 1e-12,
    "model_type": "vit",
    "num_attention_heads": 3,
    "num_channels": 3,
    "num_hidden_layers": 2,
    "patch_size": 4,
    "pooler_act": "tanh",
    "pooler_output_size": 24,
    "qkv_bias": True,
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
}
# As google/vit-base-patch32-224-in21k has it.
IN21K = {
    "architectures": ["ViTModel"],
    "attention_probs_dropout_prob": 0.0,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.0,
    "hidden_size": 24,
    "image_size": 15,
    "initializer_range": 0.02,
    "intermediate_size": 40,
    "layer_norm_eps": 1e-12,
    "model_type": "vit",
    "num_attention_heads": 3,
    "num_channels": 3,
    "num_hidden_layers": 2,
    "patch_size": 5,
    "qkv_bias": True,
}
LABELS = {
    "architectures": ["ViTForImageClassification"],
    "id2label": {"0": "tench", "1": "goldfish", "2": "shark", "3": "ray", "4": "cock"},
    "label2id": {"tench": 0, "goldfish": 1, "shark": 2, "ray": 3, "cock": 4},
}
DINOV2 = {
    "apply_layernorm": True,
    "architectures": ["Dinov2Model"],
    "attention_probs_dropout_prob": 0.0,
    "drop_path_rate": 0.0,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.0,
    "hidden_size": 24,
    "image_size": 12,
    "initializer_range": 0.02,
    "layer_norm_eps": 1e-6,
    "layerscale_value": 1.0,
    "mlp_ratio": 4,
    "model_type": "dinov2",
    "num_attention_heads": 3,
    "num_channels": 3,
    "num_hidden_layers": 2,
    "out_features": ["stage2"],
    "out_indices": [2],
    "patch_size": 4,
    "qkv_bias": True,
    "reshape_hidden_states": True,
    "stage_names": ["stem", "stage1", "stage2"],
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "use_swiglu_ffn": False,
}
REGISTERS = DINOV2 | {
    "architectures": ["Dinov2WithRegistersModel"],
    "interpolate_antialias": True,
    "interpolate_offset": 0.0,
    "model_type": "dinov2_with_registers",
    "num_register_tokens": 4,
}


def without_pooler(config):
    return {key: value for key, value in config.items() if not key.startswith("pooler") and key != "encoder_stride"}


def nothing(p):
    pass


def pooler(p):
    p.declare_linear("pooler.dense", 24, 24)


def classifier(*names, inputs=24):
    def declare(p):
        at, p.prefix = p.prefix, ""
        for name in names:
            p.declare_linear(name, inputs, 5)
        p.prefix = at

    return declare


def made(about, config, extras=nothing, prefix="", model=vit, size=None, **parameters):
    size = size or config["image_size"]
    shape = [2, config["num_channels"], *((size, size) if isinstance(size, int) else size)]
    return Variant(about, config, model, picture(shape), {"prefix": prefix} | parameters, extras)


def variants():
    labelled = classifier("classifier")
    deit = VIT | LABELS | {"model_type": "deit", "architectures": ["DeiTForImageClassificationWithTeacher"]}
    return {
        "plain": made("as ViTModel.save_pretrained writes it", VIT, pooler),
        "in21k": made("as google/vit-base-patch32-224-in21k: no prefix, a pooler", IN21K, pooler),
        "classifier": made("as google/vit-base-patch16-224", VIT | LABELS, labelled, prefix="vit."),
        "no-biases": made("no biases of queries, keys, values", VIT | {"qkv_bias": False}, labelled, prefix="vit."),
        "one-channel": made(
            "gray pictures, gelu_new, a large eps",
            VIT | {"num_channels": 1, "hidden_act": "gelu_new", "layer_norm_eps": 0.01},
        ),
        "wide": made("pictures that are wider than high", VIT | {"image_size": [8, 20], "patch_size": [4, 5]}, pooler),
        "bfloat16": made("bfloat16", VIT | {"torch_dtype": "bfloat16"}, pooler, dtype="BF16"),
        "float16": made("float16", VIT | {"torch_dtype": "float16"}, pooler, dtype="F16"),
        "deit": made(
            "a distillation token",
            deit,
            classifier("cls_classifier", "distillation_classifier"),
            prefix="deit.",
        ),
        "deit-bare": made("DeiTModel alone", VIT | {"model_type": "deit", "architectures": ["DeiTModel"]}, pooler),
        "msn": made(
            "ViT as masked siamese networks train it",
            without_pooler(VIT) | {"architectures": ["ViTMSNModel"], "layer_norm_eps": 1e-6, "model_type": "vit_msn"},
        ),
        "dinov2": made("layer scale", DINOV2, model=dinov2),
        "dinov2-classifier": made(
            "with a head that sees two tokens",
            DINOV2 | LABELS | {"architectures": ["Dinov2ForImageClassification"]},
            classifier("classifier", inputs=48),
            prefix="dinov2.",
            model=dinov2,
        ),
        "dinov2-swiglu": made("the gated MLP of the giant model", DINOV2 | {"use_swiglu_ffn": True}, model=dinov2),
        "dinov2-smaller": made(
            "a picture smaller than image_size: positions are interpolated",
            DINOV2 | {"image_size": 20},
            model=dinov2,
            size=12,
        ),
        "dinov2-larger": made("a picture larger than image_size", DINOV2 | {"image_size": 8}, model=dinov2, size=16),
        "dinov2-wide": made("a picture wider than high", DINOV2, model=dinov2, size=(8, 20)),
        "registers-wide": made("a picture wider than high", REGISTERS | {"image_size": 16}, model=dinov2, size=(8, 20)),
        "registers": made("four registers", REGISTERS, model=dinov2),
        "registers-smaller": made(
            "a picture smaller than image_size: positions are interpolated with a wider kernel",
            REGISTERS | {"image_size": 20},
            model=dinov2,
            size=12,
        ),
    }
