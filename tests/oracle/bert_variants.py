"""The BERT family's fixtures: configurations and names as transformers saves them, and as the hub has them."""

from bert import albert, bert, distilbert, mpnet
from variant import Variant, text

CONFIG = {
    "architectures": ["BertForMaskedLM"],
    "attention_probs_dropout_prob": 0.1,
    "classifier_dropout": None,
    "gradient_checkpointing": False,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1,
    "hidden_size": 24,
    "initializer_range": 0.02,
    "intermediate_size": 40,
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": 37,
    "model_type": "bert",
    "num_attention_heads": 3,
    "num_hidden_layers": 2,
    "pad_token_id": 0,
    "position_embedding_type": "absolute",
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "type_vocab_size": 2,
    "use_cache": True,
    "vocab_size": 53,
}
BARE = {"architectures": ["BertModel"]}
INPUTS = text(53)
ROBERTA = CONFIG | {
    "architectures": ["RobertaForMaskedLM"],
    "bos_token_id": 0,
    "eos_token_id": 2,
    "layer_norm_eps": 1e-5,
    "model_type": "roberta",
    "pad_token_id": 1,
    "type_vocab_size": 1,
}
ELECTRA = CONFIG | {
    "architectures": ["ElectraForPreTraining"],
    "embedding_size": 14,
    "model_type": "electra",
    "summary_activation": "gelu",
    "summary_last_dropout": 0.1,
    "summary_type": "first",
    "summary_use_proj": True,
}
ALBERT = CONFIG | {
    "architectures": ["AlbertForMaskedLM"],
    "bos_token_id": 2,
    "classifier_dropout_prob": 0.1,
    "down_scale_factor": 1,
    "embedding_size": 14,
    "eos_token_id": 3,
    "gap_size": 0,
    "hidden_act": "gelu_new",
    "inner_group_num": 1,
    "model_type": "albert",
    "net_structure_type": 0,
    "num_hidden_groups": 1,
    "num_memory_blocks": 0,
}
DISTILBERT = {
    "activation": "gelu",
    "architectures": ["DistilBertForMaskedLM"],
    "attention_dropout": 0.1,
    "dim": 24,
    "dropout": 0.1,
    "hidden_dim": 40,
    "initializer_range": 0.02,
    "max_position_embeddings": 37,
    "model_type": "distilbert",
    "n_heads": 3,
    "n_layers": 2,
    "pad_token_id": 0,
    "qa_dropout": 0.1,
    "seq_classif_dropout": 0.2,
    "sinusoidal_pos_embds": False,
    "tie_weights_": True,
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "vocab_size": 53,
}
MPNET = {key: value for key, value in CONFIG.items() if key not in ("type_vocab_size", "position_embedding_type")} | {
    "architectures": ["MPNetForMaskedLM"],
    "bos_token_id": 0,
    "eos_token_id": 2,
    "layer_norm_eps": 1e-5,
    "model_type": "mpnet",
    "pad_token_id": 1,
    "relative_attention_num_buckets": 32,
}


def pooler(p):
    p.declare_linear("pooler.dense", 24, 24)


def masked_head(decoder=False, sequence=False):
    """The head that guesses masked tokens; its decoder is the word embeddings unless stored once more."""

    def declare(p):
        at, p.prefix = p.prefix, ""
        p.declare("cls.predictions.bias", [53], 0.2)
        p.declare_linear("cls.predictions.transform.dense", 24, 24)
        p.declare_norm("cls.predictions.transform.LayerNorm", 24)
        if decoder:
            p.declare("cls.predictions.decoder.weight", [53, 24], 0.4)
        if sequence:
            p.declare_linear("cls.seq_relationship", 24, 2)
        p.prefix = at

    return declare


def positions(p):
    p.buffer("embeddings.position_ids", [1, 37], "I64", "range")


def old_norm_names(name):
    """BERT's first checkpoints keep the names that TensorFlow gave a norm's weights."""
    return name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")


def all_of(*steps):
    return lambda p: [step(p) for step in steps]


def language_head(p):
    """RoBERTa's."""
    at, p.prefix = p.prefix, ""
    p.declare("lm_head.bias", [53], 0.2)
    p.declare_linear("lm_head.dense", 24, 24)
    p.declare_norm("lm_head.layer_norm", 24)
    p.prefix = at


def albert_heads(p):
    p.declare_linear("pooler", 24, 24)
    at, p.prefix = p.prefix, ""
    p.declare("predictions.bias", [53], 0.2)
    p.declare_linear("predictions.dense", 24, 14)
    p.declare_norm("predictions.LayerNorm", 14)
    p.declare_linear("sop_classifier.classifier", 24, 2)
    p.prefix = at


def electra_head(p):
    at, p.prefix = p.prefix, ""
    p.declare_linear("discriminator_predictions.dense", 24, 24)
    p.declare_linear("discriminator_predictions.dense_prediction", 24, 1)
    p.prefix = at


def distilbert_head(p):
    at, p.prefix = p.prefix, ""
    p.declare_linear("vocab_transform", 24, 24)
    p.declare_norm("vocab_layer_norm", 24)
    p.declare("vocab_projector.bias", [53], 0.2)
    p.prefix = at


def two_texts(inputs):
    """The second text begins at token 4."""
    rows, length = inputs["input_ids"]["shape"]
    kinds = [int(at >= 4 and real) for at, real in zip([*range(length)] * rows, inputs["attention_mask"]["data"])]
    return inputs | {"token_type_ids": {"type": "int64", "shape": [rows, length], "data": kinds}}


def made(about, config, extras, prefix="bert.", model=bert, **parameters):
    pad = config["pad_token_id"]
    # Long enough for MPNet's buckets of far distances.
    inputs = text(53, length=19, real=(None, 14), pad=pad) if model is mpnet else text(53, pad=pad)
    if config.get("type_vocab_size") == 2 and config["model_type"] in ("albert", "bert", "electra"):
        inputs = two_texts(inputs)
    return Variant(about, config, model, inputs, {"prefix": prefix} | parameters, extras)


def variants():
    return {
        "plain": made("as BertForMaskedLM.save_pretrained writes it", CONFIG, masked_head()),
        "hub-names": made(
            "as in google-bert/bert-base-uncased: gamma and beta, pooler and both heads",
            CONFIG | {"architectures": ["BertForMaskedLM"]},
            all_of(pooler, masked_head(decoder=True, sequence=True)),
            rename=old_norm_names,
        ),
        "bare": made(
            "a sentence encoder: BertModel alone, no prefix, with the buffer of positions",
            CONFIG | BARE,
            all_of(pooler, positions),
            prefix="",
        ),
        "gelu-new": made("gelu_new", CONFIG | {"hidden_act": "gelu_new"}, masked_head()),
        "relu": made("relu, a large eps", CONFIG | {"hidden_act": "relu", "layer_norm_eps": 0.01}, masked_head()),
        "one-type": made("a single token type", CONFIG | BARE | {"type_vocab_size": 1}, pooler, prefix=""),
        "without-type": made(
            "no torch_dtype, no architectures",
            {key: value for key, value in CONFIG.items() if key not in ("torch_dtype", "architectures")},
            all_of(pooler, positions, masked_head(sequence=True)),
        ),
        "bfloat16": made("bfloat16", CONFIG | {"torch_dtype": "bfloat16"}, masked_head(), dtype="BF16"),
        "float16": made("float16", CONFIG | {"torch_dtype": "float16"}, masked_head(), dtype="F16"),
        "roberta": made("positions counted from the padding's on", ROBERTA, language_head, prefix="roberta."),
        "roberta-bare": made(
            "RobertaModel alone, as distilled sentence encoders are saved",
            ROBERTA | {"architectures": ["RobertaModel"]},
            all_of(pooler, positions),
            prefix="",
        ),
        "xlm-roberta": made(
            "RoBERTa under another name",
            ROBERTA | {"architectures": ["XLMRobertaForMaskedLM"], "model_type": "xlm-roberta", "output_past": True},
            all_of(pooler, language_head),
            prefix="roberta.",
        ),
        "camembert": made(
            "RoBERTa under yet another name",
            ROBERTA | {"architectures": ["CamembertForMaskedLM"], "model_type": "camembert", "bos_token_id": 5},
            language_head,
            prefix="roberta.",
        ),
        "data2vec-text": made(
            "RoBERTa as data2vec trains it",
            ROBERTA | {"architectures": ["Data2VecTextForMaskedLM"], "model_type": "data2vec-text"},
            language_head,
            prefix="data2vec_text.",
        ),
        "albert": made(
            "all layers share their weights", ALBERT, albert_heads, prefix="albert.", model=albert
        ),
        "albert-groups": made(
            "two groups of layers, no prefix",
            ALBERT | {"architectures": ["AlbertModel"], "num_hidden_groups": 2, "num_hidden_layers": 3},
            positions,
            prefix="",
            model=albert,
        ),
        "distilbert": made("DistilBERT", DISTILBERT, distilbert_head, prefix="distilbert.", model=distilbert),
        "distilbert-bare": made(
            "DistilBertModel alone",
            DISTILBERT | {"architectures": ["DistilBertModel"]},
            lambda p: None,
            prefix="",
            model=distilbert,
        ),
        "electra": made("embeddings narrower than the layers", ELECTRA, electra_head, prefix="electra."),
        "electra-base": made(
            "embeddings as wide as the layers: no projection",
            ELECTRA | {"embedding_size": 24, "architectures": ["ElectraModel"]},
            positions,
            prefix="",
        ),
        "mpnet": made(
            "relative bias; as sentence encoders are saved",
            MPNET | {"architectures": ["MPNetModel"]},
            all_of(pooler, positions),
            prefix="",
            model=mpnet,
        ),
        "mpnet-masked": made("relative bias; MPNetForMaskedLM", MPNET, language_head, prefix="mpnet.", model=mpnet),
    }
