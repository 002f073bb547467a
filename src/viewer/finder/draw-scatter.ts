/** Draws the scatter of heads on a canvas. */
import { placeOn, type Axis } from "#finder/axis.ts";
import { tickText } from "#finder/shown-number.ts";
import type { OverlayColors } from "#drawing/map/overlay-colors.ts";
import type { DotColors } from "./dot-colors.ts";
import { paintDisks, paintSquares, type Rgb } from "./paint-dots.ts";

/** Sizes in CSS pixels. */
export interface ScatterPlace {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly bottom: number;
  readonly top: number;
  readonly right: number;
}

export function scatterPlace(width: number, height: number): ScatterPlace {
  return { width, height, left: 46, bottom: 24, top: 8, right: 10 };
}

/** Positions of all dots in pixels; NaN for heads that lack a number. */
export interface Dots {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly radius: number;
}

export function placeDots(
  { x, y }: { readonly x: Float64Array; readonly y: Float64Array },
  axes: { readonly x: Axis; readonly y: Axis },
  place: ScatterPlace,
): Dots {
  const innerWidth = place.width - place.left - place.right;
  const innerHeight = place.height - place.top - place.bottom;
  const count = x.length;
  return {
    x: Float32Array.from(x, (value) => place.left + placeOn(axes.x, value) * innerWidth),
    y: Float32Array.from(y, (value) => place.top + (1 - placeOn(axes.y, value)) * innerHeight),
    radius: count <= 200 ? 5 : count <= 2000 ? 3.4 : 2.2,
  };
}

/** The nearest dot of a head that passes, at most `reach` pixels away. */
export function nearestDot(
  { x, y }: Dots,
  passes: Uint8Array,
  at: readonly [x: number, y: number],
  reach = 14,
): number | null {
  let best: number | null = null;
  let least = reach * reach;
  for (let i = 0; i < x.length; i++) {
    if (passes[i] !== 1) continue;
    const distance = (x[i]! - at[0]) ** 2 + (y[i]! - at[1]) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

interface Scatter {
  readonly dots: Dots;
  readonly passes: Uint8Array;
  readonly colors: DotColors;
  readonly place: ScatterPlace;
  readonly theme: OverlayColors;
}

export function drawDots(canvas: HTMLCanvasElement, scatter: Scatter): void {
  const { place, theme, dots, passes, colors } = scatter;
  // Its pixels are written by the page, so that they need not go to a graphics card and back.
  const context = sized(canvas, place, { willReadFrequently: true });
  if (context === null) return;
  const picture = context.createImageData(canvas.width, canvas.height);
  const painted = { ...dots, ratio: canvas.width / place.width };
  // Those that were left out stay as a faint ground.
  paintSquares(picture, painted, (dot) => passes[dot] !== 1, rgbOf(context, theme.ink), 0.12);
  const palette = colors.palette.map((color) => rgbOf(context, color));
  paintDisks(picture, painted, (dot) => (passes[dot] === 1 ? palette[colors.of[dot]!] : undefined), 0.85);
  context.putImageData(picture, 0, 0);
}

/** A canvas writes every color without transparency as `#rrggbb`. */
function rgbOf(context: CanvasRenderingContext2D, color: string): Rgb {
  context.fillStyle = color;
  const hex = context.fillStyle;
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

interface ScatterAxes {
  readonly axes: { readonly x: Axis; readonly y: Axis };
  /** What a head without any preference has, if that is the same for all heads. */
  readonly chance: { readonly x: number | null; readonly y: number | null };
  readonly place: ScatterPlace;
  readonly theme: OverlayColors;
}

/** On a canvas of their own: they stay as they are while heads are filtered, and text takes long to draw. */
export function drawAxes(canvas: HTMLCanvasElement, { axes, chance, place, theme }: ScatterAxes): void {
  const context = sized(canvas, place);
  if (context === null) return;
  const { left, top, width, height, right, bottom } = place;
  const [innerWidth, innerHeight] = [width - left - right, height - top - bottom];
  context.font = `12px ${theme.font}`;
  context.fillStyle = theme.ink;
  context.strokeStyle = theme.ink;
  context.lineWidth = 1;
  const atX = (value: number): number => Math.round(left + placeOn(axes.x, value) * innerWidth) + 0.5;
  const atY = (value: number): number => Math.round(top + (1 - placeOn(axes.y, value)) * innerHeight) + 0.5;
  const line = (x0: number, y0: number, x1: number, y1: number, alpha: number): void => {
    context.globalAlpha = alpha;
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    context.stroke();
  };
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const tick of axes.x.ticks) {
    line(atX(tick), top, atX(tick), top + innerHeight, 0.08);
    context.globalAlpha = 0.75;
    context.fillText(tickText(tick), atX(tick), top + innerHeight + 7);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const tick of axes.y.ticks) {
    line(left, atY(tick), left + innerWidth, atY(tick), 0.08);
    context.globalAlpha = 0.75;
    context.fillText(tickText(tick), left - 7, atY(tick));
  }
  line(left + 0.5, top, left + 0.5, top + innerHeight, 0.35);
  line(left, top + innerHeight + 0.5, left + innerWidth, top + innerHeight + 0.5, 0.35);
  context.setLineDash([3, 4]);
  if (isOn(axes.x, chance.x)) line(atX(chance.x), top, atX(chance.x), top + innerHeight, 0.5);
  if (isOn(axes.y, chance.y)) line(left, atY(chance.y), left + innerWidth, atY(chance.y), 0.5);
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function isOn({ least, most }: Axis, value: number | null): value is number {
  return value !== null && value >= least && value <= most;
}

/** What lies over the dots. */
export interface ScatterMarks {
  readonly place: ScatterPlace;
  readonly theme: OverlayColors;
  /** Of the head that is pointed at. */
  readonly lit: readonly [x: number, y: number] | null;
  readonly radius: number;
  /** Two corners, in pixels. */
  readonly brush: readonly [x0: number, y0: number, x1: number, y1: number] | null;
}

export function drawMarks(canvas: HTMLCanvasElement, marks: ScatterMarks): void {
  const { place, theme, lit, radius, brush } = marks;
  const context = sized(canvas, place);
  if (context === null) return;
  context.strokeStyle = theme.ink;
  context.fillStyle = theme.ink;
  if (brush !== null) {
    const [x0, y0, x1, y1] = brush;
    context.globalAlpha = 0.08;
    context.fillRect(x0, y0, x1 - x0, y1 - y0);
    context.globalAlpha = 0.8;
    context.strokeRect(x0, y0, x1 - x0, y1 - y0);
    context.globalAlpha = 1;
  }
  if (lit !== null && !Number.isNaN(lit[0] + lit[1])) {
    context.lineWidth = 2;
    context.beginPath();
    context.arc(lit[0], lit[1], radius + 3.5, 0, Math.PI * 2);
    context.stroke();
  }
}

function sized(
  canvas: HTMLCanvasElement,
  { width, height }: ScatterPlace,
  settings?: CanvasRenderingContext2DSettings,
): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const context = canvas.getContext("2d", settings);
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}
