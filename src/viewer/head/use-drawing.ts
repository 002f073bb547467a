import { useEffect, useMemo } from "react";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { Coloring } from "#color/color-mode.ts";
import { paintPoints } from "#color/paint-points.ts";
import { overlayScene, type SceneInput } from "../map/map-scene.ts";
import type { OverlayColors } from "../map/overlay.ts";
import type { PointMap } from "../map/point-map.ts";
import { sizesOf } from "../map/point-sizes.ts";
import { labelText } from "../map/text/label-text.ts";

export interface DrawingInput {
  readonly map: PointMap | null;
  readonly table: TokenTable | null;
  readonly coordinates: MapCoordinates | null;
  readonly coloring: Pick<Coloring, "color">;
  /** The strength of each point, 0 … 255; null draws all points alike. */
  readonly shown: Uint8Array | null;
  readonly scene: SceneInput | null;
  readonly colors: OverlayColors;
  /** Vector lengths that set the sizes of points, [2 · nTokens]; null draws all points alike. */
  readonly norms: Float32Array | null;
  /** Whether tokens are written beside their points where there is room. */
  readonly hasLabels: boolean;
}

/** Passes changes of the scene, and only changes, to the map. */
export function useDrawing(input: DrawingInput): void {
  const { map, table, coordinates, coloring, shown, scene, colors, norms, hasLabels } = input;
  const texts = useMemo(() => (table && hasLabels ? pointTexts(table) : null), [table, hasLabels]);
  useEffect(() => {
    if (map && coordinates) map.setCoordinates(coordinates);
  }, [map, coordinates]);
  useEffect(() => {
    if (map && table) map.setColors(paintPoints(coloring, table.nTokens, shown));
  }, [map, table, coloring, shown]);
  useEffect(() => {
    map?.setSizes(norms && sizesOf(norms));
  }, [map, norms]);
  // Almost every render changes some part of the scene, but none of these changes moves the points.
  useEffect(() => {
    if (map && scene) map.setScene(overlayScene(scene));
  });
  useEffect(() => map?.setLabels(texts), [map, texts]);
  useEffect(() => map?.setOverlayColors(colors), [map, colors]);
}

/** The text of every point: all queries, then all keys. */
function pointTexts(table: TokenTable): string[] {
  const texts = Array.from({ length: table.nTokens }, (_, token) => labelText(tokenText(table, token)));
  return [...texts, ...texts];
}
