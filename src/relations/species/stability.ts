/** Whether a species is found again among other heads: in random halves of them. */
import { seededRandom, shuffledIndices } from "#math/random.ts";
import { findSpecies, SPECIES_OPTIONS, type SpeciesOptions } from "./find-species.ts";
import type { Features } from "./nonnegative.ts";

export const N_HALVES = 10;
/** Profiles with a cosine of this are the same species. */
export const SAME_PROFILE = 0.8;
/** Of a half, so many heads are searched at most: halves of thousands of heads tell nothing more. */
const MOST_HEADS = 500;

export interface Drawn {
  /** By head, a number that heads share which are nearly the same one: they are all in a half, or none of them. */
  readonly kin?: readonly number[];
  readonly options?: SpeciesOptions;
}

/** By species, how many of `N_HALVES` random halves have one with the same profile. */
export function foundAgain(
  features: Features,
  profiles: readonly Float64Array[],
  { kin = Array.from({ length: features.n }, (_, head) => head), options = SPECIES_OPTIONS }: Drawn = {},
): number[] {
  const counts = profiles.map(() => 0);
  const groups = [...Map.groupBy(kin.keys(), (head) => kin[head]!).values()];
  for (let half = 0; half < N_HALVES; half++) {
    const order = shuffledIndices(groups.length, seededRandom(half));
    const heads = [...order.subarray(0, Math.ceil(groups.length / 2))].flatMap((group) => groups[group]!);
    const chosen = Uint32Array.from(heads.slice(0, MOST_HEADS)).toSorted();
    countSame(counts, profiles, findSpecies(rowsOf(features, chosen), options).profiles);
  }
  return counts;
}

/** By species, at how many of these limits there is one with the same profile. */
export function foundAtLimits(
  features: Features,
  profiles: readonly Float64Array[],
  limits: readonly number[],
  options: SpeciesOptions = SPECIES_OPTIONS,
): number[] {
  const counts = profiles.map(() => 0);
  for (const leastLeft of limits)
    countSame(counts, profiles, findSpecies(features, { ...options, leastLeft }).profiles);
  return counts;
}

function countSame(
  counts: number[],
  profiles: readonly Float64Array[],
  again: readonly Float64Array[],
): void {
  profiles.forEach((profile, k) => {
    if (again.some((other) => cosine(profile, other) >= SAME_PROFILE)) counts[k]!++;
  });
}

function rowsOf({ nFeatures, values }: Features, heads: Uint32Array): Features {
  const own = new Float64Array(heads.length * nFeatures);
  heads.forEach((head, i) => {
    own.set(values.subarray(head * nFeatures, (head + 1) * nFeatures), i * nFeatures);
  });
  return { n: heads.length, nFeatures, values: own };
}

export function cosine(a: Float64Array, b: Float64Array): number {
  const dot = (x: Float64Array, y: Float64Array): number =>
    x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.max(1e-12, Math.sqrt(dot(a, a) * dot(b, b)));
}
