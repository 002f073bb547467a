/** What a search has found. Apart from how it is found, which is loaded with the first search. */
import type { Role } from "#atlas/role-colors.ts";
import type { Term } from "./parse-search.ts";

export interface FoundTerm {
  readonly term: Term;
  /** Why it can find nothing, in words that follow the term; null where it can. */
  readonly problem: string | null;
}

export interface Found {
  readonly terms: readonly FoundTerm[];
  /** Per token the first term that found it, or −1. */
  readonly termOf: Int16Array;
  /** What stands on the two sides of an arrow; null in a search without one. */
  readonly pair: FoundPair | null;
}

/** [nTokens], 1 for a token that a term of the side finds. */
export interface FoundPair {
  /** How many terms stand before the arrow. */
  readonly nFrom: number;
  /** Null for any token. */
  readonly from: Uint8Array | null;
  readonly to: Uint8Array;
}

/** Points of each term that the legend leaves, by role. A token that several terms found counts for the first. */
export function countPoints(
  { terms, termOf }: Found,
  passes: ((token: number, role: Role) => boolean) | null,
): Record<Role, number>[] {
  const counts = terms.map(() => ({ query: 0, key: 0 }));
  termOf.forEach((term, token) => {
    const count = counts[term];
    if (count === undefined) return;
    if (passes?.(token, "query") ?? true) count.query++;
    if (passes?.(token, "key") ?? true) count.key++;
  });
  return counts;
}
