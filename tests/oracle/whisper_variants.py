"""The fixtures of Whisper."""

from variant import Variant, picture, text
from whisper import whisper

WHISPER = {
    "activation_dropout": 0.0,
    "activation_function": "gelu",
    "apply_spec_augment": False,
    "architectures": ["WhisperForConditionalGeneration"],
    "attention_dropout": 0.0,
    "begin_suppress_tokens": [20, 52],
    "bos_token_id": 52,
    "classifier_proj_size": 256,
    "d_model": 24,
    "decoder_attention_heads": 3,
    "decoder_ffn_dim": 40,
    "decoder_layerdrop": 0.0,
    "decoder_layers": 2,
    "decoder_start_token_id": 50,
    "dropout": 0.0,
    "encoder_attention_heads": 4,
    "encoder_ffn_dim": 44,
    "encoder_layerdrop": 0.0,
    "encoder_layers": 3,
    "eos_token_id": 52,
    "forced_decoder_ids": [[1, 51], [2, 49]],
    "init_std": 0.02,
    "is_encoder_decoder": True,
    "max_length": 19,
    "max_source_positions": 10,
    "max_target_positions": 19,
    "model_type": "whisper",
    "num_hidden_layers": 3,
    "num_mel_bins": 5,
    "pad_token_id": 52,
    "scale_embedding": False,
    "torch_dtype": "float32",
    "transformers_version": "4.44.2",
    "use_cache": True,
    "use_weighted_layer_sum": False,
    "vocab_size": 53,
}


def nothing(p):
    pass


def head(p):
    at, p.prefix = p.prefix, ""
    p.declare("proj_out.weight", [53, 24], 1.0)
    p.prefix = at


def made(about, change=None, extras=nothing, prefix="model.", **parameters):
    sound = picture([2, 5, 20], name="input_features")
    words = text(53, length=7, real=(None, None), name="decoder_input_ids", mask=None)
    return Variant(about, WHISPER | (change or {}), whisper, sound | words, {"prefix": prefix} | parameters, extras)


def variants():
    return {
        "plain": made("as openai/whisper-tiny: the output layer is tied"),
        "head": made("the output layer stored once more; relu", {"activation_function": "relu"}, head, gain=1.8),
        "bare": made("WhisperModel alone", {"architectures": ["WhisperModel"]}, prefix=""),
        "float16": made("float16", {"torch_dtype": "float16"}, dtype="F16"),
    }
