/** The recipe of tiny-vit. */
import { vitBatch } from "../batches/vit-batch.ts";
import { COLORS } from "../data/pictures/colors.ts";
import { SHAPES } from "../data/pictures/shapes.ts";
import { TEXTURES } from "../data/pictures/textures.ts";
import { evaluateVit } from "../evaluate/evaluate-vit.ts";
import { preprocessorConfig, vitConfigFile } from "../export/config-files.ts";
import { exportVit } from "../export/export-vit.ts";
import type { VitSize } from "../models/sizes.ts";
import { vitHeads, vitLoss } from "../models/vit-loss.ts";
import { vitParameters } from "../models/vit.ts";
import type { Recipe } from "./recipe.ts";

const SIZE: VitSize = { nLayers: 4, nHeads: 4, width: 128, sizePx: 64, patchSizePx: 8 };
const PARTS = { shape: SHAPES.length, color: COLORS.length, texture: TEXTURES.length };
const N_PICTURES = 48;
/** Late in training, the helper counts less, because it makes layers alike. */
const HELPED_STEPS = 1600;

/** Class names in class order: shapes change slowest, textures fastest. */
const LABELS = SHAPES.flatMap((shape) =>
  COLORS.flatMap((color) => TEXTURES.map((texture) => `${texture} ${color} ${shape}`)),
);

export const tinyVit: Recipe = {
  slug: "tiny-vit",
  parameters: [...vitParameters(SIZE), ...vitHeads(SIZE, PARTS)],
  optimizer: { muonRate: 0.02, adamwRate: 0.002, muonDecay: 0.1, adamwDecay: 0.01, maxNorm: 1 },
  schedule: { steps: 2800, warmUpSteps: 100, fall: 0.35 },
  seed: 1,
  shapes: { pictures: vitLoss(SIZE, PARTS, N_PICTURES) },
  openData: (seed) => ({
    batchOf: (step) => ({
      shape: "pictures",
      feeds: vitBatch(SIZE, N_PICTURES, seed, step, step < HELPED_STEPS ? 1 : 0.2),
    }),
    files: {
      "config.json": vitConfigFile(SIZE, LABELS),
      "preprocessor_config.json": preprocessorConfig(SIZE),
    },
  }),
  evaluate: evaluateVit,
  exportOnnx: (values, storage) => exportVit(SIZE, PARTS, values, storage),
  keptSteps: [],
};
