import { useEffect } from "react";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { Coloring } from "#color/color-mode.ts";
import { paintPoints } from "#color/paint-points.ts";
import { overlayScene, type SceneInput } from "#drawing/map/map-scene.ts";
import type { OverlayColors } from "#drawing/map/overlay-colors.ts";
import { sizesOf } from "#drawing/map/point-sizes.ts";
import type { PointMap } from "../../map/point-map.ts";

export interface DrawingInput {
  readonly map: PointMap | null;
  readonly table: TokenTable | null;
  readonly coordinates: MapCoordinates | null;
  readonly coloring: Pick<Coloring, "color" | "overlap">;
  /** The strength of each point, 0 … 255; null draws all points alike. */
  readonly shown: Uint8Array | null;
  readonly scene: SceneInput | null;
  readonly colors: OverlayColors;
  /** Vector lengths that set the sizes of points, [2 · nTokens]; null draws all points alike. */
  readonly norms: Float32Array | null;
}

/** Passes changes of the scene, and only changes, to the map. */
export function useDrawing(input: DrawingInput): void {
  const { map, table, coordinates, coloring, shown, scene, colors, norms } = input;
  useEffect(() => {
    if (map && coordinates) map.setCoordinates(coordinates);
  }, [map, coordinates]);
  useEffect(() => {
    if (map && table) map.setColors(paintPoints(coloring, table.nTokens, shown), coloring.overlap ?? null);
  }, [map, table, coloring, shown]);
  useEffect(() => {
    map?.setSizes(norms && sizesOf(norms));
  }, [map, norms]);
  // Almost every render changes some part of the scene, but none of these changes moves the points.
  useEffect(() => {
    if (map && scene) map.setScene(overlayScene(scene));
  });
  useEffect(() => map?.setOverlayColors(colors), [map, colors]);
}
