/** Whether a map shows contours. */
import { nPointsOf, type Manifest } from "#atlas/files/manifest.ts";
import type { View } from "#atlas/view/view.ts";

/** A map with this many points is crowded: its dots cover each other and no longer show where most of them are. */
const CROWDED = 8000;

/** The legend's sentence about the lines. */
export const CONTOUR_NOTE = "Lines enclose the densest 30, 60 and 90 % of the queries, and of the keys.";

/** Contours need a flat map. */
export function hasContours({ contours, dim }: Pick<View, "contours" | "dim">, manifest: Manifest): boolean {
  if (dim === 3) return false;
  return contours === "auto" ? nPointsOf(manifest) >= CROWDED : contours === "on";
}
