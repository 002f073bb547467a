/** Whether a map shows contours. */
import { nPointsOf, type Manifest } from "#atlas/files/manifest.ts";
import type { View } from "#atlas/view/view.ts";

/** Points of a map that is crowded: its dots lie over each other, and say little of where most of them are. */
const CROWDED = 8000;

/** What the lines are, for the legend. */
export const CONTOUR_NOTE = "Lines go around the densest 30, 60 and 90 % of the queries, and of the keys.";

/** Only a flat map has a plane to draw them in. */
export function hasContours({ contours, dim }: Pick<View, "contours" | "dim">, manifest: Manifest): boolean {
  if (dim === 3) return false;
  return contours === "auto" ? nPointsOf(manifest) >= CROWDED : contours === "on";
}
