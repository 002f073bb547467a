/** Pictures that were drawn in green and pink, shown in colors that all eyes tell apart. */
import { rgbOf } from "#atlas/role-colors.ts";
import type { Color } from "./color-mode.ts";
import { NEUTRAL, roleColors } from "./palette.ts";

type Triple = readonly [number, number, number];

/**
 * The linear map of red, green and blue that takes each of three colors to another one, and so every mixture of them.
 *
 * @returns Row-major [3, 3].
 */
export function recolorMatrix(
  from: readonly [Color, Color, Color],
  to: readonly [Color, Color, Color],
): number[] {
  const [a, b, c] = [rgbOf(from[0]), rgbOf(from[1]), rgbOf(from[2])];
  const volume = dot(a, cross(b, c));
  // Rows of the inverse of the matrix whose columns are the three colors.
  const inverse = [cross(b, c), cross(c, a), cross(a, b)].map((row) => row.map((x) => x / volume));
  const columns = to.map(rgbOf);
  return [0, 1, 2].flatMap((channel) =>
    [0, 1, 2].map((input) =>
      columns.reduce((sum, color, i) => sum + color[channel]! * inverse[i]![input]!, 0),
    ),
  );
}

/** Green to blue, pink to vermilion, gray to itself: as the `values` of an SVG `feColorMatrix`. */
export function safeColorMatrix(): string {
  const [before, after] = [roleColors(false), roleColors(true)];
  const matrix = recolorMatrix([before.query, before.key, NEUTRAL], [after.query, after.key, NEUTRAL]);
  const row = (at: number): string => [...matrix.slice(at, at + 3), 0, 0].map((x) => x.toFixed(4)).join(" ");
  return [row(0), row(3), row(6), "0 0 0 1 0"].join(" ");
}

function cross(a: Triple, b: Triple): Triple {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
