import { median } from "#math/median.ts";
import { eachRow } from "#math/pattern-rows.ts";
import { noScores, shareRow, type MeasureRow } from "../measure-row.ts";
import type { Scores } from "../scores.ts";
import type { VectorInput, VectorMeasure } from "./vector-measure.ts";

/** An outlier's length exceeds the median by this many median absolute deviations. */
const DEVIATIONS = 6;
/** Of the median: lengths this near to each other are the same. */
const ROUNDING = 1e-6;

const OF_KEYS = ["registers.keys", "registers.keys-weight"] as const;
const OF_VALUES = ["registers.values", "registers.values-weight"] as const;

const ROWS: readonly MeasureRow[] = [
  shareRow(OF_KEYS[0], "Patches with an outlying key", ["QK"]),
  shareRow(OF_KEYS[1], "Weight on patches with an outlying key", ["QK", "A"]),
  shareRow(OF_VALUES[0], "Patches with an outlying value", ["V"]),
  shareRow(OF_VALUES[1], "Weight on patches with an outlying value", ["V", "A"]),
];

/**
 * Patches that a model uses as registers (Darcet et al. 2023, there by the length of the last state; here by that of the key
 * or the value of the head): those longer than the median of all patches by more than 6 median absolute deviations. The share
 * of patches that are, and the share of all weight on them. Null for text and between two sequences, and without values.
 */
export const registers: VectorMeasure = {
  rows: ROWS,
  measure: (input) => registersOf(input, ({ weights }, at) => weights[at]!),
  // Even weights, summing to 1.
  chance: (input) => {
    const scores = registersOf(input, (_, __, nKeys) => 1 / nKeys);
    return { [OF_KEYS[1]]: scores[OF_KEYS[1]]!, [OF_VALUES[1]]: scores[OF_VALUES[1]]! };
  },
};

type WeightAt = (patterns: VectorInput["patterns"], at: number, nKeys: number) => number;

function registersOf(input: VectorInput, weightAt: WeightAt): Scores {
  const { grid, patterns, keyNorms, valueNorms } = input;
  if (grid === null || patterns.keyStarts !== undefined) return noScores(ROWS);
  const isPatch = patchesOf(patterns.starts, grid.nSpecial);
  return {
    ...scoresOf(OF_KEYS, keyNorms, isPatch, patterns, weightAt),
    ...(valueNorms === null
      ? { [OF_VALUES[0]]: null, [OF_VALUES[1]]: null }
      : scoresOf(OF_VALUES, valueNorms, isPatch, patterns, weightAt)),
  };
}

function scoresOf(
  [share, weight]: readonly [string, string],
  norms: Float32Array,
  isPatch: readonly boolean[],
  patterns: VectorInput["patterns"],
  weightAt: WeightAt,
): Scores {
  const own = norms.filter((_, token) => isPatch[token]!);
  if (own.length === 0) return { [share]: null, [weight]: null };
  const least = leastOutlier(own);
  const isRegister = Array.from(norms, (norm, token) => isPatch[token]! && norm > least);
  let [onThem, all] = [0, 0];
  eachRow(patterns, ({ firstKey, nKeys, at }) => {
    for (let key = 0; key < nKeys; key++) {
      const given = weightAt(patterns, at + key, nKeys);
      all += given;
      if (isRegister[firstKey + key]!) onThem += given;
    }
  });
  return {
    [share]: own.filter((norm) => norm > least).length / own.length,
    [weight]: all > 0 ? onThem / all : null,
  };
}

/** Lengths above it are outliers. */
function leastOutlier(norms: Float32Array): number {
  const middle = median(norms) ?? 0;
  const deviation = median(norms.map((norm) => Math.abs(norm - middle))) ?? 0;
  return middle + Math.max(DEVIATIONS * deviation, ROUNDING * middle);
}

function patchesOf(starts: Uint32Array, nSpecial: number): boolean[] {
  const isPatch: boolean[] = [];
  for (let s = 0; s + 1 < starts.length; s++)
    for (let token = starts[s]!; token < starts[s + 1]!; token++)
      isPatch.push(token - starts[s]! >= nSpecial);
  return isPatch;
}
