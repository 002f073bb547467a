/** The density of points in the plane: a kernel estimate on a square grid. */
import { expectLength } from "./shape-error.ts";

/** Density at the corners of a square grid; its border is 0, so that every line of equal density closes. */
export interface DensityGrid {
  /** Corners along each side. */
  readonly n: number;
  /** The grid reaches from −reach to reach on both axes. */
  readonly reach: number;
  /** Row-major [n, n], row = y; points per corner, smoothed. */
  readonly values: Float32Array;
}

const N = 128;
/** Share of Silverman's bandwidth, which assumes a single cloud and would smooth clusters away. */
const BANDWIDTH_SHARE = 0.45;
/** In grid steps: narrower kernels would show the grid. */
const LEAST_SIGMA = 1.2;

/**
 * Gaussian kernel estimate (Silverman 1986, Density estimation for statistics and data analysis, ch. 4).
 *
 * @param x, y Places of the points, each in [−1, 1]. @throws {ShapeError} if their lengths differ.
 */
export function density(x: Float32Array, y: Float32Array): DensityGrid {
  expectLength("y", y.length, x.length);
  const spread = Math.sqrt((variance(x) + variance(y)) / 2);
  const bandwidth = BANDWIDTH_SHARE * spread * x.length ** (-1 / 6);
  // Room for a kernel beyond the outermost points.
  const reach = 1.08 + 3 * bandwidth;
  const step = (2 * reach) / (N - 1);
  const values = new Float32Array(N * N);
  x.forEach((value, i) => {
    const [column, row] = [(value + reach) / step, (y[i]! + reach) / step];
    const [c, r] = [Math.floor(column), Math.floor(row)];
    const [across, up] = [column - c, row - r];
    values[r * N + c]! += (1 - across) * (1 - up);
    values[r * N + c + 1]! += across * (1 - up);
    values[(r + 1) * N + c]! += (1 - across) * up;
    values[(r + 1) * N + c + 1]! += across * up;
  });
  const kernel = gaussian(Math.max(LEAST_SIGMA, bandwidth / step));
  const smooth = blurred(blurred(values, kernel, 1), kernel, N);
  for (let i = 0; i < N; i++) for (const at of [i, (N - 1) * N + i, i * N, i * N + N - 1]) smooth[at] = 0;
  return { n: N, reach, values: smooth };
}

/**
 * The density at the edge of the densest region that holds this share of the points.
 *
 * @param share 0 … 1.
 */
export function levelOf(grid: DensityGrid, x: Float32Array, y: Float32Array, share: number): number {
  const at = x.map((value, i) => densityAt(grid, value, y[i]!)).sort();
  return at[Math.min(at.length - 1, Math.floor((1 - share) * at.length))] ?? 0;
}

/** Between the corners, bilinear. */
export function densityAt({ n, reach, values }: DensityGrid, x: number, y: number): number {
  const step = (2 * reach) / (n - 1);
  const [column, row] = [(x + reach) / step, (y + reach) / step];
  const [c, r] = [Math.floor(column), Math.floor(row)];
  const corner = (dr: number, dc: number): number => values[(r + dr) * n + c + dc] ?? 0;
  const [across, up] = [column - c, row - r];
  const low = corner(0, 0) + across * (corner(0, 1) - corner(0, 0));
  const high = corner(1, 0) + across * (corner(1, 1) - corner(1, 0));
  return low + up * (high - low);
}

function variance(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

/** Half a kernel, from its middle outward; both halves together sum to 1. */
function gaussian(sigma: number): Float64Array {
  const half = Float64Array.from({ length: Math.ceil(3 * sigma) + 1 }, (_, i) =>
    Math.exp(-0.5 * (i / sigma) ** 2),
  );
  const sum = half.reduce((total, value) => total + value, 0) * 2 - 1;
  return half.map((value) => value / sum);
}

/**
 * One pass along rows (`step` 1) or columns (`step` n). A kernel that reaches beyond the end of a row goes on in the next,
 * and finds nothing: no point is that near to the border.
 */
function blurred(values: Float32Array, kernel: Float64Array, step: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    let sum = 0;
    for (let i = 1 - kernel.length; i < kernel.length; i++)
      sum += kernel[Math.abs(i)]! * (values[at + i * step] ?? 0);
    result[at] = sum;
  }
  return result;
}
