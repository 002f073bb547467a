import { useEffect } from "react";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { Role } from "#atlas/role-colors.ts";
import { tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import { loadPart } from "../../data/load-part.ts";
import { useLoaded } from "../../data/use-loaded.ts";
import type { PointMap } from "../../map/point-map.ts";

interface ExtrasInput {
  readonly map: PointMap | null;
  readonly table: TokenTable | null;
  readonly coordinates: MapCoordinates | null;
  /** The strength of each point, 0 … 255; null draws all points alike. */
  readonly shown: Uint8Array | null;
  readonly roleColors: Readonly<Record<Role, string>>;
  readonly hasContours: boolean;
  readonly hasLetters: boolean;
  readonly isTurning: boolean;
}

/** The first error among the parts that are requested now. */
export interface Extras {
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Optional parts of the map; each is loaded when it is first requested. */
export function useExtras(input: ExtrasInput): Extras {
  const { map, table, coordinates, shown, roleColors, hasContours, hasLetters, isTurning } = input;
  const contours = useLoaded(hasContours ? "contours" : null, () =>
    loadPart("The contours", () => import("#drawing/map/contours.ts")),
  );
  const letters = useLoaded(hasLetters ? "letters" : null, () =>
    loadPart("The letters", () => import("#drawing/text/letter-field.ts")),
  );
  const drawn = contours.value;
  const LetterField = letters.value?.LetterField;
  useEffect(() => {
    if (!map || !coordinates || !hasContours || coordinates.z || !drawn) return;
    const isShown = (point: number): boolean => shown === null || shown[point] === 255;
    map.setLayer("contours", drawn.drawContours(drawn.contoursOf(coordinates, isShown, roleColors)));
    return () => map.setLayer("contours", null);
  }, [map, coordinates, shown, roleColors, hasContours, drawn]);
  useEffect(() => {
    if (!map || !table || !hasLetters || !LetterField) return;
    const texts = Array.from({ length: table.nTokens }, (_, token) => tokenText(table, token));
    map.setLetters(new LetterField(texts));
    return () => map.setLetters(null);
  }, [map, table, hasLetters, LetterField]);
  useEffect(() => {
    if (!map || !isTurning) return;
    map.setSlowTurn(true);
    return () => map.setSlowTurn(false);
  }, [map, isTurning]);
  const parts = [...(hasContours ? [contours] : []), ...(hasLetters ? [letters] : [])];
  return {
    error: parts.find(({ error }) => error !== null)?.error ?? null,
    retry: () => parts.forEach((part) => part.error && part.retry()),
  };
}
