/**
 * The sequences that HeadVis shows of a head: some of every tenth of the dataset, by the largest weight in them, with the
 * largest weights of each query. https://github.com/anthropics/headvis describes the format in data_pipeline.py.
 */
import { rounded } from "./rounded.ts";

/** One sequence, under the names of the format. */
export interface HeadVisSequence {
  /** Index in the dataset. */
  readonly sequence_id: number;
  /** 1 … N_INTERVALS; the largest weights are in the last. */
  readonly interval: number;
  readonly tokens: readonly string[];
  /** query · seq_len + key, ascending. */
  readonly attention_indices: readonly number[];
  readonly attention_values: readonly number[];
  readonly seq_len: number;
  readonly max_activation: number;
}

/** The patterns of one head. */
export interface HeadPatterns {
  /** First token of each sequence, and the number of tokens as last entry. */
  readonly starts: Uint32Array;
  /** [length, length] of every sequence, one after the other. */
  readonly weights: Float32Array;
  /** [nTokens] */
  readonly tokens: readonly string[];
}

export const N_INTERVALS = 10;
export const SAMPLES_PER_INTERVAL = 20;
/** Keys that are kept of a query. */
export const MOST_KEYS = 8;
/** Smaller weights are left out. */
export const LEAST_WEIGHT = 0.005;
/** Shorter sequences are not shown. */
const LEAST_LENGTH = 2;

interface Ranked {
  readonly sequence: number;
  /** Place of its first weight. */
  readonly at: number;
  readonly length: number;
  readonly max: number;
}

/** The largest weight of every sequence of two tokens or more, in dataset order; the first query and the first key do not count. */
export function largestWeights(patterns: HeadPatterns): number[] {
  return rankable(patterns).map(({ max }) => max);
}

/** Of each interval so many sequences, evenly spaced by rank; of the last, those with the largest weights. */
export function headSequences(patterns: HeadPatterns): HeadVisSequence[] {
  const all = rankable(patterns).sort((a, b) => a.max - b.max || a.sequence - b.sequence);
  return Array.from({ length: N_INTERVALS }, (_, i) => {
    const [first, end] = [i, i + 1].map((n) => Math.round((n * all.length) / N_INTERVALS));
    const own = all.slice(first, end);
    const isLast = i === N_INTERVALS - 1;
    const shown = isLast ? own.slice(-SAMPLES_PER_INTERVAL).reverse() : evenly(own);
    return shown.map((ranked) => sequenceOf(ranked, i + 1, patterns));
  }).flat();
}

function rankable({ starts, weights }: HeadPatterns): Ranked[] {
  let at = 0;
  return Array.from({ length: starts.length - 1 }, (_, sequence): Ranked => {
    const length = starts[sequence + 1]! - starts[sequence]!;
    let max = 0;
    for (let query = 1; query < length; query++)
      for (let key = 1; key < length; key++) max = Math.max(max, weights[at + query * length + key]!);
    const ranked = { sequence, at, length, max };
    at += length * length;
    return ranked;
  }).filter(({ length }) => length >= LEAST_LENGTH);
}

function evenly(own: readonly Ranked[]): Ranked[] {
  const n = Math.min(own.length, SAMPLES_PER_INTERVAL);
  return Array.from({ length: n }, (_, i) => own[Math.floor(((i + 0.5) * own.length) / n)]!);
}

function sequenceOf(
  { sequence, at, length, max }: Ranked,
  interval: number,
  { starts, weights, tokens }: HeadPatterns,
): HeadVisSequence {
  const [indices, values]: [number[], number[]] = [[], []];
  for (let query = 0; query < length; query++) {
    const row = weights.subarray(at + query * length, at + (query + 1) * length);
    for (const key of largestKeys(row)) {
      indices.push(query * length + key);
      values.push(rounded(row[key]!));
    }
  }
  return {
    sequence_id: sequence,
    interval,
    tokens: tokens.slice(starts[sequence], starts[sequence + 1]),
    attention_indices: indices,
    attention_values: values,
    seq_len: length,
    max_activation: rounded(max),
  };
}

/** In ascending order; of equal weights, the earlier keys. */
function largestKeys(row: Float32Array): number[] {
  return Array.from(row.keys())
    .filter((key) => row[key]! >= LEAST_WEIGHT)
    .sort((a, b) => row[b]! - row[a]! || a - b)
    .slice(0, MOST_KEYS)
    .sort((a, b) => a - b);
}
