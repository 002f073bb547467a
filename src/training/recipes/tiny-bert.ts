/** The recipe of tiny-bert. */
import { bertBatch, guessesIn, type BertCorpus } from "../batches/bert-batch.ts";
import { encodeRows } from "../batches/encode-rows.ts";
import { trainingRows } from "../data/text/rows.ts";
import { evaluateBert } from "../evaluate/evaluate-bert.ts";
import { bertConfigFile } from "../export/config-files.ts";
import { exportBert } from "../export/export-bert.ts";
import { bertLoss } from "../models/bert-loss.ts";
import { bertParameters } from "../models/bert.ts";
import type { BertSize } from "../models/sizes.ts";
import { trainWordPiece } from "../tokenizer/train-word-piece.ts";
import type { Recipe } from "./recipe.ts";

const SIZE: BertSize = { nLayers: 4, nHeads: 4, width: 128, nVocabulary: 1280, nPositions: 96 };
const SHAPES = {
  single: { nRows: 20, length: 64, nGuesses: guessesIn(20, 64), nTexts: 1 },
  pair: { nRows: 13, length: 96, nGuesses: guessesIn(13, 96), nTexts: 2 },
} as const;
const N_TEXTS = 60_000;
const N_TOKENIZER_TEXTS = 40_000;
const TOKENIZER_SEED = 1;
/** The ids that the tokenizer assigns. */
const SPECIAL = { pad: 0, unknown: 1, cls: 2, sep: 3, masked: 4 } as const;

export const tinyBert: Recipe = {
  slug: "tiny-bert",
  parameters: bertParameters(SIZE),
  optimizer: { muonRate: 0.01, adamwRate: 0.002, muonDecay: 0.1, adamwDecay: 0.01, maxNorm: 1 },
  schedule: { steps: 13000, warmUpSteps: 200, fall: 0.6 },
  seed: 1,
  shapes: { single: bertLoss(SIZE, SHAPES.single), pair: bertLoss(SIZE, SHAPES.pair) },
  openData: (seed) => {
    const files = trainWordPiece(
      trainingRows(TOKENIZER_SEED, N_TOKENIZER_TEXTS),
      SIZE.nVocabulary,
      SIZE.nPositions,
    );
    const corpus: BertCorpus = {
      ...SPECIAL,
      texts: encodeRows(files, seed, N_TEXTS),
      ordinary: Array.from({ length: SIZE.nVocabulary - 5 }, (_, i) => i + 5),
      copies: 0.06,
    };
    return {
      batchOf: (step) => {
        const shape = step % 2 === 0 ? "single" : "pair";
        return { shape, feeds: bertBatch(corpus, SHAPES[shape], seed, step) };
      },
      files: {
        "config.json": bertConfigFile(SIZE),
        "tokenizer.json": files.tokenizer,
        "tokenizer_config.json": files.config,
      },
    };
  },
  evaluate: evaluateBert,
  exportOnnx: (values, storage) => exportBert(SIZE, values, storage),
  keptSteps: [],
};
