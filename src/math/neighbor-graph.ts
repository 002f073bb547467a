/** Turns directed weights of nearest neighbors into the symmetric graphs for UMAP and t-SNE. */
import type { AffinityPairs } from "./kernels.ts";
import type { Neighbors } from "./neighbors/neighbors.ts";

/** Pairs of points, each once, with the weight of their attraction. */
export interface WeightedPairs {
  readonly firsts: Int32Array;
  readonly others: Int32Array;
  readonly weights: Float32Array;
}

/**
 * UMAP's fuzzy union, a + b − a·b, over all pairs in which one point is a neighbor of the other.
 *
 * @param weights [n, k] membership strengths of the first k neighbors.
 */
export function fuzzyUnion(neighbors: Neighbors, weights: Float32Array, k: number): WeightedPairs {
  return symmetricPairs(neighbors, weights, k, (a, b) => a + b - a * b);
}

/** Directed links with weights; row i is others[starts[i]] … others[starts[i + 1] − 1]. */
export interface WeightedGraph {
  /** [n + 1] */
  readonly starts: Int32Array;
  readonly others: Int32Array;
  readonly weights: Float32Array;
}

/** The first k neighbors of every point as a graph. @param weights [n, k] */
export function neighborLinks(neighbors: Neighbors, weights: Float32Array, k: number): WeightedGraph {
  const { n, indices, k: stride } = neighbors;
  const others = new Int32Array(n * k);
  for (let i = 0; i < n; i++) others.set(indices.subarray(i * stride, i * stride + k), i * k);
  return { starts: Int32Array.from({ length: n + 1 }, (_, i) => i * k), others, weights };
}

/**
 * Symmetric affinities of t-SNE from directed links: both directions added, every pair once, scaled to sum 1/2. With one
 * graph of rows that sum to 1 this is (p(j|i) + p(i|j)) / 2n (van der Maaten & Hinton 2008); with several it is their
 * mixture, each in its share.
 */
export function affinityPairs(...parts: readonly { graph: WeightedGraph; share: number }[]): AffinityPairs {
  const n = parts[0]!.graph.starts.length - 1;
  const starts = new Int32Array(n + 1);
  each(parts, (low) => {
    starts[low + 1]!++;
  });
  for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const others = new Int32Array(starts[n]!);
  const values = new Float64Array(starts[n]!);
  each(parts, (low, high, weight) => {
    const at = next[low]!++;
    others[at] = high;
    values[at] = weight;
  });
  return mergeRows(starts, others, values);
}

function each(
  parts: readonly { graph: WeightedGraph; share: number }[],
  visit: (low: number, high: number, weight: number) => void,
): void {
  for (const { graph, share } of parts) {
    const { starts, others, weights } = graph;
    starts.subarray(1).forEach((end, i) => {
      for (let at = starts[i]!; at < end; at++) {
        const j = others[at]!;
        if (j !== i) visit(Math.min(i, j), Math.max(i, j), weights[at]! * share);
      }
    });
  }
}

/** Adds up entries of a row that lead to the same point. */
function mergeRows(starts: Int32Array, others: Int32Array, values: Float64Array): AffinityPairs {
  const n = starts.length - 1;
  const placeOf = new Int32Array(n).fill(-1);
  const merged = new Int32Array(n + 1);
  let [end, total] = [0, 0];
  for (let i = 0; i < n; i++) {
    const first = end;
    for (let at = starts[i]!; at < starts[i + 1]!; at++) {
      const j = others[at]!;
      total += values[at]!;
      const known = placeOf[j]!;
      // Only entries of this row count; earlier ones belong to other rows.
      if (known >= first) values[known]! += values[at]!;
      else {
        placeOf[j] = end;
        others[end] = j;
        values[end++] = values[at]!;
      }
    }
    merged[i + 1] = end;
  }
  const scale = 1 / (2 * total);
  return {
    starts: merged,
    others: others.slice(0, end),
    weights: Float32Array.from({ length: end }, (_, at) => values[at]! * scale),
  };
}

/** Pairs grouped by the lower index of the two, in ascending order of that. */
function symmetricPairs(
  neighbors: Neighbors,
  weights: Float32Array,
  k: number,
  combine: (there: number, back: number) => number,
): WeightedPairs {
  const { n, indices, k: stride } = neighbors;
  const starts = new Int32Array(n + 1);
  const each = (visit: (low: number, high: number, weight: number) => void): void => {
    for (let i = 0; i < n; i++) {
      for (let slot = 0; slot < k; slot++) {
        const j = indices[i * stride + slot]!;
        const back = slotOf(indices, j * stride, k, i);
        // The pair is found from both sides; the lower point keeps it.
        if (back >= 0 && j < i) continue;
        const weight = combine(weights[i * k + slot]!, back < 0 ? 0 : weights[j * k + back]!);
        visit(Math.min(i, j), Math.max(i, j), weight);
      }
    }
  };
  each((low) => {
    starts[low + 1]!++;
  });
  for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!;
  const nPairs = starts[n]!;
  const firsts = new Int32Array(nPairs);
  const others = new Int32Array(nPairs);
  const values = new Float32Array(nPairs);
  each((low, high, weight) => {
    const at = starts[low]!++;
    firsts[at] = low;
    others[at] = high;
    values[at] = weight;
  });
  return { firsts, others, weights: values };
}

function slotOf(indices: Int32Array, start: number, k: number, wanted: number): number {
  for (let slot = 0; slot < k; slot++) if (indices[start + slot] === wanted) return slot;
  return -1;
}
