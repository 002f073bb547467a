/** Painted backgrounds: a wash between two dull colors, waves of light and dark, and brush strokes. */
import type { Random } from "#math/random.ts";
import { integer } from "../draw.ts";
import { dullColor, mix, type Rgb } from "./colors.ts";

interface Wave {
  /** Radians across the picture. */
  readonly x: number;
  readonly y: number;
  readonly phase: number;
  readonly height: number;
}

interface Stroke {
  /** Ends and half width, in picture widths. */
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly width: number;
  readonly color: Rgb;
  readonly opacity: number;
}

export interface Background {
  readonly colors: readonly [Rgb, Rgb];
  /** Unit vector along which the first color changes into the second. */
  readonly toward: readonly [x: number, y: number];
  readonly waves: readonly Wave[];
  readonly strokes: readonly Stroke[];
}

export function inventBackground(random: Random): Background {
  const angle = 2 * Math.PI * random();
  const base = dullColor(random);
  const colors = [base, mix(base, dullColor(random), 0.7)] as const;
  const waves = Array.from({ length: integer(random, 2, 5) }, () => {
    const [turn, length] = [2 * Math.PI * random(), 4 + 30 * random() ** 2];
    return {
      x: length * Math.cos(turn),
      y: length * Math.sin(turn),
      phase: 2 * Math.PI * random(),
      height: 0.015 + 0.03 * random(),
    };
  });
  const strokes = Array.from({ length: integer(random, 0, 10) }, () => inventStroke(random, base));
  return { colors, toward: [Math.cos(angle), Math.sin(angle)], waves, strokes };
}

function inventStroke(random: Random, base: Rgb): Stroke {
  const [x, y, turn, length] = [random(), random(), Math.PI * random(), 0.15 + 0.4 * random()];
  return {
    from: [x, y],
    to: [x + length * Math.cos(turn), y + length * Math.sin(turn)],
    width: 0.015 + 0.045 * random(),
    color: mix(base, dullColor(random), 0.8),
    opacity: 0.25 + 0.4 * random(),
  };
}

/** @param canvas float32 [size, size, 3], from 0 to 1. */
export function paintBackground(canvas: Float32Array, size: number, background: Background): void {
  paintWash(canvas, size, background);
  for (const stroke of background.strokes) paintStroke(canvas, size, stroke);
}

function paintWash(canvas: Float32Array, size: number, { colors, toward, waves }: Background): void {
  const [first, second] = colors;
  // sin(a + b) is computed from the sines and cosines of columns and rows, which saves a sine per pixel.
  const rows = waves.map(({ y, phase }) => sines(size, y, phase));
  const columns = waves.map(({ x }) => sines(size, x, 0));
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at += 3) {
      const across = toward[0] * ((column + 0.5) / size - 0.5) + toward[1] * ((row + 0.5) / size - 0.5);
      const share = Math.min(1, Math.max(0, 0.5 + 0.8 * across));
      let light = 0;
      for (let w = 0; w < waves.length; w++) {
        const [r, c] = [rows[w]!, columns[w]!];
        light += waves[w]!.height * (r.sin[row]! * c.cos[column]! + r.cos[row]! * c.sin[column]!);
      }
      for (let k = 0; k < 3; k++) canvas[at + k] = first[k]! + (second[k]! - first[k]!) * share + light;
    }
  }
}

function sines(size: number, length: number, phase: number): { sin: Float64Array; cos: Float64Array } {
  const angles = Float64Array.from({ length: size }, (_, i) => (length * (i + 0.5)) / size + phase);
  return { sin: angles.map(Math.sin), cos: angles.map(Math.cos) };
}

function paintStroke(canvas: Float32Array, size: number, { from, to, width, color, opacity }: Stroke): void {
  const [x0, y0, x1, y1, radius] = [from[0], from[1], to[0], to[1], width].map((value) => value * size) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const squared = (x1 - x0) ** 2 + (y1 - y0) ** 2;
  const low = (a: number, b: number): number => Math.max(0, Math.floor(Math.min(a, b) - radius - 1));
  const high = (a: number, b: number): number => Math.min(size, Math.ceil(Math.max(a, b) + radius + 1));
  for (let row = low(y0, y1); row < high(y0, y1); row++) {
    for (let column = low(x0, x1); column < high(x0, x1); column++) {
      const [x, y] = [column + 0.5 - x0, row + 0.5 - y0];
      const along = Math.min(1, Math.max(0, (x * (x1 - x0) + y * (y1 - y0)) / squared));
      const distance = Math.hypot(x - along * (x1 - x0), y - along * (y1 - y0)) - radius;
      // The bristles thin out along the stroke.
      const share = Math.min(1, Math.max(0, 0.5 - distance)) * opacity * (1 - 0.5 * along);
      blend(canvas, 3 * (row * size + column), color, share);
    }
  }
}

/** Blends the given share of the color over the pixel at this offset. */
export function blend(canvas: Float32Array, at: number, color: Rgb, share: number): void {
  if (share <= 0) return;
  for (let k = 0; k < 3; k++) canvas[at + k]! += (color[k]! - canvas[at + k]!) * share;
}
