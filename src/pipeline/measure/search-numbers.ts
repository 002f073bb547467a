/** Stage 7: what the search over all heads asks of one head. */
import { classMembers, searchClasses } from "#atlas/search/search-classes.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { Neighbors } from "#math/neighbors/neighbors.ts";
import type { Patterns } from "#math/pattern-rows.ts";
import { classGathering } from "#math/search/class-gathering.ts";
import { classWeights, type Classes, type ClassWeights } from "#math/search/class-weights.ts";

/** Below this mean weight, a pair of classes is not indexed. Large atlases have a higher floor. */
export const LEAST_MEAN = 0.02;

export interface SearchNumbers {
  readonly isCausal: boolean;
  readonly weights: ClassWeights;
  /** [nClasses] 0 … 1, or NaN. */
  readonly shares: Float64Array;
}

/** The classes of a token table as plain data for the threads; null where the search does not apply. */
export function classesOf(tokens: TokenTable): Classes | null {
  const classes = searchClasses(tokens);
  if (classes === null) return null;
  return {
    nClasses: classes.nClasses,
    members: classMembers(classes),
    keyClasses: classes.columns.filter(({ isKey }) => isKey).map(({ of }) => of),
  };
}

/** @param neighbors Of the queries and then the keys of all tokens. */
export function searchNumbers(
  patterns: Patterns,
  neighbors: Pick<Neighbors, "indices" | "k">,
  classes: Classes,
): SearchNumbers {
  return {
    isCausal: patterns.isCausal,
    weights: classWeights(patterns, classes, LEAST_MEAN),
    shares: classGathering(neighbors, classes, patterns.starts[patterns.starts.length - 1]!),
  };
}
