/** The drawing of a card, as SVG, in the middle of its frame. Pure. */
import type { CardDrawing, CardShape } from "#atlas/page-card.ts";
import type { Setter } from "../../figure/fonts/setter.ts";
import type { Font } from "../../figure/scene.ts";
import type { Box } from "./box.ts";
import { outlined } from "./set-text.ts";

const PADDING = 22;
/** In pixels: what is smaller could not be seen, or read. */
const [LEAST_RADIUS, LEAST_LETTERS] = [3.5, 11];
/** The colors of the light pages. */
const [PANEL, BOX, LINE, LINK, INK] = ["#f4f2ea", "#fbfaf6", "#c9c5b6", "#c77d0a", "#23262b"];
/** Of the height of a box. */
const LETTERS = 0.55;

export function composeDrawing(drawing: CardDrawing, frame: Box, setter: Setter): string {
  const room = { width: frame.width - 2 * PADDING, height: frame.height - 2 * PADDING };
  const scale = Math.min(room.width / drawing.width, room.height / drawing.height);
  const left = frame.x + PADDING + (room.width - drawing.width * scale) / 2;
  const top = frame.y + PADDING + (room.height - drawing.height * scale) / 2;
  const shapes = drawing.shapes.map((shape) => shapeOf(shape, scale, setter)).join("");
  return `<g transform="translate(${short(left)} ${short(top)}) scale(${short(scale)})">${shapes}</g>`;
}

/** @param scale Pixels per unit of the drawing. */
function shapeOf(shape: CardShape, scale: number, setter: Setter): string {
  switch (shape.kind) {
    case "dot": {
      const radius = Math.max(shape.radius, LEAST_RADIUS / scale);
      return `<circle cx="${short(shape.x)}" cy="${short(shape.y)}" r="${short(radius)}" fill="${shape.color}" stroke="${PANEL}" stroke-width="${short(1 / scale)}"/>`;
    }
    case "line":
      return `<path d="${shape.path}" fill="none" stroke="${LINK}" stroke-width="${short(shape.width)}" stroke-opacity="${short(shape.opacity)}"/>`;
    case "box": {
      const { x, y, width, height } = shape;
      const box = `<rect x="${short(x - width / 2)}" y="${short(y - height / 2)}" width="${width}" height="${height}" rx="5" fill="${BOX}" stroke="${LINE}" stroke-width="${short(Math.max(1, 1 / scale))}"/>`;
      return box + nameOf(shape, scale, setter);
    }
  }
}

/** Nothing where it could not be read. */
function nameOf(
  { x, y, height, name }: Extract<CardShape, { kind: "box" }>,
  scale: number,
  setter: Setter,
): string {
  const sizePx = height * LETTERS;
  if (sizePx * scale < LEAST_LETTERS) return "";
  const font: Font = { family: "sans", weight: 600, sizePx, isItalic: false, spacingPx: 0 };
  const width = setter.width(name, font);
  return outlined(setter, { text: name, font, x: x - width / 2, y: y + sizePx * 0.35, color: INK });
}

function short(value: number): string {
  return String(Number(value.toFixed(3)));
}
