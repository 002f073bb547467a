/** The heads that attend most like each head, and what distance is typical, in time that a model of many heads can afford. */
import type { Kernels } from "#math/kernels.ts";
import { median } from "#math/median.ts";
import { seededRandom } from "#math/random.ts";
import { rowDistance, WHOLE, type HeadRows } from "./row-distance.ts";

export interface NearHead {
  /** Its place among the heads. */
  readonly head: number;
  readonly distance: number;
}

export interface NearestHeads {
  /** By head, nearest first. */
  readonly nearest: readonly (readonly NearHead[])[];
  /** Median of all pairs, or of a sample of them; null if no pair has a distance. */
  readonly typical: number | null;
}

/** With more heads, pairs are compared that a sketch finds near. */
export const MOST_COMPARED_IN_PAIRS = 1024;
/** So many neighbors in the sketch are compared exactly. */
const N_CANDIDATES = 32;
/** Pairs from which the typical distance is taken if not all are compared. */
const N_SAMPLED = 20_000;
const SKETCH_AXES = 128;
/** Of all shares. */
const ROOTS = Float64Array.from({ length: WHOLE + 1 }, (_, share) => Math.sqrt(share));

/**
 * @param heads Two at least for anything to be near.
 * @param starts First weight of each row, and the number of weights as the last entry.
 * @param kernels Needed with more than `mostInPairs` heads only.
 */
export async function nearestHeads(
  heads: readonly HeadRows[],
  starts: Uint32Array,
  count: number,
  {
    kernels,
    mostInPairs = MOST_COMPARED_IN_PAIRS,
  }: { kernels: () => Promise<Kernels>; mostInPairs?: number },
): Promise<NearestHeads> {
  return heads.length <= mostInPairs
    ? amongAll(heads, starts, count)
    : amongCandidates(heads, starts, count, await kernels());
}

function amongAll(heads: readonly HeadRows[], starts: Uint32Array, count: number): NearestHeads {
  const n = heads.length;
  const distances = new Float64Array(n * n).fill(NaN);
  const all: number[] = [];
  for (let a = 0; a < n; a++)
    for (let b = a + 1; b < n; b++) {
      const distance = rowDistance(heads[a]!, heads[b]!, starts);
      distances[a * n + b] = distances[b * n + a] = distance;
      all.push(distance);
    }
  const nearest = heads.map((_, a) =>
    nearestOf(
      heads.flatMap((_head, b) => (b === a ? [] : [{ head: b, distance: distances[a * n + b]! }])),
      count,
    ),
  );
  return { nearest, typical: typicalOf(all) };
}

/** Near in a sketch of the roots of all weights (Hellinger), then compared exactly. */
function amongCandidates(
  heads: readonly HeadRows[],
  starts: Uint32Array,
  count: number,
  kernels: Kernels,
): NearestHeads {
  const n = heads.length;
  const found = kernels.nearestNeighbors(
    sketches(heads),
    n,
    SKETCH_AXES,
    Math.min(N_CANDIDATES, n - 1),
    "euclidean",
  );
  // Most near heads are near each other: a pair is compared once.
  const known = new Map<number, number>();
  const distance = (a: number, b: number): number => {
    const pair = Math.min(a, b) * n + Math.max(a, b);
    let found = known.get(pair);
    if (found === undefined) {
      found = rowDistance(heads[a]!, heads[b]!, starts);
      known.set(pair, found);
    }
    return found;
  };
  const nearest = heads.map((_, a) =>
    nearestOf(
      Array.from(found.indices.subarray(a * found.k, (a + 1) * found.k), (head) => ({
        head,
        distance: distance(a, head),
      })),
      count,
    ),
  );
  const random = seededRandom(n);
  const sampled = Array.from({ length: N_SAMPLED }, () => {
    const a = Math.floor(random() * n);
    const b = (a + 1 + Math.floor(random() * (n - 1))) % n;
    return distance(a, b);
  });
  return { nearest, typical: typicalOf(sampled) };
}

/** Every weight is added to one of the axes with one sign, the same for all heads: distances stay as they are on average. */
function sketches(heads: readonly HeadRows[]): Float32Array {
  const nWeights = heads[0]?.shares.length ?? 0;
  const random = seededRandom(nWeights);
  const axes = new Uint8Array(nWeights);
  const signs = new Int8Array(nWeights);
  for (let at = 0; at < nWeights; at++) {
    axes[at] = Math.floor(random() * SKETCH_AXES);
    signs[at] = random() < 0.5 ? 1 : -1;
  }
  const all = new Float32Array(heads.length * SKETCH_AXES);
  heads.forEach(({ shares }, h) => {
    const own = all.subarray(h * SKETCH_AXES, (h + 1) * SKETCH_AXES);
    for (let at = 0; at < nWeights; at++) {
      const share = shares[at]!;
      if (share > 0) own[axes[at]!]! += signs[at]! * ROOTS[share]!;
    }
  });
  return all;
}

/** The nearest ones, nearest first; of equally near ones the first. */
function nearestOf(all: readonly NearHead[], count: number): NearHead[] {
  return all
    .filter(({ distance }) => !Number.isNaN(distance))
    .sort((a, b) => a.distance - b.distance || a.head - b.head)
    .slice(0, count);
}

/** What distances of heads are like: their median; null if none is a number. */
export function typicalOf(distances: Iterable<number>): number | null {
  return median(distances);
}
