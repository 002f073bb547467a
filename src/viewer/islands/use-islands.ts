import { useEffect, useState } from "react";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { PatchSheet } from "#atlas/files/manifest.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { loadPart } from "../data/load-part.ts";
import { loadPatchColors } from "../data/patch-colors.ts";
import { useLoaded } from "../data/use-loaded.ts";
import type { PointMap } from "../map/point-map.ts";

interface IslandsInput {
  readonly map: PointMap | null;
  readonly table: TokenTable | null;
  readonly coordinates: MapCoordinates | null;
  readonly patches: PatchSheet | null;
  /** Address of the patches' sprite sheet. */
  readonly sheet: string;
  /** The color mode shown. */
  readonly mode: string;
  /** Whether names are shown. */
  readonly hasNames: boolean;
}

export interface IslandsState {
  /** The largest islands in words. */
  readonly list: readonly string[];
  readonly error: Error | null;
  readonly retry: () => void;
}

/** The first map does not wait for names, nor for their script. */
const FIRST_MS = 150;
const NONE: readonly string[] = [];

/** Names the islands of the map, once the map itself is drawn. */
export function useIslands(input: IslandsInput): IslandsState {
  const { map, table, coordinates, patches, sheet, mode, hasNames } = input;
  const [list, setList] = useState(NONE);
  const [isFirstDrawn, setIsFirstDrawn] = useState(false);
  const isDrawn = map !== null && coordinates !== null;
  useEffect(() => {
    if (!isDrawn || isFirstDrawn) return;
    const later = setTimeout(() => setIsFirstDrawn(true), FIRST_MS);
    return () => clearTimeout(later);
  }, [isDrawn, isFirstDrawn]);
  const isWanted = hasNames && isDrawn && isFirstDrawn;
  const { value: part, ...loaded } = useLoaded(isWanted ? "islands" : null, () =>
    loadPart("The names on the map", () => import("#drawing/text/names-of-map.ts")),
  );
  const colors = useLoaded(isWanted && table && patches ? sheet : null, () =>
    table && patches
      ? loadPatchColors(sheet, patches, table.nTokens)
      : Promise.reject(new Error("no patches")),
  );
  const patchColors = colors.value;
  const isComplete = patches === null || patchColors !== null || colors.error !== null;
  useEffect(() => {
    if (!isWanted || !table || !part || !isComplete) return;
    // First the points are drawn.
    const later = setTimeout(() => {
      const names = part.namesOfMap({ tokens: table, patches, patchColors, coordinates, mode });
      map.setNames(names.field);
      setList(names.list);
    });
    return () => {
      clearTimeout(later);
      map.setNames(null);
      setList(NONE);
    };
  }, [isWanted, isComplete, map, table, patches, patchColors, coordinates, mode, part]);
  return { list, error: isWanted ? loaded.error : null, retry: loaded.retry };
}
