/** `heads/L3H5.json` of a HeadVis tree: sequences, and what is counted in them. */
import { headSequences, largestWeights, type HeadPatterns, type HeadVisSequence } from "./head-sequences.ts";
import { rounded } from "./rounded.ts";

interface Histogram {
  readonly bin_edges: readonly number[];
  /** One fewer than edges. */
  readonly bin_values: readonly number[];
}

interface RankedToken {
  readonly token: string;
  readonly weight: number;
}

export interface HeadVisFile {
  readonly sequences: readonly HeadVisSequence[];
  /** Weight by |query − key|, over the weights that are kept. */
  readonly qk_distance_histogram: Histogram;
  readonly top_query_tokens: readonly RankedToken[];
  readonly top_key_tokens: readonly RankedToken[];
  /** How many sequences have which largest weight, over the whole dataset. */
  readonly histogram: Histogram;
  readonly statistics: { readonly n_samples: number; readonly mean_max_activation: number | null };
}

const DISTANCE_EDGES = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];
const N_BINS = 50;
const MOST_TOKENS = 50;

export function headVisFile(patterns: HeadPatterns): HeadVisFile {
  const sequences = headSequences(patterns);
  const largest = largestWeights(patterns);
  const total = largest.reduce((sum, weight) => sum + weight, 0);
  return {
    sequences,
    qk_distance_histogram: distances(sequences),
    top_query_tokens: topTokens(sequences, (index, length) => Math.floor(index / length)),
    top_key_tokens: topTokens(sequences, (index, length) => index % length),
    histogram: histogramOf(largest),
    statistics: {
      n_samples: sequences.length,
      mean_max_activation: largest.length === 0 ? null : rounded(total / largest.length),
    },
  };
}

function distances(sequences: readonly HeadVisSequence[]): Histogram {
  const values = new Array<number>(DISTANCE_EDGES.length - 1).fill(0);
  for (const { attention_indices, attention_values, seq_len } of sequences)
    attention_indices.forEach((index, i) => {
      const distance = Math.abs(Math.floor(index / seq_len) - (index % seq_len));
      const bin = DISTANCE_EDGES.findLastIndex((edge) => edge <= distance);
      // Farther than the last edge has no bin in the format.
      if (bin < values.length) values[bin]! += attention_values[i]!;
    });
  return { bin_edges: DISTANCE_EDGES, bin_values: values.map(rounded) };
}

function topTokens(
  sequences: readonly HeadVisSequence[],
  positionOf: (index: number, length: number) => number,
): RankedToken[] {
  const sums = new Map<string, number>();
  for (const { attention_indices, attention_values, seq_len, tokens } of sequences)
    attention_indices.forEach((index, i) => {
      const token = tokens[positionOf(index, seq_len)]!;
      sums.set(token, (sums.get(token) ?? 0) + attention_values[i]!);
    });
  return [...sums]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST_TOKENS)
    .map(([token, weight]) => ({ token, weight: rounded(weight) }));
}

function histogramOf(largest: readonly number[]): Histogram {
  const values = new Array<number>(N_BINS).fill(0);
  for (const weight of largest) values[Math.min(N_BINS - 1, Math.floor(weight * N_BINS))]!++;
  return { bin_edges: Array.from({ length: N_BINS + 1 }, (_, i) => rounded(i / N_BINS)), bin_values: values };
}
