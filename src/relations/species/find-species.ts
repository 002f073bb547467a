/**
 * Species of heads: profiles of which every head is a mixture, as far as it is one. The head that is explained least by the
 * profiles so far founds the next one, until no head holds more that is unexplained than a limit; between two foundings, every
 * profile becomes the mean of what its members share. This is separable non-negative factorization (the successive projections
 * of Araújo et al. 2001, after which the profiles are refined as in Lee & Seung 1999), over known numbers only.
 */
import { fitRow, withoutZeros, type Features } from "./nonnegative.ts";

export interface Species {
  /** By species, [nFeatures]: the greatest is 1. In the order in which they were founded. */
  readonly profiles: readonly Float64Array[];
  /** Row-major [n, species]: how much of each profile a head holds. */
  readonly amounts: Float64Array;
  /** By head: length of what no species explains. */
  readonly unexplained: Float64Array;
  /** Share of the squares of all numbers that the species explain. */
  readonly explained: number;
}

export interface SpeciesOptions {
  /** A head that holds more than this beyond all species founds the next. */
  readonly leastLeft: number;
  readonly mostSpecies: number;
}

/** Stated on the page; of a feature, 0 is chance and 1 is always. */
export const SPECIES_OPTIONS: SpeciesOptions = { leastLeft: 0.25, mostSpecies: 40 };

const REFINEMENTS = 4;
/** Of a head that holds less of a profile, nothing is learned about it. */
const LEAST_LEARNED = 0.15;
/** A feature of less is no part of a profile. */
const LEAST_FEATURE = 0.08;
/** Beside its main feature, a profile keeps the main feature of another one only if it shows at least this much of it. */
const LEAST_SHARED = 0.5;

/** @param features Not negative: how far each number is beyond chance. */
export function findSpecies(features: Features, options: SpeciesOptions = SPECIES_OPTIONS): Species {
  const { n, nFeatures, values } = features;
  const rows = Array.from({ length: n }, (_, head) =>
    values.subarray(head * nFeatures, (head + 1) * nFeatures),
  );
  let profiles: Float64Array[] = [];
  let fitted = fitAll(rows, profiles);
  const tried = new Set<number>();
  while (profiles.length < options.mostSpecies) {
    const founder = mostLeft(fitted.rests, tried);
    if (founder === undefined || founder.length <= options.leastLeft) break;
    const refined = refine(rows, [...profiles, scaled(founder.rest)]);
    const next = fitAll(rows, refined);
    // Other profiles may shift so that less is explained in all: then this head founds none.
    if (squaresOf(next.rests) >= squaresOf(fitted.rests)) {
      tried.add(founder.head);
      continue;
    }
    [profiles, fitted] = [refined, next];
  }
  return {
    profiles,
    amounts: Float64Array.from(fitted.amounts.flatMap((own) => [...own])),
    unexplained: Float64Array.from(fitted.rests, lengthOf),
    explained: 1 - squaresOf(fitted.rests) / Math.max(squaresOf(rows), 1e-12),
  };
}

interface Fitted {
  readonly amounts: readonly Float64Array[];
  readonly rests: readonly Float64Array[];
}

function fitAll(rows: readonly Float64Array[], profiles: readonly Float64Array[]): Fitted {
  const amounts = rows.map(() => new Float64Array(profiles.length));
  const sparse = profiles.map(withoutZeros);
  const rests = rows.map((row, head) => fitRow(row, sparse, amounts[head]!));
  return { amounts, rests };
}

/** Every profile becomes the weighted mean of what its members hold beyond the other profiles. */
function refine(rows: readonly Float64Array[], founded: readonly Float64Array[]): Float64Array[] {
  let profiles = [...founded];
  for (let round = 0; round < REFINEMENTS; round++) {
    const { amounts, rests } = fitAll(rows, profiles);
    profiles = profiles.map((profile, k) => {
      const sum = new Float64Array(profile.length);
      const weight = new Float64Array(profile.length);
      // In plain loops: there may be ten thousand heads.
      for (let head = 0; head < rests.length; head++) {
        const amount = amounts[head]![k]!;
        if (amount < LEAST_LEARNED) continue;
        const rest = rests[head]!;
        for (let f = 0; f < rest.length; f++) {
          const left = rest[f]!;
          if (Number.isNaN(left)) continue;
          sum[f]! += amount * (left + amount * profile[f]!);
          weight[f]! += amount * amount;
        }
      }
      const mean = sum.map((total, f) => (weight[f]! > 0 ? Math.max(0, total / weight[f]!) : profile[f]!));
      return mean.some((value) => value > 0) ? scaled(mean) : profile;
    });
    profiles = apart(profiles);
  }
  return profiles;
}

/** What another species shows most is no small part of this one: heads that show both are mixtures. */
function apart(profiles: readonly Float64Array[]): Float64Array[] {
  const mains = profiles.map((profile) => profile.indexOf(1));
  return profiles.map((profile, k) =>
    profile.map((value, f) => {
      const isOfOther = mains.includes(f) && f !== mains[k];
      return isOfOther && value < LEAST_SHARED ? 0 : value;
    }),
  );
}

/** The greatest becomes 1; what is little beside it, and what is negative or unknown, 0. */
function scaled(profile: Float64Array): Float64Array {
  const known = profile.map((value) => (value > 0 ? value : 0));
  const most = Math.max(...known);
  return known.map((value) => (value / most < LEAST_FEATURE ? 0 : value / most));
}

/** The head with the most left beyond chance, the first of equals. @param tried Heads that found no species. */
function mostLeft(
  rests: readonly Float64Array[],
  tried: ReadonlySet<number>,
): { readonly head: number; readonly rest: Float64Array; readonly length: number } | undefined {
  let most: { head: number; rest: Float64Array; length: number } | undefined;
  rests.forEach((rest, head) => {
    const length = lengthOf(rest);
    if (!tried.has(head) && (most === undefined || length > most.length)) most = { head, rest, length };
  });
  return most;
}

/** Of what is beyond the species; what is less than they say is no feature of its own. */
function lengthOf(rest: Float64Array): number {
  let squares = 0;
  for (const value of rest) if (value > 0) squares += value * value;
  return Math.sqrt(squares);
}

function squaresOf(rows: readonly Float64Array[]): number {
  let squares = 0;
  for (const row of rows) {
    let own = 0;
    for (const value of row) if (!Number.isNaN(value)) own += value * value;
    squares += own;
  }
  return squares;
}
