/** The three kinds of checkpoints that a model of texts and pictures has: both towers, and each of them alone. */
import type { z } from "zod";
import type { Building } from "../../building.ts";
import { family, type Family } from "../../family.ts";
import { bothTowers, type TextTower, type VisionTower } from "./twin-config.ts";
import type { TowerPlace } from "./twin-towers.ts";

export interface TwinParts {
  /** `model_type` of both towers; `<type>_text_model` and `<type>_vision_model` are one alone. */
  readonly modelType: string;
  readonly text: z.ZodType<TextTower>;
  readonly vision: z.ZodType<VisionTower>;
  /** Of the tower for pictures: a tensor that it always has. */
  readonly visionAnchor: string;
  readonly spare: readonly RegExp[];
  readonly buildText: (building: Building, config: TextTower, place: TowerPlace) => void;
  readonly buildVision: (building: Building, config: VisionTower, place: TowerPlace) => void;
}

/** @returns The families of both towers, of texts alone, and of pictures alone. */
export function twinFamilies(parts: TwinParts): [both: Family, text: Family, vision: Family] {
  const { modelType, spare, buildText, buildVision } = parts;
  return [
    family({
      modelTypes: [modelType],
      config: bothTowers(parts.text, parts.vision),
      prefixes: [""],
      anchor: "vision_model.embeddings.patch_embedding.weight",
      spare,
      build: (building, { text, vision }) => {
        if (text) buildText(building, text, { at: "text_model.", tower: "text" });
        buildVision(building, vision, { at: "vision_model.", ...(text ? { tower: "vision" } : {}) });
      },
    }),
    family({
      modelTypes: [`${modelType}_text_model`],
      config: parts.text,
      prefixes: ["text_model.", ""],
      anchor: "embeddings.token_embedding.weight",
      spare,
      build: (building, config) => buildText(building, config, { at: "" }),
    }),
    family({
      modelTypes: [`${modelType}_vision_model`],
      config: parts.vision,
      prefixes: ["vision_model.", ""],
      anchor: parts.visionAnchor,
      spare,
      build: (building, config) => buildVision(building, config, { at: "" }),
    }),
  ];
}
