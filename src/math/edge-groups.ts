/** Determines the order in which UMAP's layout samples edges. */
import type { EdgeGroups } from "./kernels.ts";
import type { WeightedPairs } from "./neighbor-graph.ts";
import { seededRandom, shuffledIndices } from "./random.ts";

const GROUP = 4;
/** Weights are sorted this finely. */
const N_LEVELS = 4096;

/**
 * Groups pairs by weight, so that four are sampled at once, and then the same four in the other direction. Pairs of one
 * weight are shuffled: edges of one point seldom share a group, in which they would not see each other's moves.
 *
 * @param nEpochs Pairs that are too weak to be sampled within this many epochs are left out.
 */
export function groupEdges(pairs: WeightedPairs, n: number, nEpochs: number, seed: number): EdgeGroups {
  const { firsts, others, weights } = pairs;
  const strongest = weights.reduce((a, b) => Math.max(a, b), 0);
  const order = byWeight(weights, strongest, strongest / nEpochs, seed);
  const nGroups = Math.ceil(order.length / GROUP);
  const heads = new Int32Array(nGroups * GROUP * 2).fill(n);
  const tails = new Int32Array(nGroups * GROUP * 2).fill(n);
  const every = new Float32Array(nGroups * 2);
  for (let group = 0; group < nGroups; group++) {
    const members = order.subarray(group * GROUP, (group + 1) * GROUP);
    const there = group * GROUP * 2;
    const back = there + GROUP;
    members.forEach((pair, i) => {
      heads[there + i] = tails[back + i] = firsts[pair]!;
      tails[there + i] = heads[back + i] = others[pair]!;
    });
    const weight = members.reduce((sum, pair) => sum + weights[pair]!, 0) / members.length;
    every[group * 2] = every[group * 2 + 1] = strongest / weight;
  }
  return { heads, tails, every };
}

/** Indices of the weights of at least `least`, heaviest first, by a counting sort of a shuffle. */
function byWeight(weights: Float32Array, strongest: number, least: number, seed: number): Uint32Array {
  const shuffled = shuffledIndices(weights.length, seededRandom(seed)).filter((i) => weights[i]! >= least);
  const level = (i: number): number => Math.floor((1 - weights[i]! / strongest) * (N_LEVELS - 1));
  const starts = new Uint32Array(N_LEVELS + 1);
  for (const i of shuffled) starts[level(i) + 1]!++;
  for (let at = 0; at < N_LEVELS; at++) starts[at + 1]! += starts[at]!;
  const order = new Uint32Array(shuffled.length);
  for (const i of shuffled) order[starts[level(i)]!++] = i;
  return order;
}
