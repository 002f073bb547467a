/** Distances between the heads of two models, on the rows that both have. */
import { headRows, rowDistance, type HeadRows } from "./row-distance.ts";
import { rowWidth, sharedStarts, type SharedRows, type SharedSequence } from "./shared-rows.ts";

/** What an atlas publishes of its heads for a comparison. */
export interface SharedHeads extends SharedRows {
  /** What rows and keys are: patches can only be compared with patches. */
  readonly unit: "words" | "patches" | "pairs of texts";
  readonly nHeads: number;
  /** By head: weights of all rows, as `sharedStarts` lays them out. */
  readonly weightsOf: (head: number) => Float32Array;
}

export interface Compared {
  /** NaN where too few rows are left. Of all pairs: row-major [heads of a, heads of b]. */
  readonly distances: Float64Array;
  readonly nRows: number;
}

/** With fewer rows, a distance would be chance. */
export const FEWEST_ROWS = 16;
/**
 * A bidirectional head is compared with a causal one on the keys before and at the query, where it must have left this share
 * of its weight: of less, what is left is noise.
 */
const LEAST_LEFT = 0.05;

/** @returns Null if they share too little to be compared. @param mostRows Bounds the work. */
export function compareHeads(a: SharedHeads, b: SharedHeads, mostRows = Infinity): Compared | null {
  if (a.unit !== b.unit) return null;
  const sequences = inCommon(a, b, mostRows);
  const isCausal = a.isCausal || b.isCausal;
  const common = { isCausal, sequences };
  const starts = sharedStarts(common);
  const nRows = starts.length - 1;
  if (nRows < FEWEST_ROWS) return null;
  const fewest = Math.max(FEWEST_ROWS, nRows / 2);
  const [ofA, ofB] = [rowsOf(a, common, starts), rowsOf(b, common, starts)];
  const distances = new Float64Array(a.nHeads * b.nHeads);
  ofA.forEach((own, i) =>
    ofB.forEach((other, j) => {
      distances[i * b.nHeads + j] = rowDistance(own, other, starts, fewest);
    }),
  );
  return { distances, nRows };
}

/** Each head of a model and the head of the same number in another one. */
export interface ComparedSame extends Compared {
  readonly nSequences: number;
}

/** Compares two models of the same heads, each with its later self. @returns Null if they share too little. */
export function compareSameHeads(a: SharedHeads, b: SharedHeads): ComparedSame | null {
  if (a.unit !== b.unit || a.nHeads !== b.nHeads) return null;
  const common = { isCausal: a.isCausal || b.isCausal, sequences: inCommon(a, b, Infinity) };
  const starts = sharedStarts(common);
  const nRows = starts.length - 1;
  if (nRows < FEWEST_ROWS) return null;
  const [ofA, ofB] = [rowsOf(a, common, starts), rowsOf(b, common, starts)];
  const distances = Float64Array.from(ofA, (own, head) =>
    rowDistance(own, ofB[head]!, starts, Math.max(FEWEST_ROWS, nRows / 2)),
  );
  return { distances, nRows, nSequences: common.sequences.length };
}

/** The sequences that both have, in the order of their digests. */
function inCommon(a: SharedRows, b: SharedRows, mostRows: number): SharedSequence[] {
  const others = new Map(b.sequences.map((sequence) => [sequence.digest, sequence]));
  const both = a.sequences.filter((own) => {
    const other = others.get(own.digest);
    return other?.nKeys === own.nKeys && other.rows.join() === own.rows.join();
  });
  let nRows = 0;
  return both.filter(({ rows }) => (nRows += rows.length) <= mostRows || nRows === rows.length);
}

/** The rows of all heads of one model, cut to what a causal query sees where the other model is causal. */
function rowsOf(own: SharedHeads, common: SharedRows, starts: Uint32Array): HeadRows[] {
  const wanted = new Set(common.sequences.map(({ digest }) => digest));
  const ownStarts = sharedStarts(own);
  return Array.from({ length: own.nHeads }, (_, head) => {
    const weights = own.weightsOf(head);
    const kept = new Float32Array(starts.at(-1));
    let [row, to] = [0, 0];
    for (const sequence of own.sequences) {
      const isWanted = wanted.has(sequence.digest);
      for (const word of sequence.rows) {
        const [from, end] = [ownStarts[row]!, ownStarts[row + 1]!];
        row++;
        if (!isWanted) continue;
        const width = rowWidth(common.isCausal, sequence, word);
        const cut = weights.subarray(from, from + width);
        if (common.isCausal === own.isCausal || share(cut, weights.subarray(from, end)) >= LEAST_LEFT)
          kept.set(cut, to);
        to += width;
      }
    }
    return headRows(kept, starts);
  });
}

function share(part: Float32Array, whole: Float32Array): number {
  const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);
  return sum(part) / Math.max(sum(whole), 1e-12);
}
