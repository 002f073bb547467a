/** Batches for GPT-2. Every row begins with the same token and is full; its content depends on the seed and the step only. */
import { seededRandom, seedFrom, type Random } from "#math/random.ts";
import { Tensor } from "#pipeline/onnx/runtime.ts";
import type { Feeds } from "../trainer/trainer.ts";
import { repeatedRow, walkRow, type MakeRandomRow } from "./random-rows.ts";

export interface GptCorpus {
  /** Token ids of every text. */
  readonly texts: readonly Uint16Array[];
  /** The first token of every row, also placed between texts. */
  readonly start: number;
  /** Token ids for random rows. */
  readonly ordinary: readonly number[];
}

/** Shares of the two kinds of random rows: repeated stretches, and walks. */
export type RandomShares = readonly [repeated: number, walks: number];

export interface BatchShape {
  readonly nRows: number;
  readonly length: number;
}

export function gptBatch(
  corpus: GptCorpus,
  { nRows, length }: BatchShape,
  shares: RandomShares,
  seed: number,
  step: number,
): Feeds {
  const random = seededRandom(seedFrom("gpt batch", seed, step));
  const ids = new BigInt64Array(nRows * length);
  const targets = new BigInt64Array(nRows * length);
  const weights = new Float32Array(nRows * length);
  for (let row = 0; row < nRows; row++) {
    const made = makeRow(corpus, shares, random, length + 1);
    for (let i = 0; i < length; i++) {
      ids[row * length + i] = BigInt(made.ids[i]!);
      targets[row * length + i] = BigInt(made.ids[i + 1]!);
      weights[row * length + i] = made.weights[i + 1]!;
    }
  }
  const total = weights.reduce((a, b) => a + b, 0);
  return {
    ids: new Tensor("int64", ids, [nRows, length]),
    targets: new Tensor("int64", targets, [nRows * length]),
    weights: new Tensor(
      "float32",
      weights.map((weight) => weight / total),
      [nRows * length],
    ),
  };
}

function makeRow(
  corpus: GptCorpus,
  [repeated, walks]: RandomShares,
  random: Random,
  n: number,
): { ids: number[]; weights: number[] } {
  const chance = random();
  if (chance >= repeated + walks) return textRow(corpus, random, n);
  const make: MakeRandomRow = chance < repeated ? repeatedRow : walkRow;
  const { ids, weights } = make(random, corpus.ordinary, n - 1);
  return { ids: [corpus.start, ...ids], weights: [0, ...weights] };
}

/** Concatenates texts; the last one is cut where the row is full. */
function textRow(
  { texts, start }: GptCorpus,
  random: Random,
  n: number,
): { ids: number[]; weights: number[] } {
  const ids: number[] = [];
  while (ids.length < n) ids.push(start, ...texts[Math.floor(random() * texts.length)]!);
  return { ids: ids.slice(0, n), weights: Array.from({ length: n }, () => 1) };
}
