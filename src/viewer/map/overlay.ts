/** The 2-D canvas over the points: attention lines, rings and labels. They are few and are drawn again in each frame. */
import type { Frame, Place } from "./frame.ts";
import type { PointLayer } from "./point-layer.ts";
import { drawLetters, type LetterMark } from "./text/draw-letters.ts";
import { placeLabels, type Box, type Label } from "./text/labels.ts";

/** A line from the selected point to a point that it attends to, or that attends to it. */
export interface Line {
  readonly to: number;
  /** 0 … 1: width and strength. */
  readonly weight: number;
}

export interface OverlayScene {
  /** Points with a ring, e.g. the one under the pointer. */
  readonly rings: readonly { readonly point: number; readonly isStrong: boolean }[];
  readonly from: number | null;
  readonly lines: readonly Line[];
  /** The most important first. */
  readonly labels: readonly PointLabel[];
  /** Corners of an outline, in the map's own plane. */
  readonly area: readonly (readonly [x: number, y: number])[] | null;
}

/** The scene, and what the map itself adds to it. */
export interface DrawnScene extends OverlayScene {
  readonly letters: readonly LetterMark[];
  /** Areas of the map that buttons and other elements cover. */
  readonly covered: readonly Box[];
}

export interface PointLabel {
  readonly point: number;
  readonly text: string;
  /** Whether the label belongs to the map in general, not to something the reader selected. */
  readonly isSoft?: boolean;
  /** The color of a line under the text; most labels have none. */
  readonly color?: string;
}

export const EMPTY_SCENE: OverlayScene = { rings: [], from: null, lines: [], labels: [], area: null };

export interface OverlayColors {
  readonly ink: string;
  readonly page: string;
  /** The background of the map. */
  readonly ground: string;
  readonly accent: string;
  readonly font: string;
}

/** The font of labels. Labels of selected points are larger than the map's general labels. */
export function fontOf(isSoft: boolean, { font }: OverlayColors): string {
  return `${isSoft ? 12 : 13}px ${font}`;
}

/** @param canvas It fills the frame. */
export function drawOverlay(
  canvas: HTMLCanvasElement,
  frame: Frame,
  scene: DrawnScene,
  place: (point: number) => Place,
  layer: PointLayer,
  colors: OverlayColors,
): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
  // Clearing a canvas that is already empty would make the browser blend it again in every frame of a drag.
  const { rings, lines, labels, letters } = scene;
  const nDrawn = rings.length + lines.length + labels.length + letters.length;
  const isEmpty = nDrawn === 0 && scene.area === null;
  if (isEmpty && canvas.dataset["isEmpty"] === "true") return;
  canvas.dataset["isEmpty"] = String(isEmpty);
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, frame.width, frame.height);
  if (letters.length > 0) drawLetters(context, letters, place, (point) => layer.cssColor(point), colors);
  if (scene.area) drawArea(context, scene.area, frame, colors);
  if (scene.from !== null) drawLines(context, place(scene.from), scene.lines, place, colors);
  const radiusPx = layer.sizePx(frame.zoom) / 2;
  for (const { point, isStrong } of rings) {
    const { x, y } = place(point);
    context.beginPath();
    context.arc(x, y, radiusPx + (isStrong ? 4 : 3), 0, Math.PI * 2);
    context.lineWidth = isStrong ? 2 : 1.25;
    context.strokeStyle = isStrong ? colors.accent : colors.ink;
    context.stroke();
  }
  drawLabels(context, frame, scene, place, colors);
}

function drawArea(
  context: CanvasRenderingContext2D,
  area: NonNullable<OverlayScene["area"]>,
  { origin, scale }: Frame,
  colors: OverlayColors,
): void {
  context.beginPath();
  for (const [x, y] of area) context.lineTo(origin.x + x * scale, origin.y - y * scale);
  context.closePath();
  context.fillStyle = colors.accent;
  context.globalAlpha = 0.1;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.strokeStyle = colors.accent;
  context.stroke();
}

function drawLines(
  context: CanvasRenderingContext2D,
  from: { x: number; y: number },
  lines: readonly Line[],
  place: (point: number) => Place,
  colors: OverlayColors,
): void {
  context.strokeStyle = colors.accent;
  context.lineCap = "round";
  for (const { to, weight } of lines.toReversed()) {
    const end = place(to);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(end.x, end.y);
    context.lineWidth = 0.75 + 4 * weight;
    context.globalAlpha = 0.2 + 0.75 * Math.sqrt(weight);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function drawLabels(
  context: CanvasRenderingContext2D,
  { width, height }: { readonly width: number; readonly height: number },
  scene: DrawnScene,
  place: (point: number) => Place,
  colors: OverlayColors,
): void {
  context.font = fontOf(false, colors);
  context.lineJoin = "round";
  const labels = scene.labels.flatMap((label): (Label & Pick<PointLabel, "isSoft" | "color">)[] => {
    const { x, y } = place(label.point);
    if (x < 0 || y < 0 || x > width || y > height || label.text === "") return [];
    return [{ ...label, x, y, widthPx: context.measureText(label.text).width }];
  });
  for (const { text, left, baseline, widthPx, isSoft = false, color } of placeLabels(
    labels,
    width,
    height,
    scene.covered,
  )) {
    context.lineWidth = 4;
    context.strokeStyle = colors.page;
    context.font = fontOf(isSoft, colors);
    context.globalAlpha = 0.92;
    context.strokeText(text, left, baseline);
    context.globalAlpha = 1;
    context.fillStyle = colors.ink;
    context.fillText(text, left, baseline);
    if (color === undefined) continue;
    context.fillStyle = color;
    context.fillRect(left, baseline + 2.5, widthPx, 2);
  }
}
