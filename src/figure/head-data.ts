/** What a figure of a head is drawn from. */
import type { Attention } from "#atlas/files/attention.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { manifestOf, type Manifest } from "#atlas/files/manifest.ts";
import type { PointNumbers } from "#atlas/files/points.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import type { Atlas } from "#atlas/read-atlas.ts";
import { hasRole, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { View } from "#atlas/view/view.ts";
import { AUTO_COLOR } from "#atlas/view/view.ts";
import { findMode } from "#color/modes.ts";
import { openingColor } from "#color/opening-color.ts";
import { mayHaveCurrents } from "#drawing/currents/has-currents.ts";
import type { Found } from "#drawing/search/found.ts";
import type { Part } from "./options.ts";

/** An atlas, and what Node and browsers do in different ways. */
export interface HeadSource {
  readonly atlas: Atlas;
  /** Answers a search. @returns Null for an empty one. */
  readonly find: (table: TokenTable, search: string) => Promise<Found | null>;
  readonly pictures: PatchPictures | null;
}

/** The patches of an atlas of pictures. */
export interface PatchPictures {
  /** Mean r, g, b of every token's patch, [3 · nTokens]. */
  readonly colors: (tower: string | undefined) => Promise<Uint8Array>;
  /** What patches look like, as `looksOf` gives it. */
  readonly looks: (tower: string | undefined) => Promise<Uint8Array>;
}

export interface HeadData {
  /** As seen by the head's tower. */
  readonly manifest: Manifest;
  readonly id: HeadId;
  readonly head: string;
  readonly numbers: HeadNumbers | undefined;
  readonly table: TokenTable;
  readonly coordinates: MapCoordinates;
  readonly points: PointNumbers | null;
  readonly attention: Attention | null;
  readonly patchColors: Uint8Array | null;
  readonly looks: Uint8Array | null;
  readonly found: Found | null;
  /** The view, with the color mode that is actually shown and a selection only of a point that there is. */
  readonly view: View;
}

/**
 * Loads what a view of a head shows, and nothing else.
 *
 * @param coordinates In place of the head's own, where it is laid on the map of another checkpoint.
 */
export async function loadHead(
  source: HeadSource,
  id: HeadId,
  asked: View,
  part: Part,
  coordinates?: MapCoordinates | null,
): Promise<HeadData> {
  const { atlas } = source;
  const manifest = manifestOf(atlas.manifest, id.tower);
  const head = formatHead(id);
  const [table, numbers] = await Promise.all([
    atlas.tokens(id.tower),
    atlas.numbers().then((all) => all.get(head)),
  ]);
  const view = shownView(asked, manifest, table, numbers);
  const mode = findMode(manifest, table, view.color);
  const isPlain = view.selected === null;
  const needsAttention = !isPlain || part === "average" || mayHaveCurrents(view, table, false);
  const needsPatches = manifest.patches !== null && source.pictures !== null;
  const [own, points, attention, found, patchColors, looks] = await Promise.all([
    coordinates ?? atlas.coordinates(id, { method: view.method, dim: view.dim }),
    mode.needs === "points" || view.sizeByNorm ? atlas.points(id) : null,
    needsAttention ? atlas.attention(id) : null,
    view.search === "" ? null : source.find(table, view.search),
    needsPatches ? source.pictures.colors(id.tower) : null,
    needsPatches ? source.pictures.looks(id.tower) : null,
  ]);
  return {
    manifest,
    id,
    head,
    numbers,
    table,
    coordinates: own,
    points,
    attention,
    patchColors,
    looks,
    found,
    view,
  };
}

function shownView(
  view: View,
  manifest: Manifest,
  table: TokenTable,
  numbers: HeadNumbers | undefined,
): View {
  const asked = view.color === AUTO_COLOR ? openingColor(manifest, numbers?.explained) : view.color;
  const { selected } = view;
  const isThere =
    selected !== null && selected.token < table.nTokens && hasRole(table, selected.token, selected.role);
  return { ...view, color: findMode(manifest, table, asked).name, selected: isThere ? selected : null };
}
