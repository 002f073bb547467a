/** What neighbors on a map cost that are far apart in the joint space, and the other way round. */

/** Neighborhood size of all neighbor measures. */
export const NEIGHBORS = 15;
const K = NEIGHBORS;

/** The worst case, in which the K furthest of n points are the nearest: ranks beyond K, per neighbor. */
export function meanPenaltyAtWorst(n: number): number {
  // With few points, some of the furthest are among the K nearest and cost nothing; with K + 1 points, all are.
  if (n < 2 * K) return Math.max(1, ((n - K) * (n - K - 1)) / 2) / K;
  return (2 * n - 3 * K - 1) / 2;
}
