/** Lists of files as well-known repositories of the hub have them, to lay out a hub of tests. Only their names are real. */

/** Files of weights in formats that are never fetched, and notes. */
const OTHERS = [".gitattributes", "README.md", "flax_model.msgpack", "pytorch_model.bin", "tf_model.h5"];

export const HUB_LAYOUTS = {
  "google-bert/bert-base-uncased": [
    ...OTHERS,
    "LICENSE",
    "config.json",
    "coreml/fill-mask/float32_model.mlpackage/Data/com.apple.CoreML/model.mlmodel",
    "model.onnx",
    "model.safetensors",
    "rust_model.ot",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.txt",
  ],
  "openai-community/gpt2": [
    ...OTHERS,
    "64-8bits.tflite",
    "64-fp16.tflite",
    "64.tflite",
    "config.json",
    "generation_config.json",
    "merges.txt",
    "model.safetensors",
    "onnx/config.json",
    "onnx/decoder_model.onnx",
    "onnx/decoder_model_merged.onnx",
    "onnx/decoder_with_past_model.onnx",
    "onnx/generation_config.json",
    "onnx/merges.txt",
    "onnx/special_tokens_map.json",
    "onnx/tokenizer.json",
    "onnx/tokenizer_config.json",
    "onnx/vocab.json",
    "rust_model.ot",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.json",
  ],
  "google/vit-base-patch16-224": [...OTHERS, "config.json", "model.safetensors", "preprocessor_config.json"],
  "google/vit-base-patch32-224-in21k": [
    ...OTHERS,
    "config.json",
    "model.safetensors",
    "preprocessor_config.json",
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type KnownRepo = keyof typeof HUB_LAYOUTS;

/** Every file of a repository: those that are given, and for the others a content that nobody may fetch. */
export function layOut(repo: KnownRepo, files: Readonly<Record<string, Buffer>>): Record<string, Buffer> {
  const all: Record<string, Buffer> = {};
  for (const name of HUB_LAYOUTS[repo]) all[name] = files[name] ?? Buffer.from(`not wanted: ${name}`);
  return all;
}
