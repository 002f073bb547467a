/** A scene as SVG: plain shapes that every program reads, no style sheets, no fonts, no scripts. */
import type { Setter } from "../fonts/setter.ts";
import { visibleText } from "../fonts/visible-text.ts";
import type { Circle, Group, Marks, Overlap, Path, Ramp, Rect, Scene, Shape, Stroke } from "../scene.ts";
import { cellRuns } from "./cell-runs.ts";
import type { SvgContext } from "./context.ts";
import { SvgDefinitions } from "./definitions.ts";
import { dataAddress } from "./data-address.ts";
import { escapeXml } from "./escape.ts";
import { markPath, ringLine } from "./mark-path.ts";
import { joined, short } from "./numbers.ts";
import { writeText } from "./write-text.ts";

/** The same scene and fonts give the same text. Its sizes are in pixels of 1/96 inch. */
export function writeSvg(scene: Scene, setter: Setter): string {
  const context = { setter, definitions: new SvgDefinitions() };
  const [width, height] = [short(scene.width), short(scene.height)];
  const body = scene.shapes.map((shape) => writeShape(shape, context)).join("\n");
  const ground =
    scene.background === null
      ? ""
      : `<rect width="${width}" height="${height}" fill="${scene.background}"/>\n`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${inches(scene.width)}" height="${inches(scene.height)}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeXml(visibleText(scene.title))}</title>`,
    `<desc>${escapeXml(visibleText(scene.description))}</desc>`,
    `${context.definitions.toString()}${ground}${body}`,
    "</svg>\n",
  ].join("\n");
}

function inches(px: number): string {
  return `${short(px / 96, 4)}in`;
}

function writeShape(shape: Shape, context: SvgContext): string {
  switch (shape.type) {
    case "marks":
      return `<path${markPaint(shape)} d="${markPath(shape)}"/>`;
    case "overlap":
      return writeOverlap(shape, context);
    case "path":
      return writePath(shape);
    case "circle":
      return writeCircle(shape);
    case "rect":
      return writeRect(shape);
    case "ramp":
      return writeRamp(shape, context);
    case "text":
      return writeText(shape, context);
    case "cells":
      return cellRuns(shape)
        .map(({ color, path }) => `<path fill="${color}" d="${path}"/>`)
        .join("");
    case "picture":
      return `<image${attributes(boxOf(shape))} preserveAspectRatio="none" xlink:href="${dataAddress(shape.bytes)}"/>`;
    case "group":
      return writeGroup(shape, context);
  }
}

/** Keys below queries, and over the queries once more what of the keys lies on them. Each path is written once. */
function writeOverlap({ below, above, color }: Overlap, { definitions }: SvgContext): string {
  const keys = definitions.add("keys", (id) => `<path id="${id}" d="${markPath(below)}"/>`);
  const queries = definitions.add("queries", (id) => `<path id="${id}" d="${markPath(above)}"/>`);
  const clip = definitions.add(
    "on-queries",
    (id) => `<clipPath id="${id}"><use xlink:href="#${queries}"/></clipPath>`,
  );
  const use = (id: string, marks: Marks): string => `<use xlink:href="#${id}"${markPaint(marks)}/>`;
  const both = `<g clip-path="url(#${clip})">${use(keys, { ...below, color })}</g>`;
  return [use(keys, below), use(queries, above), both].join("\n");
}

function writeGroup({ name, x, y, scale, clip, shapes }: Group, context: SvgContext): string {
  const steps = [
    ...(x === 0 && y === 0 ? [] : [`translate(${joined([x, y], 3)})`]),
    ...(scale === 1 ? [] : [`scale(${short(scale, 5)})`]),
  ].join("");
  const clipped =
    clip === null
      ? ""
      : ` clip-path="url(#${context.definitions.add(
          "frame",
          (id) =>
            `<clipPath id="${id}"><rect width="${short(clip.width)}" height="${short(clip.height)}"/></clipPath>`,
        )})"`;
  const inner = shapes.map((shape) => writeShape(shape, context)).join("\n");
  return `<g${steps === "" ? "" : ` transform="${steps}"`}${clipped}>${name === "" ? "" : `<title>${escapeXml(visibleText(name))}</title>`}\n${inner}\n</g>`;
}

function writePath({ lines, fill, stroke, opacity }: Path): string {
  const path = lines
    .map(({ corners, isClosed }) => {
      const [x = 0, y = 0, ...rest] = corners;
      return `M${joined([x, y])}${rest.length > 0 ? `L${joined(rest)}` : ""}${isClosed ? "z" : ""}`;
    })
    .join("");
  return `<path${paintOf(fill, stroke, opacity)} d="${path}"/>`;
}

function writeCircle({ x, y, radius, fill, stroke, opacity }: Circle): string {
  return `<circle${attributes({ cx: x, cy: y, r: radius })}${paintOf(fill, stroke, opacity)}/>`;
}

function writeRect(rect: Rect): string {
  return `<rect${attributes(boxOf(rect))}${paintOf(rect.fill, rect.stroke, rect.opacity)}/>`;
}

function writeRamp(ramp: Ramp, { definitions }: SvgContext): string {
  const stops = ramp.stops
    .map(({ at, color }) => `<stop offset="${short(at, 3)}" stop-color="${color}"/>`)
    .join("");
  const id = definitions.add("ramp", (name) => `<linearGradient id="${name}">${stops}</linearGradient>`);
  return `<rect${attributes(boxOf(ramp))} fill="url(#${id})"/>`;
}

function boxOf({ x, y, width, height }: Pick<Rect, "x" | "y" | "width" | "height">): Record<string, number> {
  return { x, y, width, height };
}

function attributes(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${short(value)}"`)
    .join("");
}

function markPaint(marks: Marks): string {
  const { color, opacity } = marks;
  const line = ringLine(marks);
  const strength = opacity === 1 ? "" : ` opacity="${short(opacity, 3)}"`;
  if (line === null) return ` fill="${color}"${strength}`;
  return ` fill="none" stroke="${color}" stroke-width="${short(line)}"${strength}`;
}

function paintOf(fill: string | null, stroke: Stroke | null, opacity: number): string {
  const ends = stroke?.cap === "round" ? ' stroke-linecap="round"' : "";
  const corners = stroke?.join === "round" ? ' stroke-linejoin="round"' : "";
  const line = stroke && ` stroke="${stroke.color}" stroke-width="${short(stroke.widthPx)}"${ends}${corners}`;
  return ` fill="${fill ?? "none"}"${line ?? ""}${opacity === 1 ? "" : ` opacity="${short(opacity, 3)}"`}`;
}
