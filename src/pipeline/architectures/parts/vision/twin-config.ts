/** Configurations of models with an encoder for texts and one for pictures: CLIP, SigLIP. */
import { z } from "zod";
import { ACTIVATION_NAMES, type ActivationName } from "../activations.ts";
import { areHeadsEqual, epsilon, layers, size, UNEQUAL_HEADS } from "../config-fields.ts";

export interface Tower {
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly hidden_act: ActivationName;
  readonly layer_norm_eps: number;
}

export interface TextTower extends Tower {
  readonly vocab_size: number;
  readonly max_position_embeddings: number;
}

export interface VisionTower extends Tower {
  readonly num_channels: number;
  readonly image_size: number;
  readonly patch_size: number;
}

const TOWER = {
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: layers,
  num_attention_heads: size,
  hidden_act: z.enum(ACTIVATION_NAMES),
  layer_norm_eps: epsilon,
};

/** @param standard What a configuration may leave out. */
export function textTower(standard: TextTower): z.ZodType<TextTower> {
  const fields = { ...TOWER, vocab_size: size, max_position_embeddings: size };
  return completed(z.object(fields).refine(areHeadsEqual, UNEQUAL_HEADS), standard);
}

/** @param standard What a configuration may leave out. */
export function visionTower(standard: VisionTower): z.ZodType<VisionTower> {
  const fields = { ...TOWER, num_channels: size, image_size: size, patch_size: size };
  return completed(
    z
      .object(fields)
      .refine(areHeadsEqual, UNEQUAL_HEADS)
      .refine(({ image_size: image, patch_size: patch }) => patch <= image, {
        path: ["patch_size"],
        error: "expected at most image_size",
      }),
    standard,
  );
}

export interface BothTowers {
  /** Left out in models that only name what a picture shows. */
  readonly text?: TextTower;
  readonly vision: VisionTower;
}

/** Both towers, each under its key. Early configurations have a second one, which wins in transformers. */
export function bothTowers(
  text: z.ZodType<TextTower>,
  vision: z.ZodType<VisionTower>,
): z.ZodType<BothTowers> {
  return z
    .object({
      text_config: text,
      vision_config: vision,
      text_config_dict: text.nullish(),
      vision_config_dict: vision.nullish(),
      architectures: z.array(z.string()).nullish(),
    })
    .transform((both) => {
      const seen = both.vision_config_dict ?? both.vision_config;
      const isClassifier = both.architectures?.some((name) => name.endsWith("ForImageClassification"));
      return isClassifier === true
        ? { vision: seen }
        : { text: both.text_config_dict ?? both.text_config, vision: seen };
    });
}

function completed<T extends object>(schema: z.ZodType<T>, standard: T): z.ZodType<T> {
  const isObject = (raw: unknown): raw is object =>
    typeof raw === "object" && raw !== null && !Array.isArray(raw);
  return z.preprocess((raw) => (isObject(raw) ? { ...standard, ...raw } : raw), schema);
}
