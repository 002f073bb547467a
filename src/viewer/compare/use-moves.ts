import { useEffect, useMemo } from "react";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { Role } from "#atlas/role-colors.ts";
import type { TokenLinks } from "../../compare/token-links.ts";
import type { PointMap } from "../map/point-map.ts";
import { drawMoves, longestMoves } from "./draw-moves.ts";

interface MovedSide {
  readonly map: PointMap | null;
  /** As they are drawn. */
  readonly coordinates: MapCoordinates | null;
  readonly shown: Uint8Array | null;
}

interface MovesInput {
  readonly isWanted: boolean;
  readonly links: TokenLinks | null;
  readonly a: MovedSide;
  readonly b: MovedSide;
  readonly colors: Readonly<Record<Role, string>>;
}

/** Draws on each map where its points are on the other one. @returns How many lines there are; null without lines. */
export function useMoves({
  isWanted,
  links,
  a,
  b,
  colors,
}: MovesInput): { readonly nDrawn: number; readonly nPoints: number } | null {
  const isFlat = a.coordinates !== null && b.coordinates !== null && !a.coordinates.z && !b.coordinates.z;
  const pairs = isWanted && isFlat ? (links?.pairs ?? null) : null;
  const back = useMemo(() => pairs?.map(([first, second]) => [second, first] as const) ?? null, [pairs]);
  const own = useLines(a, b.coordinates, pairs, colors);
  useLines(b, a.coordinates, back, colors);
  return own;
}

function useLines(
  { map, coordinates: here, shown }: MovedSide,
  there: MapCoordinates | null,
  pairs: TokenLinks["pairs"] | null,
  colors: Readonly<Record<Role, string>>,
): { readonly nDrawn: number; readonly nPoints: number } | null {
  const found = useMemo(
    () => (pairs && here && there ? longestMoves({ here, there, pairs, shown }) : null),
    [pairs, here, there, shown],
  );
  useEffect(() => {
    if (!map || !found) return;
    map.setLayer("contours", drawMoves(found.moves, colors));
    return () => map.setLayer("contours", null);
  }, [map, found, colors]);
  return found && { nDrawn: found.moves.length, nPoints: found.nPoints };
}
