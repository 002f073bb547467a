/** What is drawn over the points: attention lines, rings and labels. They are few and are drawn again in each frame. */
import type { Pen } from "../pen.ts";
import { drawLetters, type LetterMark } from "../text/draw-letters.ts";
import { boxOf, placeLabels, type Box, type Label, type Placed } from "../text/labels.ts";
import type { DrawnName, NameField, NameFrame } from "../text/name-field.ts";
import type { Frame, Place } from "./frame.ts";
import type { OverlayColors } from "./overlay-colors.ts";

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
  readonly names: NameField | null;
}

export interface PointLabel {
  readonly point: number;
  readonly text: string;
  /** The color of a line under the text; most labels have none. */
  readonly color?: string;
}

export const EMPTY_SCENE: OverlayScene = { rings: [], from: null, lines: [], labels: [], area: null };

type DrawnLabel = Placed<Label & Pick<PointLabel, "color">>;

/** A scene whose labels and names have found their room. */
export interface LaidOutScene {
  readonly scene: DrawnScene;
  readonly around: NameFrame;
  readonly labels: readonly DrawnLabel[];
  readonly names: readonly DrawnName[];
  /** Whether there is nothing to draw. */
  readonly isEmpty: boolean;
}

export function layOutScene(
  pen: Pen,
  scene: DrawnScene,
  around: NameFrame,
  colors: OverlayColors,
): LaidOutScene {
  const labels = placedLabels(pen, around.frame, scene, around.place, colors);
  const covered = [...scene.covered, ...labels.map(boxOf)];
  const names = scene.names?.layOut(pen, { ...around, covered }, colors) ?? [];
  const { rings, lines, letters, area } = scene;
  const nDrawn = rings.length + lines.length + labels.length + letters.length + names.length;
  return { scene, around, labels, names, isEmpty: nDrawn === 0 && area === null };
}

export function drawScene(
  pen: Pen,
  { scene, around: { frame, place, layer }, labels }: LaidOutScene,
  colors: OverlayColors,
): void {
  const { letters, rings } = scene;
  if (letters.length > 0) drawLetters(pen, letters, place, (point) => layer.cssColor(point), colors);
  scene.names?.draw(pen, colors);
  if (scene.area) drawArea(pen, scene.area, frame, colors);
  if (scene.from !== null) drawLines(pen, place(scene.from), scene.lines, place, colors);
  const radiusPx = layer.sizePx(frame.zoom) / 2;
  for (const { point, isStrong } of rings) {
    const { x, y } = place(point);
    pen.beginPath();
    pen.arc(x, y, radiusPx + (isStrong ? 4 : 3), 0, Math.PI * 2);
    pen.lineWidth = isStrong ? 2 : 1.25;
    pen.strokeStyle = isStrong ? colors.accent : colors.ink;
    pen.stroke();
  }
  drawLabels(pen, labels, colors);
}

function drawArea(
  pen: Pen,
  area: NonNullable<OverlayScene["area"]>,
  { origin, scale }: Frame,
  colors: OverlayColors,
): void {
  pen.beginPath();
  for (const [x, y] of area) pen.lineTo(origin.x + x * scale, origin.y - y * scale);
  pen.closePath();
  pen.fillStyle = colors.accent;
  pen.globalAlpha = 0.1;
  pen.fill();
  pen.globalAlpha = 1;
  pen.lineWidth = 1.5;
  pen.strokeStyle = colors.accent;
  pen.stroke();
}

function drawLines(
  pen: Pen,
  from: { x: number; y: number },
  lines: readonly Line[],
  place: (point: number) => Place,
  colors: OverlayColors,
): void {
  pen.strokeStyle = colors.accent;
  pen.lineCap = "round";
  for (const { to, weight } of lines.toReversed()) {
    const end = place(to);
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(end.x, end.y);
    pen.lineWidth = 0.75 + 4 * weight;
    pen.globalAlpha = 0.2 + 0.75 * Math.sqrt(weight);
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

function placedLabels(
  pen: Pen,
  { width, height }: Frame,
  scene: DrawnScene,
  place: (point: number) => Place,
  colors: OverlayColors,
): readonly DrawnLabel[] {
  if (scene.labels.length === 0) return [];
  pen.font = fontOf(colors);
  const labels = scene.labels.flatMap((label): (Label & Pick<PointLabel, "color">)[] => {
    const { x, y } = place(label.point);
    if (x < 0 || y < 0 || x > width || y > height || label.text === "") return [];
    return [{ ...label, x, y, widthPx: pen.measureText(label.text).width }];
  });
  return placeLabels(labels, width, height, scene.covered);
}

function fontOf({ font }: OverlayColors): string {
  return `13px ${font}`;
}

function drawLabels(pen: Pen, labels: readonly DrawnLabel[], colors: OverlayColors): void {
  pen.font = fontOf(colors);
  pen.lineJoin = "round";
  for (const { text, left, baseline, widthPx, color } of labels) {
    pen.lineWidth = 4;
    pen.strokeStyle = colors.page;
    pen.globalAlpha = 0.92;
    pen.strokeText(text, left, baseline);
    pen.globalAlpha = 1;
    pen.fillStyle = colors.ink;
    pen.fillText(text, left, baseline);
    if (color === undefined) continue;
    pen.fillStyle = color;
    pen.fillRect(left, baseline + 2.5, widthPx, 2);
  }
}
