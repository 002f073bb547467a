/** Which islands are named at a zoom: large ones as a whole until the names of the small ones in them find room. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { isMostlySame } from "#islands/extent.ts";
import type { Scale } from "#islands/find-islands.ts";
import type { NamedIsland } from "#islands/name-islands.ts";
import type { Frame } from "../map/frame.ts";
import { nameOrder } from "./name-order.ts";
import type { NamePlace } from "./name-type.ts";

export type NamedScales = Readonly<Record<Scale, readonly NamedIsland[]>>;

/** A large island, and the small ones in it. */
interface Region {
  /** Null if the large island has no name. */
  readonly place: NamePlace | null;
  /** In units of the map. */
  readonly radius: number;
  /** The largest first; those without a name, where a token stands, last. */
  readonly parts: readonly NamePlace[];
  readonly nNamed: number;
  /** Whether the names of the small islands together say what the name of the large one says. */
  readonly isCovered: boolean;
}

export interface Regions {
  readonly regions: readonly Region[];
  /** Small islands outside of large ones. */
  readonly single: readonly NamePlace[];
  readonly all: readonly NamePlace[];
  /** Which come first, from 0. */
  readonly rankOf: ReadonlyMap<NamePlace, number>;
}

/** Room on the screen that a name takes for itself, in square pixels. */
const ROOM_PX2 = 13_000;
/** Names reach beyond the points of their island. */
const BEYOND_PX = 48;
/** A token needs more room than a name, or it would be taken for one. */
const TOKEN_ROOMS = 3;
/** A large island is named by its parts if their names cover this share of it. */
const LEAST_COVER = 0.6;
/** The largest radius of a place, as a share of the map's shorter side. */
const TOO_LARGE = 0.6;

/** @param texts Of every point; null where tokens have none that says anything. */
export function regionsOf(
  { coarse, fine }: NamedScales,
  coordinates: MapCoordinates,
  texts: readonly string[] | null,
): Regions {
  const nPoints = coordinates.n;
  const placeOf = ({ name, anchor, points }: NamedIsland, level: Scale): NamePlace | null => {
    const about = { point: anchor, share: points.length / nPoints, points };
    if (name !== null) return { ...name, level, ...about };
    // Where nothing over-represents, the token in the middle speaks for itself.
    const text = level === "coarse" ? "" : (texts?.[anchor] ?? "");
    return text === "" ? null : { text, style: "words", level: "token", extent: null, ...about };
  };
  const partsOf = (region: number | null): NamePlace[] =>
    fine
      .filter(({ within }) => within === region)
      .flatMap((island) => placeOf(island, "fine") ?? [])
      .sort((a, b) => Number(a.level === "token") - Number(b.level === "token") || b.share - a.share);
  const regions = coarse.map((island, i): Region => {
    const place = placeOf(island, "coarse");
    const all = partsOf(i);
    const named = all.filter(({ level }) => level === "fine");
    const cover = named.reduce((sum, { share }) => sum + share, 0) * nPoints;
    return {
      place,
      radius: island.radius,
      // A token within a named island would contradict its name.
      parts: place === null ? all : named,
      nNamed: named.length,
      isCovered: cover >= LEAST_COVER * island.points.length,
    };
  });
  const single = partsOf(null);
  const all = [...regions.flatMap(({ place, parts }) => [...(place ? [place] : []), ...parts]), ...single];
  return { regions, single, all, rankOf: nameOrder(all, coordinates) };
}

/** The places that are to be named, the most important first. */
export function wantedPlaces({ regions, single, rankOf }: Regions, frame: Frame): NamePlace[] {
  const wanted = regions.flatMap(({ place, radius, parts, nNamed, isCovered }) => {
    const rooms = (Math.PI * (2 * radius * frame.scale + BEYOND_PX) ** 2) / ROOM_PX2;
    if (place === null) return fitting(parts, rooms);
    if (nNamed === 0 || rooms < nNamed) return [place];
    // A region that takes the whole map is no place on it.
    const isAround = radius * frame.scale > TOO_LARGE * Math.min(frame.width, frame.height);
    return isCovered || isAround ? parts : [place, ...parts];
  });
  const rooms = (2 * frame.scale) ** 2 / ROOM_PX2;
  return [...wanted, ...fitting(single, rooms / 4)].sort(
    (a, b) => (rankOf.get(a) ?? 0) - (rankOf.get(b) ?? 0),
  );
}

/** Whether a name would say once more what another one says: two ranges that mostly overlap tell nothing apart. */
export function isTold({ text, extent }: NamePlace, others: readonly NamePlace[]): boolean {
  return others.some(
    (other) => other.text === text || (extent && other.extent && isMostlySame(extent, other.extent)),
  );
}

/** How many names a map of this size has in sight: more when the reader zooms in. */
export function mostNames({ width, height, scale }: Frame): number {
  const zoomed = (2 * scale) / Math.min(width, height);
  const size = Math.sqrt((width * height) / FULL_PX2);
  return Math.max(6, Math.round(N_NAMES * size * Math.min(2.5, Math.max(1, zoomed / OPEN_ZOOM))));
}

/** Names on a whole map of this size. */
const [N_NAMES, FULL_PX2] = [14, 600_000];
/** A map opens with its points up to the edges, and most points are far from the corners. */
const OPEN_ZOOM = 1.5;

function fitting(parts: readonly NamePlace[], rooms: number): NamePlace[] {
  let left = rooms;
  return parts.filter(({ level }) => {
    left -= level === "token" ? TOKEN_ROOMS : 1;
    return left >= 0;
  });
}

/** A single token. */
export function tokenPlace(point: number, text: string): NamePlace {
  return { point, text, style: "words", level: "token", share: 0, extent: null, points: null };
}
