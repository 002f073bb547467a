/** Finds points by their position on the screen: under the pointer, or next in a direction. */
import { placer, type Frame, type Place } from "#drawing/map/frame.ts";
import type { PointLayer } from "#drawing/map/point-layer.ts";

export interface FoundPoint {
  readonly point: number;
  readonly distance: number;
}

/** The point of least distance among those that are drawn strongly; null if there is none. */
export function nearestPoint(
  layer: PointLayer,
  frame: Frame,
  distanceOf: (place: Place) => number,
): FoundPoint | null {
  const place = placer(layer, frame);
  let best: FoundPoint | null = null;
  for (let point = 0; point < layer.nTokens * 2; point++) {
    if (!layer.isVisible(point, frame.zoom)) continue;
    const distance = distanceOf(place(point));
    if (best === null || distance < best.distance) best = { point, distance };
  }
  return best;
}

/** The point nearest to a position, if it is within `reachPx`. */
export function pointAt(layer: PointLayer, frame: Frame, at: Place, reachPx: number): number | null {
  const best = nearestPoint(layer, frame, ({ x, y }) => Math.hypot(x - at.x, y - at.y));
  return best !== null && best.distance <= reachPx ? best.point : null;
}

/** The next point in a direction: near the given point, and not far off the axis. */
export function nextPoint(
  layer: PointLayer,
  frame: Frame,
  from: number,
  [dx, dy]: readonly [number, number],
): number | null {
  const start = placer(layer, frame)(from);
  const best = nearestPoint(layer, frame, ({ x, y }) => {
    const along = (x - start.x) * dx + (y - start.y) * dy;
    const across = Math.abs((x - start.x) * dy - (y - start.y) * dx);
    return along <= 1 || across > along ? Infinity : along + 2 * across;
  });
  return best && best.distance < Infinity ? best.point : null;
}
