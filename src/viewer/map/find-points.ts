/** Finds points by their position on the screen: under the pointer, or next in a direction. */
import { placer, type Frame, type Place } from "#drawing/map/frame.ts";
import type { PointLayer } from "#drawing/map/point-layer.ts";

export interface FoundPoint {
  readonly point: number;
  readonly distance: number;
}

/**
 * The point of least distance among those that are drawn strongly; null if there is none. Looking at all of them takes a millisecond
 * for 200,000 points as long as none of them needs an object.
 */
export function nearestPoint(
  layer: PointLayer,
  { origin, scale, zoom }: Frame,
  distanceOf: (x: number, y: number) => number,
): FoundPoint | null {
  const { x, y, z } = layer.coordinates;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = layer.rotation;
  let found = -1;
  let least = Infinity;
  for (let point = 0; point < layer.nTokens * 2; point++) {
    const px = x[point]!;
    const py = y[point]!;
    const pz = z?.[point] ?? 0;
    const distance = distanceOf(
      origin.x + (a * px + b * py + c * pz) * scale,
      origin.y - (d * px + e * py + f * pz) * scale,
    );
    if ((found < 0 || distance < least) && layer.isVisible(point, zoom)) {
      found = point;
      least = distance;
    }
  }
  return found < 0 ? null : { point: found, distance: least };
}

/** The point nearest to a position, if it is within `reachPx`. */
export function pointAt(layer: PointLayer, frame: Frame, at: Place, reachPx: number): number | null {
  const best = nearestPoint(layer, frame, (x, y) => (x - at.x) ** 2 + (y - at.y) ** 2);
  return best !== null && best.distance <= reachPx ** 2 ? best.point : null;
}

/** The next point in a direction: near the given point, and not far off the axis. */
export function nextPoint(
  layer: PointLayer,
  frame: Frame,
  from: number,
  [dx, dy]: readonly [number, number],
): number | null {
  const start = placer(layer, frame)(from);
  const best = nearestPoint(layer, frame, (x, y) => {
    const along = (x - start.x) * dx + (y - start.y) * dy;
    const across = Math.abs((x - start.x) * dy - (y - start.y) * dx);
    return along <= 1 || across > along ? Infinity : along + 2 * across;
  });
  return best && best.distance < Infinity ? best.point : null;
}
