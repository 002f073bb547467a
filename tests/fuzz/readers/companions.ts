/** The other files beside a graph: what a model of pictures or of sound says about its input, and its config.json. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { openImageProcessor } from "#pipeline/inputs/image/open-image-processor.ts";
import { openAudioProcessor } from "#pipeline/inputs/audio/open-audio-processor.ts";
import { readStartId } from "#pipeline/inputs/text/start-token.ts";
import { readVisionConfig, specialNames } from "#pipeline/inputs/image/vision-config.ts";
import { configWarnings, readConfig } from "#pipeline/onnx/check-config.ts";
import { drawPicture } from "../../helpers/drawn-pictures.ts";
import { mutate } from "../mutate.ts";
import type { FuzzReader } from "../reader.ts";
import { wave } from "../seeds.ts";

const CONFIG = {
  model_type: "vit",
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  patch_size: 4,
  num_register_tokens: 4,
  max_position_embeddings: 32,
  decoder_start_token_id: 2,
  vision_config: { patch_size: [4, 4], model_type: "dinov2" },
  text_config: { num_hidden_layers: 2 },
};
const SCALED = {
  do_rescale: true,
  rescale_factor: 1 / 255,
  do_normalize: true,
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.2, 0.2, 0.2],
};
const PROCESSORS = [
  {
    image_processor_type: "ViTImageProcessor",
    do_resize: true,
    size: { height: 16, width: 16 },
    resample: 2,
    ...SCALED,
  },
  {
    image_processor_type: "CLIPImageProcessor",
    size: { shortest_edge: 20 },
    do_center_crop: true,
    crop_size: 16,
    resample: "bicubic",
    ...SCALED,
  },
  {
    feature_extractor_type: "DetrFeatureExtractor",
    size: 20,
    max_size: 40,
    do_pad: true,
    pad_size: { height: 40, width: 40 },
    ...SCALED,
  },
  {
    image_processor_type: "DPTImageProcessor",
    size: [24, 24],
    keep_aspect_ratio: true,
    ensure_multiple_of: 8,
    crop_pct: 0.9,
    ...SCALED,
  },
];
const HEARING = {
  feature_extractor_type: "WhisperFeatureExtractor",
  sampling_rate: 16_000,
  feature_size: 8,
  n_fft: 400,
  hop_length: 160,
  chunk_length: 1,
  padding_value: 0,
};
/** Files by how they are damaged: a picture's, a sound's, or what only counts. */
const SEEDS: readonly (readonly [file: string, kind: "see" | "hear" | "count", json: unknown])[] = [
  ...PROCESSORS.map((json) => ["preprocessor_config.json", "see", json] as const),
  ["processor_config.json", "see", { image_processor: PROCESSORS[1] }],
  [
    "config.json",
    "see",
    {
      pretrained_cfg: {
        input_size: [3, 16, 16],
        interpolation: "bicubic",
        mean: [0.5, 0.5, 0.5],
        std: [0.2, 0.2, 0.2],
        crop_pct: 0.9,
      },
    },
  ],
  ["preprocessor_config.json", "hear", HEARING],
  ["processor_config.json", "hear", { feature_extractor: HEARING }],
  ["config.json", "count", CONFIG],
  ["generation_config.json", "count", { decoder_start_token_id: 2, eos_token_id: [1, 2] }],
];

export const companions: FuzzReader = {
  name: "companions",
  what: "config.json, generation_, preprocessor_ and processor_config.json",
  cases: 10_000,
  fewCases: 100,
  open: async (folder) => {
    const { data, width, height } = drawPicture("odd noise");
    const picture = join(folder, "a.png");
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(picture);
    const recording = join(folder, "a.wav");
    writeFileSync(recording, wave({ code: 1, bits: 16, nChannels: 1 }));
    return {
      tryOne: async (random) => {
        const [file, kind, json] = SEEDS[Math.floor(random() * SEEDS.length)]!;
        for (const [name] of SEEDS) rmSync(join(folder, name), { force: true });
        writeFileSync(join(folder, file), mutate(Buffer.from(JSON.stringify(json)), "json", random));
        if (kind === "hear") await (await openAudioProcessor(folder)).features(recording);
        else if (kind === "see") {
          const processor = await openImageProcessor(folder);
          await processor(picture);
          await processor.picture(picture, 32, 32);
          await processor.sizeOf(picture);
        } else {
          const config = await readVisionConfig(folder);
          for (const nSpecial of [0, 1, 2, 5]) specialNames(nSpecial, config);
          await readStartId(folder);
          configWarnings(readConfig(folder), [
            { heads: [4, 4], keyHeads: [2, 2] },
            { name: "vision", heads: [4] },
          ]);
        }
      },
    };
  },
};
