/** The color in which a head opens: the one that says best what its first map is sorted by. */
import type { Manifest } from "#atlas/files/manifest.ts";
import type { ExplainedShare, HeadNumbers } from "#atlas/head/head-numbers.ts";
import { firstProjection, projectionName, type Maps } from "#atlas/method.ts";

/** The color of queries and keys, in which a head opens if no other color says more. */
const ROLE = "role";

/** A map that opens in a color is said to be sorted by it, so the color explains at least half of it. */
export const LEAST_SORTED = 0.5;

/**
 * How much more than query and key a color must explain. Every reader knows the two roles from all other pages, so another
 * color must be worth the change.
 */
const LEAST_GAIN = 0.1;

/** @param atlas Its maps, and the color that its author has chosen for all heads. */
export function openingColor(
  atlas: Maps & Pick<Manifest, "color">,
  explained: HeadNumbers["explained"],
): string {
  if (atlas.color !== undefined) return atlas.color;
  const shares = explained?.[projectionName(firstProjection(atlas))] ?? [];
  const role = shares.find(({ color }) => color === ROLE)?.share ?? 0;
  const isClear = ({ color, share, isPartial }: ExplainedShare): boolean =>
    color !== ROLE && isPartial !== true && share >= LEAST_SORTED && share >= role + LEAST_GAIN;
  return shares.find(isClear)?.color ?? ROLE;
}
