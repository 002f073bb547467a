/**
 * The density of points on a grid over the whole map, flat or in space. Points are counted in whole cells before they are smoothed, so
 * the result does not depend on their order, not even in its last bit.
 */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";

export interface DensityGrid {
  /** Cells along each side. */
  readonly n: number;
  /** Axes: 2 or 3. */
  readonly dim: number;
  /** [n ^ dim], the last axis slowest; 0 at the border. */
  readonly values: Float64Array;
  /** Side of a cell, in units of the map. */
  readonly step: number;
}

/** Points on the grid: counted once, smoothed at several scales. */
export interface PointGrid extends DensityGrid {
  /** Cell of each point; −1 for a point that does not count. */
  readonly cellOf: Int32Array;
}

/** Cells along each side, by the number of axes: fine enough for the smaller islands, few enough to smooth in an instant. */
const SIDE = { 2: 176, 3: 44 } as const;
/** The grid reaches beyond the points, which lie in [−1, 1]. */
const REACH = 1.15;

/** Counts points in cells. @param isThere Whether a point counts. */
export function gridOf(coordinates: MapCoordinates, isThere: (point: number) => boolean): PointGrid {
  const { n: nPoints, x, y, z } = coordinates;
  const dim = z ? 3 : 2;
  const n = SIDE[dim];
  const step = (2 * REACH) / n;
  const values = new Float64Array(n ** dim);
  const cellOf = new Int32Array(nPoints).fill(-1);
  const place = (value: number): number => Math.min(n - 1, Math.max(0, Math.floor((value + REACH) / step)));
  for (let point = 0; point < nPoints; point++) {
    if (!isThere(point)) continue;
    const layer = z ? place(z[point]!) : 0;
    const cell = (layer * n + place(y[point]!)) * n + place(x[point]!);
    cellOf[point] = cell;
    values[cell]! += 1;
  }
  return { n, dim, values, step, cellOf };
}

/** Smooths counts by a Gaussian. @param sigma In units of the map; at least as wide as a cell. */
export function smoothed({ n, dim, values, step }: DensityGrid, sigma: number): DensityGrid {
  const kernel = gaussian(Math.max(1, sigma / step));
  let smooth = values;
  for (let axis = 0; axis < dim; axis++) smooth = blurred(smooth, n, n ** axis, kernel);
  clearBorder(smooth, n, dim);
  return { n, dim, values: smooth, step };
}

function clearBorder(values: Float64Array, n: number, dim: number): void {
  for (let axis = 0; axis < dim; axis++) {
    const stride = n ** axis;
    for (let at = 0; at < values.length; at++) {
      const place = Math.floor(at / stride) % n;
      if (place === 0 || place === n - 1) values[at] = 0;
    }
  }
}

/** Half a kernel, from its middle outward. */
function gaussian(sigma: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(2.5 * sigma) + 1 }, (_, i) =>
    Math.exp(-0.5 * (i / sigma) ** 2),
  );
}

/** One pass along the axis whose cells lie `stride` apart. */
function blurred(values: Float64Array, n: number, stride: number, kernel: Float64Array): Float64Array {
  const result = new Float64Array(values.length);
  const reach = kernel.length - 1;
  // Most cells are empty: each spreads over its neighbors, instead of each collecting from them.
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value === 0) continue;
    const place = Math.floor(at / stride) % n;
    for (let i = Math.max(-reach, -place); i <= Math.min(reach, n - 1 - place); i++) {
      result[at + i * stride]! += value * kernel[Math.abs(i)]!;
    }
  }
  return result;
}
