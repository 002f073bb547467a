/** What the measures of neighbors would be on a map whose points lie at random. */
import { meanPenaltyAtWorst, NEIGHBORS as K } from "#math/map/neighbor-penalty.ts";

/**
 * Trustworthiness by chance, and continuity, which is the same in the other direction: the K nearest of n points then have
 * any of the ranks 1 … n − 1. Half, if there are many points.
 */
export function trustworthinessByChance(n: number): number {
  const meanPenalty = ((n - 1 - K) * (n - K)) / (2 * (n - 1));
  return 1 - meanPenalty / meanPenaltyAtWorst(n);
}

/** How many of the 15 nearest points on the map are among the 15 nearest in the joint space by chance. */
export function neighborsByChance(n: number): number {
  return (K * K) / (n - 1);
}
