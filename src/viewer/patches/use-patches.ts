import { useEffect, useMemo } from "react";
import { counted } from "#atlas/counted.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { PatchSheet } from "#atlas/files/manifest.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { Coloring, ColorMode } from "#color/color-mode.ts";
import { paintPoints } from "#color/paint-points.ts";
import { loadPart } from "../data/load-part.ts";
import { useLoaded } from "../data/use-loaded.ts";
import type { PointMap } from "../map/point-map.ts";

interface PatchesInput {
  readonly map: PointMap | null;
  readonly table: TokenTable | null;
  /** Null for texts. */
  readonly patches: PatchSheet | null;
  /** Address of the patches' sprite sheet. */
  readonly sheet: string;
  readonly coordinates: MapCoordinates | null;
  readonly mode: ColorMode;
  readonly coloring: Pick<Coloring, "color">;
  /** The strength of each point, 0 … 255; null draws all points alike. */
  readonly shown: Uint8Array | null;
}

/** The legend's sentence about patches that others stand for. */
export function alikeNote(count: number): string {
  return `${counted(count, "patch", "patches")} beside ${count === 1 ? "one that looks" : "others that look"} the same ${count === 1 ? "is" : "are"} drawn only when you zoom in.`;
}

/**
 * Draws patches by their pixels or by their color, and those that look like a neighbor once. What the reader searched for, selected
 * or pressed in the legend is always drawn in full.
 *
 * @returns A sentence about the patches that others stand for; null without them.
 */
export function usePatches(input: PatchesInput): string | null {
  const { map, table, patches, sheet, coordinates, mode, coloring, shown } = input;
  const isWanted = map !== null && patches !== null && shown === null;
  // Until this part is there, or if it cannot be had, every patch is drawn.
  const { value: found } = useLoaded(isWanted ? sheet : null, async () => {
    const part = await loadPart("The search for equal patches", () => import("./find-alike.ts"));
    return { part, looks: patches ? await part.loadLooks(sheet, patches) : new Uint8Array() };
  });
  const alike = useMemo(
    () =>
      isWanted && found && table && coordinates?.n === table.nTokens * 2
        ? found.part.alikePatches(
            coordinates,
            found.looks,
            table.special,
            paintPoints(coloring, table.nTokens, null),
          )
        : null,
    [isWanted, found, table, coordinates, coloring],
  );
  const showsPatches = mode.showsPatches === true;
  useEffect(() => {
    if (patches !== null) map?.setPatches(showsPatches, alike?.isAlike ?? null);
  }, [map, patches, showsPatches, alike]);
  if (alike === null || alike.count === 0) return null;
  return alikeNote(alike.count);
}
