/** How a map opens: all of its points, as large as the frame allows in its own shape. */
import type { Camera } from "#atlas/view/camera.ts";
import type { PointLayer } from "./point-layer.ts";
import { rotated, rotationOf, TILTED, toDegrees } from "./rotation.ts";

/** Between the outermost points and the edge of the map. The thumbnail's place in `head.css` leaves the same. */
export const PADDING_PX = 12;

/** Pixels per unit of the plane at a zoom of 1, at which a square of 2 × 2 units fits. */
export function unitPx(width: number, height: number): number {
  return Math.max(1, Math.min(width, height) / 2 - PADDING_PX);
}

/** Half the width and height of all points, in units of the plane. */
export interface Extent {
  readonly x: number;
  readonly y: number;
}

/** What the map shows as it opens; 1 where it has no points. A 3-D map opens tilted. */
export function halfExtent({ coordinates: { n, x, y, z } }: Pick<PointLayer, "coordinates">): Extent {
  const tilt = z && rotationOf(TILTED);
  const most = { x: 0, y: 0 };
  for (let point = 0; point < n; point++) {
    const [across, up] = tilt
      ? rotated(tilt, x[point]!, y[point]!, z[point]!)
      : ([x[point]!, y[point]!] as const);
    // Points that cross-attention does not have are NaN, and larger than nothing.
    if (Math.abs(across) > most.x) most.x = Math.abs(across);
    if (Math.abs(up) > most.y) most.y = Math.abs(up);
  }
  return most.x === 0 && most.y === 0 ? { x: 1, y: 1 } : most;
}

/** The camera that shows all points. */
export function homeCamera(
  extent: Extent,
  is3d: boolean,
  { width, height }: { readonly width: number; readonly height: number },
): Camera {
  const room = (size: number): number => Math.max(1, size / 2 - PADDING_PX);
  // A cloud that is a mere line has no width to fit.
  const scale = Math.min(room(width) / Math.max(extent.x, 0.01), room(height) / Math.max(extent.y, 0.01));
  return { x: 0, y: 0, zoom: scale / unitPx(width, height), turned: is3d ? toDegrees(TILTED) : null };
}
