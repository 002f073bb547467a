/** The colors of the points of heads, as the pictures of a build show them: on light and dark pages alike. */
import { headsOf } from "#atlas/files/manifest.ts";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import { spreadNorms } from "#atlas/tokens/spread-points.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { findMode } from "#color/modes.ts";
import { openingColor } from "#color/opening-color.ts";
import { paintPoints } from "#color/paint-points.ts";
import { packedColor, type Paint } from "./draw-map.ts";
import type { MapTask, SheetTable } from "./outputs/output.ts";

/** @param stored Lengths of the head's queries and keys, as in its file; null unless the mode needs them. */
export type ColorsOf = (mode: ColorMode, stored: Float32Array | null) => Paint;

/** For all heads of one tower. Colors that do not depend on the head are computed once. */
export function headColors({ manifest, tokens, patchColors }: SheetTable): ColorsOf {
  const context = {
    manifest,
    tokens,
    patchColors,
    distortion: null,
    attention: null,
    isSafe: false,
  } as const;
  const shared = new Map<string, Paint>();
  return (mode, stored) => {
    const known = shared.get(mode.name);
    if (known !== undefined) return known;
    const norms = stored && spreadNorms(stored, tokens);
    const coloring = mode.paint({ ...context, norms });
    const { overlap } = coloring;
    const paint = {
      colors: paintPoints(coloring, tokens.nTokens, null),
      overlap: overlap === undefined ? null : packedColor(overlap),
    };
    if (mode.needs !== "points") shared.set(mode.name, paint);
    return paint;
  };
}

/** The mode in which the page of a head opens. */
export function openingModes({
  tables,
  explained,
}: Pick<MapTask, "tables" | "explained">): (head: HeadId) => ColorMode | undefined {
  const known = new Map<string, ColorMode>();
  return (head) => {
    const table = tables.find(({ tower }) => tower === head.tower);
    if (table === undefined) return undefined;
    const color = openingColor(table.manifest, explained.get(formatHead(head)));
    const key = `${head.tower ?? ""} ${color}`;
    const mode = known.get(key) ?? findMode(table.manifest, table.tokens, color);
    known.set(key, mode);
    return mode;
  };
}

/** Whether the lengths of queries and keys are needed to draw all heads in the colors in which their pages open. */
export function needsNorms(
  { manifest }: Pick<MapTask, "manifest">,
  modeOf: (head: HeadId) => ColorMode | undefined,
): boolean {
  return headsOf(manifest).some((head) => modeOf(head)?.needs === "points");
}
