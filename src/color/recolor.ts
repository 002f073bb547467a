/** Pictures that were drawn in green and pink, shown in colors that all eyes tell apart. */
import { rgbOf } from "#atlas/role-colors.ts";
import type { Color, Coloring } from "./color-mode.ts";
import { NEUTRAL, roleColors } from "./palette.ts";
import { hexOf } from "./ramps.ts";

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

/**
 * The affine map of red, green and blue, 0 … 1, that takes the ramps and the gray nearest to the safe ones: least squares over
 * the stops of both ramps. Row-major [3, 4]. No linear map takes every hue to its counterpart, so what it gives is the
 * legend of such pictures, too.
 */
const RAMP_MATRIX: readonly (readonly number[])[] = [
  [0.9321, 0.3482, 0.359, -0.3295],
  [0.1068, 0.586, -0.1183, 0.2062],
  [-0.784, 0.639, -0.3048, 0.7224],
];

/**
 * Colors of pictures in those that all eyes tell apart, as the `values` of an SVG `feColorMatrix`.
 *
 * @param of What was drawn: green to blue, pink to vermilion; or numbers on ramps.
 */
export function safeColorMatrix(of: "roles" | "ramps"): string {
  const rows = of === "ramps" ? RAMP_MATRIX : roleRows();
  return [...rows.map(([r, g, b, shift]) => [r!, g!, b!, 0, shift!]), [0, 0, 0, 1, 0]]
    .map((row) => row.map((x) => x.toFixed(4)).join(" "))
    .join(" ");
}

function roleRows(): number[][] {
  const [before, after] = [roleColors(false), roleColors(true)];
  const matrix = recolorMatrix([before.query, before.key, NEUTRAL], [after.query, after.key, NEUTRAL]);
  return [0, 3, 6].map((at) => [...matrix.slice(at, at + 3), 0]);
}

/** The legend of a picture whose ramps were recolored. */
export function withSafeRamps(coloring: Coloring): Coloring {
  if (coloring.ramp === undefined) return coloring;
  const colors = Object.entries(coloring.ramp.colors).map(([role, own]) => [role, own.map(recolored)]);
  return {
    ...coloring,
    ramp: { ...coloring.ramp, colors: Object.fromEntries(colors) as typeof coloring.ramp.colors },
  };
}

function recolored(color: Color): Color {
  const rgb = rgbOf(color);
  const [r, g, b] = RAMP_MATRIX.map((row) => {
    const value = rgb.reduce((sum, channel, i) => sum + channel * row[i]!, row[3]! * 255);
    return Math.round(Math.min(255, Math.max(0, value)));
  });
  return hexOf(r!, g!, b!);
}

function cross(a: Triple, b: Triple): Triple {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
