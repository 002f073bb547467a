/** Lays the second map of a comparison on the first. Pure. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { seededRandom, shuffledIndices } from "#math/random.ts";
import { applySimilarity, similarityOf } from "#math/similarity.ts";
import type { TokenLinks } from "./token-links.ts";

export interface AlignedMap {
  /** The second map in the plane of the first; as it was where nothing can be laid on anything. */
  readonly coordinates: MapCoordinates;
  /** How far the two maps agree in the places of shared tokens, and how far they would if tokens were dealt out anew; null without an alignment. */
  readonly agreement: { readonly share: number; readonly chance: number; readonly nPoints: number } | null;
}

/** Fewer points than these can always be laid on one another. */
const LEAST_POINTS = 8;
const N_SHUFFLES = 5;

/** @param links From the first map's tokens to the second's. */
export function alignPair(first: MapCoordinates, second: MapCoordinates, links: TokenLinks): AlignedMap {
  const dim = first.z && second.z ? 3 : 2;
  const [nFirst, nSecond] = [first.n / 2, second.n / 2];
  const [own, other] = [axesOf(second, dim), axesOf(first, dim)];
  // Where no token is exactly another one, the nearest ones are all there is.
  const pairs = links.pairs.length > 0 ? links.pairs : mapped(links);
  const shared = [0, 1].flatMap((role) =>
    pairs
      .map(([a, b]) => [a + role * nFirst, b + role * nSecond] as const)
      // Cross-attention has no query for some tokens, and no key for others.
      .filter(([a, b]) => Number.isFinite(first.x[a]) && Number.isFinite(second.x[b])),
  );
  if (shared.length < LEAST_POINTS) return { coordinates: second, agreement: null };
  const points = rowsOf(
    own,
    shared.map(([, b]) => b),
  );
  const target = rowsOf(
    other,
    shared.map(([a]) => a),
  );
  const similarity = similarityOf(points, target, dim);
  if (similarity === null) return { coordinates: second, agreement: null };
  const all = applySimilarity(
    rowsOf(
      own,
      Array.from({ length: second.n }, (_, i) => i),
    ),
    similarity,
  );
  const axis = (b: number): Float32Array =>
    Float32Array.from({ length: second.n }, (_, i) => all[i * dim + b]!);
  return {
    coordinates: { n: second.n, x: axis(0), y: axis(1), ...(dim === 3 ? { z: axis(2) } : {}) },
    agreement: {
      share: similarity.agreement,
      chance: chanceOf(points, target, dim),
      nPoints: shared.length,
    },
  };
}

function mapped({ there }: TokenLinks): (readonly [number, number])[] {
  return Array.from(there).flatMap((b, a) => (b < 0 ? [] : [[a, b] as const]));
}

/** The mean agreement after the points were dealt out anew, with a fixed seed. */
function chanceOf(points: Float32Array, target: Float32Array, dim: number): number {
  const random = seededRandom(points.length);
  const n = points.length / dim;
  let sum = 0;
  for (let i = 0; i < N_SHUFFLES; i++) {
    const order = shuffledIndices(n, random);
    const dealt = new Float32Array(points.length);
    order.forEach((from, to) => dealt.set(points.subarray(from * dim, (from + 1) * dim), to * dim));
    sum += similarityOf(dealt, target, dim)?.agreement ?? 0;
  }
  return sum / N_SHUFFLES;
}

function axesOf({ x, y, z }: MapCoordinates, dim: 2 | 3): readonly Float32Array[] {
  return dim === 3 && z ? [x, y, z] : [x, y];
}

function rowsOf(axes: readonly Float32Array[], points: readonly number[]): Float32Array {
  const rows = new Float32Array(points.length * axes.length);
  points.forEach((point, i) => axes.forEach((axis, a) => (rows[i * axes.length + a] = axis[point]!)));
  return rows;
}
