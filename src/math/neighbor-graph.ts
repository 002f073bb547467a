/** From directed weights of nearest neighbors to the symmetric graphs that UMAP and t-SNE lay out. */
import type { AffinityPairs, Neighbors, WeightedEdges } from "./kernels.ts";

/**
 * UMAP's fuzzy union, a + b − a·b: an edge in both directions for every pair of which one is the other's neighbor.
 *
 * @param weights [n, k] membership strengths of the first k neighbors.
 * @param least Edges weaker than this share of the strongest would never be sampled, and are left out.
 */
export function fuzzyUnion(
  neighbors: Neighbors,
  weights: Float32Array,
  k: number,
  least: number,
): WeightedEdges {
  const pairs = symmetricPairs(neighbors, weights, k, (a, b) => a + b - a * b);
  const strongest = pairs.weights.reduce((a, b) => Math.max(a, b), 0);
  const kept: number[] = [];
  pairs.weights.forEach((weight, i) => {
    if (weight >= strongest * least) kept.push(i);
  });
  const heads = new Int32Array(kept.length * 2);
  const tails = new Int32Array(kept.length * 2);
  const both = new Float32Array(kept.length * 2);
  kept.forEach((pair, i) => {
    heads[i * 2] = tails[i * 2 + 1] = pairs.firsts[pair]!;
    tails[i * 2] = heads[i * 2 + 1] = pairs.others[pair]!;
    both[i * 2] = both[i * 2 + 1] = pairs.weights[pair]!;
  });
  return { heads, tails, weights: both };
}

/** t-SNE's symmetric affinities, (p(j|i) + p(i|j)) / 2n, every pair once. */
export function affinityPairs(neighbors: Neighbors, weights: Float32Array, k: number): AffinityPairs {
  const { n } = neighbors;
  return symmetricPairs(neighbors, weights, k, (a, b) => (a + b) / (2 * n));
}

/** Pairs grouped by the lower index of the two, in ascending order of that. */
function symmetricPairs(
  neighbors: Neighbors,
  weights: Float32Array,
  k: number,
  combine: (there: number, back: number) => number,
): AffinityPairs & { readonly firsts: Int32Array } {
  const { n, indices, k: stride } = neighbors;
  const starts = new Int32Array(n + 1);
  const each = (visit: (low: number, high: number, weight: number) => void): void => {
    for (let i = 0; i < n; i++) {
      for (let slot = 0; slot < k; slot++) {
        const j = indices[i * stride + slot]!;
        const back = slotOf(indices, j * stride, k, i);
        // Found from both sides: the lower point speaks for the pair.
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
  const next = starts.slice();
  const firsts = new Int32Array(nPairs);
  const others = new Int32Array(nPairs);
  const values = new Float32Array(nPairs);
  each((low, high, weight) => {
    const at = next[low]!++;
    firsts[at] = low;
    others[at] = high;
    values[at] = weight;
  });
  return { starts, firsts, others, weights: values };
}

function slotOf(indices: Int32Array, start: number, k: number, wanted: number): number {
  for (let slot = 0; slot < k; slot++) if (indices[start + slot] === wanted) return slot;
  return -1;
}
