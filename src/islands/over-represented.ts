/** When a trait is over-represented among some points. */

/** How often a trait occurs inside an island and on the whole map. */
export interface Occurrence {
  readonly inside: number;
  readonly nInside: number;
  /** On the whole map, the island included. */
  readonly all: number;
  readonly nAll: number;
}

/** At least this share of an island's points have the trait that it is named after … */
export const LEAST_SHARE = 0.6;
/** … which is at least this many times the share among all other points. */
export const LEAST_RATIO = 3;
/** Chance may name one map in this many. */
const CHANCE_MAPS = 1000;

/**
 * How much a trait says about the points of an island, in nats per point: the relative entropy of its share inside and its share on the
 * whole map. Null if it is not over-represented.
 *
 * @param nTried How many traits were compared: by Chernoff's bound a share this far above that of the map comes by chance with
 *   a probability of at most exp(−n · information), and it must be improbable for all of them together.
 */
export function information({ inside, nInside, all, nAll }: Occurrence, nTried: number): number | null {
  const share = inside / nInside;
  if (share < LEAST_SHARE) return null;
  const nOutside = nAll - nInside;
  // On a map of one island nothing can be over-represented.
  if (nOutside === 0 || share < (LEAST_RATIO * (all - inside)) / nOutside) return null;
  const expected = all / nAll;
  const part = (p: number, q: number): number => (p === 0 ? 0 : p * Math.log(p / q));
  const nats = part(share, expected) + part(1 - share, 1 - expected);
  return nats * nInside >= Math.log(CHANCE_MAPS * nTried) ? nats : null;
}
