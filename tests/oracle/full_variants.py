"""Fixtures as large as real models: configurations as the hub has them; a few heads and tokens are compared."""

from bert import bert
from bert_variants import CONFIG as BERT
from bert_variants import old_norm_names
from clip import siglip
from gpt2 import gpt2, gpt_neox
from gpt2_variants import GPT2_FIRST, PYTHIA
from llama import llama
from llama_variants import LLAMA, MISTRAL, without
from variant import Variant, picture, text
from vit import vit
from vit_variants import IN21K, LABELS

BASE = {"hidden_size": 768, "intermediate_size": 3072, "num_attention_heads": 12, "num_hidden_layers": 12}
BERT_BASE = without(BERT, "classifier_dropout", "torch_dtype") | BASE | {
    "max_position_embeddings": 512,
    "transformers_version": "4.6.0.dev0",
    "vocab_size": 30522,
}
GPT2 = GPT2_FIRST | {
    "bos_token_id": 50256,
    "eos_token_id": 50256,
    "n_ctx": 1024,
    "n_embd": 768,
    "n_head": 12,
    "n_layer": 12,
    "n_positions": 1024,
    "vocab_size": 50257,
}
PYTHIA_70M = PYTHIA | {
    "hidden_size": 512,
    "intermediate_size": 2048,
    "max_position_embeddings": 2048,
    "num_attention_heads": 8,
    "num_hidden_layers": 6,
    "vocab_size": 50304,
}
VIT32 = IN21K | BASE | {"image_size": 224, "patch_size": 32}
VIT16 = VIT32 | LABELS | {"patch_size": 16, "transformers_version": "4.13.0.dev0"}
TINYLLAMA = LLAMA | {
    "hidden_size": 2048,
    "intermediate_size": 5632,
    "max_position_embeddings": 2048,
    "num_attention_heads": 32,
    "num_hidden_layers": 22,
    "num_key_value_heads": 4,
    "torch_dtype": "bfloat16",
    "vocab_size": 32000,
}
MISTRAL_7B = MISTRAL | {
    "hidden_size": 4096,
    "intermediate_size": 14336,
    "max_position_embeddings": 32768,
    "num_attention_heads": 32,
    "num_hidden_layers": 32,
    "num_key_value_heads": 8,
    "sliding_window": 4096,
    "torch_dtype": "bfloat16",
    "vocab_size": 32000,
}
# All of google/siglip-base-patch16-224: everything else is what transformers takes if nothing is said.
SIGLIP_BASE = {
    "architectures": ["SiglipModel"],
    "initializer_factor": 1.0,
    "model_type": "siglip",
    "text_config": {"model_type": "siglip_text_model"},
    "torch_dtype": "float32",
    "transformers_version": "4.37.0.dev0",
    "vision_config": {"model_type": "siglip_vision_model"},
}
PICTURE = picture([1, 3, 224, 224])


def heads_of_bert(p):
    p.declare_linear("pooler.dense", 768, 768)
    at, p.prefix = p.prefix, ""
    p.declare("cls.predictions.bias", [30522], 0.2)
    p.declare_linear("cls.predictions.transform.dense", 768, 768)
    p.declare_norm("cls.predictions.transform.LayerNorm", 768)
    p.declare_linear("cls.seq_relationship", 768, 2)
    p.prefix = at


def masks(p):
    for layer in range(12):
        p.buffer(f"h.{layer}.attn.bias", [1, 1, 1024, 1024], "F32", "causal")


def pythia_rest(p):
    for layer in range(6):
        p.buffer(f"layers.{layer}.attention.bias", [1, 1, 2048, 2048], "BOOL", "causal")
        p.buffer(f"layers.{layer}.attention.masked_bias", [], "F16", [-1e4])
        p.buffer(f"layers.{layer}.attention.rotary_emb.inv_freq", [8], "F16", [10000 ** (-n / 8) for n in range(8)])
    at, p.prefix = p.prefix, ""
    p.declare("embed_out.weight", [50304, 512], 0.1)
    p.prefix = at


def pooler(p):
    p.declare_linear("pooler.dense", 768, 768)


def classifier(p):
    at, p.prefix = p.prefix, ""
    p.declare_linear("classifier", 768, 5)
    p.prefix = at


def output(width):
    def declare(p):
        at, p.prefix = p.prefix, ""
        p.declare("lm_head.weight", [32000, width], 0.03)
        p.prefix = at

    return declare


def scales(p):
    p.declare("logit_scale", [1], 1.0, 2.7)
    p.declare("logit_bias", [1], 1.0, -9)


def made(about, config, model, inputs, extras, heads=12, layers=12, tokens=(), shards=1, **parameters):
    kept = {"heads": (0, heads - 1), "layers": (0, layers - 1), "tokens": tokens, "shards": shards}
    # Not as pointed as in the tiny ones: over many layers, pointed patterns make the smallest rounding large.
    parameters = {"gain": 1.3, "quiet": 0.3} | parameters
    return Variant(about, config, model, inputs, parameters, extras, full_size=True, **kept)


def variants():
    def words(vocabulary, **more):
        return text(vocabulary, length=12, real=(None,), **more)

    # 49 and 196 patches: the class token, and some from the first to the last row.
    some, more = (0, 1, 8, 25, 49), (0, 1, 15, 98, 196)
    return {
        "bert-base": made(
            "google-bert/bert-base-uncased",
            BERT_BASE,
            bert,
            words(30522),
            heads_of_bert,
            prefix="bert.",
            rename=old_norm_names,
        ),
        "gpt2": made("openai-community/gpt2", GPT2, gpt2, words(50257), masks),
        "pythia-70m": made(
            "EleutherAI/pythia-70m",
            PYTHIA_70M,
            gpt_neox,
            words(50304),
            pythia_rest,
            heads=8,
            layers=6,
            prefix="gpt_neox.",
            dtype="F16",
        ),
        "vit-base-patch16": made(
            "google/vit-base-patch16-224", VIT16, vit, PICTURE, classifier, tokens=more, prefix="vit."
        ),
        "vit-base-patch32": made("google/vit-base-patch32-224-in21k", VIT32, vit, PICTURE, pooler, tokens=some),
        "siglip-base": made(
            "google/siglip-base-patch16-224: a configuration that says nothing",
            SIGLIP_BASE,
            siglip,
            words(32000) | PICTURE,
            scales,
            tokens=(0, 1, 3, 7, 11),
        ),
        "tinyllama": made(
            "TinyLlama-1.1B",
            TINYLLAMA,
            llama,
            words(32000),
            output(2048),
            heads=32,
            layers=22,
            prefix="model.",
            dtype="BF16",
        ),
        "mistral-7b": made(
            "mistralai/Mistral-7B-v0.1",
            MISTRAL_7B,
            llama,
            words(32000),
            output(4096),
            shards=2,
            gain=1.15,
            quiet=0.2,
            heads=32,
            layers=32,
            prefix="model.",
            dtype="BF16",
        ),
    }
