/** A scene as PDF: vectors, of one page as large as the figure. */
import * as pdfkit from "pdfkit";
import { STANDARD_FONTS } from "../fonts/standard-setter.ts";
import type { Setter } from "../fonts/setter.ts";
import { visibleText } from "../fonts/visible-text.ts";
import type { Group, Marks, Overlap, Path, Ramp, Rect, Scene, Shape, Stroke } from "../scene.ts";
import { cellRuns } from "../svg/cell-runs.ts";
import { markPath, ringLine } from "../svg/mark-path.ts";
import type { PdfContext } from "./context.ts";
import { drawText } from "./draw-text.ts";

/** Points of 1/72 inch per pixel of 1/96 inch. */
const POINT = 0.75;

/** The same scene and fonts give the same bytes. */
export function writePdf(scene: Scene, setter: Setter): Promise<Uint8Array> {
  // In a browser, pdfkit knows the standard fonts that it is told; in Node, it reads them itself.
  if (isRegistrar(pdfkit)) pdfkit.registerStdFonts(...STANDARD_FONTS);
  const document = new pdfkit.default({
    size: [scene.width * POINT, scene.height * POINT],
    margin: 0,
    // There is no default font: the standard ones are named where they are used.
    font: "",
    info: {
      Title: visibleText(scene.title),
      Subject: visibleText(scene.description),
      Creator: "Headland",
      // No clock: the same figure is the same file.
      CreationDate: new Date(0),
    },
  });
  const whole = collected(document);
  document.scale(POINT);
  if (scene.background !== null)
    document.rect(0, 0, scene.width, scene.height).fillColor(scene.background).fill();
  const pdf = { document, setter };
  for (const shape of scene.shapes) draw(shape, pdf);
  document.end();
  return whole;
}

function isRegistrar(
  part: object,
): part is { readonly registerStdFonts: (...fonts: typeof STANDARD_FONTS) => void } {
  return "registerStdFonts" in part;
}

function draw(shape: Shape, pdf: PdfContext): void {
  const { document } = pdf;
  switch (shape.type) {
    case "marks":
      drawMarks(shape, pdf);
      break;
    case "overlap":
      drawOverlap(shape, pdf);
      break;
    case "path":
      drawPath(shape, pdf);
      break;
    case "circle":
      document.circle(shape.x, shape.y, shape.radius);
      paint(shape.fill, shape.stroke, shape.opacity, pdf);
      break;
    case "rect":
      document.rect(shape.x, shape.y, shape.width, shape.height);
      paint(shape.fill, shape.stroke, shape.opacity, pdf);
      break;
    case "ramp":
      drawRamp(shape, pdf);
      break;
    case "text":
      drawText(shape, pdf);
      break;
    case "cells":
      for (const { color, path } of cellRuns(shape))
        document.path(path).fillOpacity(1).fillColor(color).fill();
      break;
    case "picture":
      document.image(shape.bytes.slice().buffer, shape.x, shape.y, sizeOf(shape));
      break;
    case "group":
      drawGroup(shape, pdf);
      break;
  }
}

function drawGroup({ x, y, scale, clip, shapes }: Group, pdf: PdfContext): void {
  const { document } = pdf;
  document.save();
  document.translate(x, y).scale(scale);
  if (clip !== null) document.rect(0, 0, clip.width, clip.height).clip();
  for (const shape of shapes) draw(shape, pdf);
  document.restore();
}

function drawMarks(marks: Marks, { document }: PdfContext): void {
  const line = ringLine(marks);
  document.path(markPath(marks));
  if (line === null) document.fillOpacity(marks.opacity).fillColor(marks.color).fill();
  else document.lineWidth(line).strokeOpacity(marks.opacity).strokeColor(marks.color).stroke();
}

/** As in SVG: keys, then queries, then of the keys what lies on queries. */
function drawOverlap({ below, above, color }: Overlap, pdf: PdfContext): void {
  drawMarks(below, pdf);
  drawMarks(above, pdf);
  pdf.document.save();
  pdf.document.path(markPath(above)).clip();
  drawMarks({ ...below, color }, pdf);
  pdf.document.restore();
}

function drawPath({ lines, fill, stroke, opacity }: Path, pdf: PdfContext): void {
  const { document } = pdf;
  for (const { corners, isClosed } of lines) {
    document.moveTo(corners[0] ?? 0, corners[1] ?? 0);
    for (let i = 2; i < corners.length; i += 2) document.lineTo(corners[i]!, corners[i + 1]!);
    if (isClosed) document.closePath();
  }
  paint(fill, stroke, opacity, pdf);
}

function drawRamp(ramp: Ramp, { document }: PdfContext): void {
  const gradient = document.linearGradient(ramp.x, ramp.y, ramp.x + ramp.width, ramp.y);
  for (const { at, color } of ramp.stops) gradient.stop(at, color);
  document.rect(ramp.x, ramp.y, ramp.width, ramp.height).fillOpacity(1).fill(gradient);
}

function paint(fill: string | null, stroke: Stroke | null, opacity: number, { document }: PdfContext): void {
  if (fill !== null) document.fillOpacity(opacity).fillColor(fill);
  if (stroke !== null) {
    document.lineWidth(stroke.widthPx).lineCap(stroke.cap).lineJoin(stroke.join);
    document.strokeOpacity(opacity).strokeColor(stroke.color);
  }
  if (fill !== null && stroke !== null) document.fillAndStroke();
  else if (fill !== null) document.fill();
  else if (stroke !== null) document.stroke();
}

function sizeOf({ width, height }: Pick<Rect, "width" | "height">): { width: number; height: number } {
  return { width, height };
}

function collected(document: PdfContext["document"]): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    document.on("error", reject);
    document.on("end", () => {
      const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const chunk of chunks) {
        whole.set(chunk, at);
        at += chunk.length;
      }
      resolve(whole);
    });
  });
}
