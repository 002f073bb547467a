/** Which names come first where there is no room for all: those of larger islands, and among islands of a size those that are far apart. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { NamePlace } from "./name-type.ts";

/** Single tokens come last; islands that differ by less than a factor of two are of a size. */
function sizeClass({ level, share }: NamePlace): number {
  return level === "token" ? -Infinity : Math.round(Math.log2(share));
}

/** @returns The rank of each place, from 0. */
export function nameOrder(
  places: readonly NamePlace[],
  { x, y, z }: MapCoordinates,
): ReadonlyMap<NamePlace, number> {
  const rankOf = new Map<NamePlace, number>();
  /** Distance of each place that is left from the nearest one that has a rank. */
  const awayOf = new Map(places.map((place) => [place, Infinity]));
  const distance = ({ point: a }: NamePlace, { point: b }: NamePlace): number =>
    Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!, z ? z[a]! - z[b]! : 0);
  while (awayOf.size > 0) {
    const [next] = [...awayOf].reduce((best, other) => {
      const size = sizeClass(other[0]) - sizeClass(best[0]);
      if (size !== 0 && !Number.isNaN(size)) return size > 0 ? other : best;
      if (other[1] !== best[1]) return other[1] > best[1] ? other : best;
      return other[0].share > best[0].share ? other : best;
    });
    rankOf.set(next, rankOf.size);
    awayOf.delete(next);
    for (const [place, away] of awayOf) awayOf.set(place, Math.min(away, distance(place, next)));
  }
  return rankOf;
}
