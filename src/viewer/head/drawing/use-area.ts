import { useEffect, useMemo } from "react";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { MAX_CORNERS, type Area } from "#atlas/view/view.ts";
import { pointsIn, simplified } from "../../map/area.ts";
import type { PointMap } from "../../map/point-map.ts";
import type { Store } from "../../state/store.ts";

interface AreaInput {
  readonly map: PointMap | null;
  readonly coordinates: MapCoordinates | null;
  readonly area: Area | null;
  /** Whether the reader is drawing one now. */
  readonly isOutlining: boolean;
  readonly dispatch: Store["dispatch"];
}

/** Lets the reader draw an outline. @returns The points inside it; null without an outline. */
export function useArea({ map, coordinates, area, isOutlining, dispatch }: AreaInput): number[] | null {
  useEffect(() => {
    if (!map || !isOutlining) return;
    return map.drawOutline((outline) =>
      dispatch({ type: "set", change: { area: outline && simplified(outline, MAX_CORNERS) } }),
    );
  }, [map, isOutlining, dispatch]);
  return useMemo(() => (area && coordinates ? pointsIn(coordinates, area) : null), [area, coordinates]);
}
