/** What stands under a head's picture in a list of heads. */
import { manifestOf, type Manifest } from "../atlas/files/manifest.ts";
import { parseHead } from "../atlas/head/head-id.ts";
import type { HeadNumbers } from "../atlas/head/head-numbers.ts";
import { uncapitalized } from "../atlas/letter-case.ts";
import { firstProjection, projectionName } from "../atlas/method.ts";
import { shareOf } from "../color/explained-words.ts";
import { colorModes } from "../color/modes.ts";
import { LEAST_SORTED, openingColor } from "../color/opening-color.ts";
import { rolesOf } from "../roles/roles-of.ts";
import { readHead } from "./head-reading.ts";

/** What the head does, in two or three words: its habit, or else the largest of its roles; empty if it has none. @param manifest Of the whole atlas. */
export function habitWords(manifest: Manifest, row: HeadNumbers): string {
  const title = habitOf(manifest, row);
  if (title !== "" && !SORTS.test(title)) return uncapitalized(title);
  const [role] = rolesOf(manifestOf(manifest, parseHead(row.head)?.tower), row)?.roles ?? [];
  return role === undefined ? "" : `in part ${role.name}`;
}

/** `by position`: what its map is sorted by; empty if by nothing that stands out. @param manifest Of the whole atlas. */
export function sortedWords(manifest: Manifest, row: HeadNumbers): string {
  const title = habitOf(manifest, row);
  if (SORTS.test(title)) return title.replace(SORTS, "");
  const own = manifestOf(manifest, parseHead(row.head)?.tower);
  const color = openingColor(manifest, row.explained);
  // An author may have chosen a color that says little of this map.
  const share = shareOf(row.explained?.[projectionName(firstProjection(manifest))] ?? [], color) ?? 0;
  const isSorted = color !== "role" && share >= LEAST_SORTED;
  const mode = isSorted ? colorModes(own, null).find(({ name }) => name === color) : undefined;
  return mode === undefined ? "" : `by ${uncapitalized(mode.title)}`;
}

/** The title of a habit that says what a map is sorted by, and nothing else. */
const SORTS = /^Sorts (?=by )/;

function habitOf(manifest: Manifest, row: HeadNumbers): string {
  return readHead(manifestOf(manifest, parseHead(row.head)?.tower), row).habit?.title ?? "";
}
