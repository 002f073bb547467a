/** The recipe of tiny-gpt. */
import { encodeRows } from "../batches/encode-rows.ts";
import { gptBatch, type BatchShape, type GptCorpus } from "../batches/gpt-batch.ts";
import { trainingRows } from "../data/text/rows.ts";
import { evaluateGpt } from "../evaluate/evaluate-gpt.ts";
import { gpt2ConfigFile } from "../export/config-files.ts";
import { exportGpt2 } from "../export/export-gpt2.ts";
import { gpt2Loss } from "../models/gpt2-loss.ts";
import { gpt2Parameters } from "../models/gpt2.ts";
import type { Gpt2Size } from "../models/sizes.ts";
import { trainBpe } from "../tokenizer/train-bpe.ts";
import type { Recipe } from "./recipe.ts";

const SIZE: Gpt2Size = { nLayers: 4, nHeads: 4, width: 128, nVocabulary: 1536, nPositions: 128 };
const SHAPES = {
  short: { nRows: 20, length: 64 },
  long: { nRows: 10, length: 128 },
} as const satisfies Readonly<Record<string, BatchShape>>;
const N_TEXTS = 60_000;
const N_TOKENIZER_TEXTS = 40_000;
const TOKENIZER_SEED = 1;
/** Shares of rows: repeated stretches, and walks. */
const RANDOM_SHARES = [0.07, 0.07] as const;
/** <|endoftext|> */
const START = 0;

export const tinyGpt: Recipe = {
  slug: "tiny-gpt",
  parameters: gpt2Parameters(SIZE),
  optimizer: { muonRate: 0.02, adamwRate: 0.003, muonDecay: 0.1, adamwDecay: 0.01, maxNorm: 1 },
  schedule: { steps: 6000, warmUpSteps: 100, fall: 0.35 },
  seed: 1,
  shapes: {
    short: gpt2Loss(SIZE, SHAPES.short.nRows, SHAPES.short.length),
    long: gpt2Loss(SIZE, SHAPES.long.nRows, SHAPES.long.length),
  },
  openData: (seed) => {
    const files = trainBpe(
      trainingRows(TOKENIZER_SEED, N_TOKENIZER_TEXTS),
      SIZE.nVocabulary,
      SIZE.nPositions,
    );
    const corpus: GptCorpus = {
      texts: encodeRows(files, seed, N_TEXTS),
      start: START,
      ordinary: Array.from({ length: SIZE.nVocabulary - 1 }, (_, i) => i + 1),
    };
    return {
      batchOf: (step) => {
        const shape = step % 4 === 3 ? "long" : "short";
        return { shape, feeds: gptBatch(corpus, SHAPES[shape], RANDOM_SHARES, seed, step) };
      },
      files: {
        "config.json": gpt2ConfigFile(SIZE),
        "tokenizer.json": files.tokenizer,
        "tokenizer_config.json": files.config,
      },
    };
  },
  evaluate: evaluateGpt,
  exportOnnx: (values, storage) => exportGpt2(SIZE, values, storage),
  keptSteps: [0, 1250, 1500, 1600, 1750, 3000],
};
