import { useEffect } from "react";
import type { MapCoordinates } from "#atlas/coordinates.ts";
import type { Role } from "#atlas/role-colors.ts";
import { tokenText, type TokenTable } from "#atlas/tokens.ts";
import type { PointMap } from "./map/point-map.ts";

interface ExtrasInput {
  readonly map: PointMap | null;
  readonly table: TokenTable | null;
  readonly coordinates: MapCoordinates | null;
  /** 0 … 255 per point: how strongly it is drawn; null for all alike. */
  readonly shown: Uint8Array | null;
  readonly roleColors: Readonly<Record<Role, string>>;
  readonly hasContours: boolean;
  readonly hasLetters: boolean;
  readonly isTurning: boolean;
}

/** What the map can show besides its points; each is loaded when it is first asked for. */
export function useExtras(input: ExtrasInput): void {
  const { map, table, coordinates, shown, roleColors, hasContours, hasLetters, isTurning } = input;
  useEffect(() => {
    if (!map || !coordinates || !hasContours || coordinates.z) return;
    let isCurrent = true;
    void import("./map/contours.ts").then(({ contoursOf }) => {
      const isShown = (point: number): boolean => shown === null || shown[point] === 255;
      if (isCurrent) map.setContours(contoursOf(coordinates, isShown, roleColors));
    });
    return () => {
      isCurrent = false;
      map.setContours([]);
    };
  }, [map, coordinates, shown, roleColors, hasContours]);
  useEffect(() => {
    if (!map || !table || !hasLetters) return;
    let isCurrent = true;
    void import("./map/letter-field.ts").then(({ LetterField }) => {
      const texts = Array.from({ length: table.nTokens }, (_, token) => tokenText(table, token));
      if (isCurrent) map.setLetters(new LetterField(texts));
    });
    return () => {
      isCurrent = false;
      map.setLetters(null);
    };
  }, [map, table, hasLetters]);
  useEffect(() => {
    if (!map || !isTurning) return;
    map.setSlowTurn(true);
    return () => map.setSlowTurn(false);
  }, [map, isTurning]);
}
