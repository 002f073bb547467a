"""The fixtures of BART, mBART, Marian and Pegasus."""

from bart import bart, sinusoids
from variant import Variant, text

BART = {
    "activation_dropout": 0.1,
    "activation_function": "gelu",
    "architectures": ["BartForConditionalGeneration"],
    "attention_dropout": 0.1,
    "bos_token_id": 0,
    "classifier_dropout": 0.0,
    "d_model": 24,
    "decoder_attention_heads": 3,
    "decoder_ffn_dim": 40,
    "decoder_layerdrop": 0.0,
    "decoder_layers": 2,
    "decoder_start_token_id": 2,
    "dropout": 0.1,
    "encoder_attention_heads": 4,
    "encoder_ffn_dim": 44,
    "encoder_layerdrop": 0.0,
    "encoder_layers": 3,
    "eos_token_id": 2,
    "forced_eos_token_id": 2,
    "init_std": 0.02,
    "is_encoder_decoder": True,
    "max_position_embeddings": 19,
    "model_type": "bart",
    "num_hidden_layers": 3,
    "pad_token_id": 1,
    "scale_embedding": False,
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "use_cache": True,
    "vocab_size": 53,
}
MBART = BART | {"architectures": ["MBartForConditionalGeneration"], "model_type": "mbart", "scale_embedding": True}
MARIAN = BART | {
    "activation_function": "swish",
    "architectures": ["MarianMTModel"],
    "decoder_start_token_id": 52,
    "decoder_vocab_size": 53,
    "eos_token_id": 0,
    "model_type": "marian",
    "pad_token_id": 52,
    "scale_embedding": True,
    "share_encoder_decoder_embeddings": True,
    "static_position_embeddings": True,
}
PEGASUS = BART | {
    "activation_function": "relu",
    "architectures": ["PegasusForConditionalGeneration"],
    "model_type": "pegasus",
    "pad_token_id": 0,
    "scale_embedding": True,
    "static_position_embeddings": True,
}


def logits(p):
    at, p.prefix = p.prefix, ""
    p.declare("final_logits_bias", [1, 53], 0.2)
    p.prefix = at


def stored(p):
    """What Marian's conversion wrote; it is no more than what follows from the formula."""
    logits(p)
    numbers = sinusoids(19, 24).flatten().tolist()
    for tower in ("encoder", "decoder"):
        p.buffer(f"{tower}.embed_positions.weight", [19, 24], "F32", [float(f"{n:.9g}") for n in numbers])


def copies(p):
    """Embeddings stored once more for each side and for the output, as the first checkpoints have them."""
    logits(p)
    for tower in ("encoder", "decoder"):
        p.declare(f"{tower}.embed_tokens.weight", [53, 24], 1.0)


def nothing(p):
    pass


def made(about, config, extras=logits, prefix="model.", layers=(0, 1, 2), gain=1.5):
    pad = config["pad_token_id"]
    source = text(53, length=11, real=(None, 8), pad=pad)
    target = text(53, length=7, real=(None, None), name="decoder_input_ids", mask=None)
    return Variant(about, config, bart, source | target, {"prefix": prefix, "gain": gain}, extras, layers=layers)


def variants():
    return {
        "bart": made("as facebook/bart-base", BART),
        "bart-scaled": made(
            "BartModel alone, embeddings scaled and stored three times",
            BART | {"architectures": ["BartModel"], "scale_embedding": True, "activation_function": "relu"},
            copies,
            prefix="",
            layers=(0, 1),
        ),
        "mbart": made("norms before each part, scaled embeddings", MBART),
        "marian": made("sinusoids, which the file does not hold", MARIAN, gain=1.8),
        "marian-stored": made("sinusoids that the file holds, too", MARIAN, stored, layers=(1,), gain=1.8),
        "pegasus": made("sinusoids, norms before each part", PEGASUS),
    }
