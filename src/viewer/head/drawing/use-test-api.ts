import { useEffect, type RefObject } from "react";
import type { DrawnName } from "#drawing/text/name-field.ts";
import type { PointMap } from "../../map/point-map.ts";

declare global {
  interface Window {
    /** For scripts that drive the page, such as tests: the position of a point in pixels of the window. */
    headland?: {
      readonly place: (point: number) => { x: number; y: number };
      /** Names on the map, in pixels from its corner. */
      readonly names: () => readonly DrawnName[];
      readonly nTokens: number;
    };
  }
}

/** Tells scripts where points are, because a canvas has no elements to look for. */
export function useTestApi(
  map: PointMap | null,
  container: RefObject<HTMLElement | null>,
  nTokens: number,
): void {
  useEffect(() => {
    if (map === null) return;
    window.headland = {
      nTokens,
      names: () => map.names(),
      place: (point) => {
        const box = container.current?.getBoundingClientRect();
        const { x, y } = map.place(point);
        return { x: x + (box?.left ?? 0), y: y + (box?.top ?? 0) };
      },
    };
    return () => {
      delete window.headland;
    };
  }, [map, container, nTokens]);
}
