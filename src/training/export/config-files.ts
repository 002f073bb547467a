/** config.json as transformers writes it, so that other programs know what the weights are. */
import type { BertSize } from "../models/sizes.ts";
import type { Gpt2Size } from "../models/sizes.ts";
import type { ModelSize } from "../models/sizes.ts";
import type { VitSize } from "../models/sizes.ts";

export function gpt2ConfigFile({ nLayers, nHeads, width, nVocabulary, nPositions }: Gpt2Size): object {
  return {
    model_type: "gpt2",
    architectures: ["GPT2LMHeadModel"],
    vocab_size: nVocabulary,
    n_positions: nPositions,
    n_ctx: nPositions,
    n_embd: width,
    n_layer: nLayers,
    n_head: nHeads,
    n_inner: null,
    activation_function: "gelu_new",
    layer_norm_epsilon: 1e-5,
    attn_pdrop: 0,
    embd_pdrop: 0,
    resid_pdrop: 0,
    bos_token_id: 0,
    eos_token_id: 0,
    tie_word_embeddings: true,
    use_cache: false,
  };
}

export function bertConfigFile(size: BertSize): object {
  return {
    model_type: "bert",
    architectures: ["BertForMaskedLM"],
    vocab_size: size.nVocabulary,
    max_position_embeddings: size.nPositions,
    type_vocab_size: 2,
    pad_token_id: 0,
    position_embedding_type: "absolute",
    use_cache: false,
    ...encoderConfig(size),
  };
}

/** @param labels Name of each class, in class order. */
export function vitConfigFile(size: VitSize, labels: readonly string[]): object {
  return {
    model_type: "vit",
    architectures: ["ViTForImageClassification"],
    image_size: size.sizePx,
    patch_size: size.patchSizePx,
    num_channels: 3,
    qkv_bias: true,
    ...encoderConfig(size),
    id2label: Object.fromEntries(labels.map((label, id) => [id, label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
  };
}

function encoderConfig({ nLayers, nHeads, width }: ModelSize): object {
  return {
    hidden_size: width,
    num_hidden_layers: nLayers,
    num_attention_heads: nHeads,
    intermediate_size: 4 * width,
    hidden_act: "gelu",
    layer_norm_eps: 1e-12,
    hidden_dropout_prob: 0,
    attention_probs_dropout_prob: 0,
  };
}

/**
 * How pictures become numbers from −1 to 1. Training draws at this size and never resizes; larger pictures come closest to
 * that if pixels are averaged, as Pillow's bilinear kernel (2) does.
 */
export function preprocessorConfig({ sizePx }: VitSize): object {
  return {
    image_processor_type: "ViTImageProcessor",
    feature_extractor_type: "ViTFeatureExtractor",
    do_resize: true,
    size: { height: sizePx, width: sizePx },
    resample: 2,
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
  };
}
