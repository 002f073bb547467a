/** Sets the words of a card as outlines, so that a card looks the same on every machine. */
import type { Setter } from "../../figure/fonts/setter.ts";
import type { Font } from "../../figure/scene.ts";

/** What stands for a character that the fonts of the site lack, as a share of the size of the font. */
const BOX = { width: 0.42, height: 0.62, line: 0.05, bearing: 0.08 } as const;

const segmenter = new Intl.Segmenter();

export interface Line {
  readonly text: string;
  readonly font: Font;
  /** Start of the baseline, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly color: string;
}

/** @returns SVG elements. */
export function outlined(setter: Setter, { text, font, x, y, color }: Line): string {
  const shapes = setter.runs(text, font).flatMap((run) => {
    if (run.kind === "letters") return boxes(run.text, run.width, font.sizePx, x + run.x, y);
    const scale = font.sizePx / run.face.unitsPerEm;
    return run.glyphs.flatMap((glyph) => {
      const outline = run.face.outline(glyph.id);
      const place = `translate(${short(x + run.x + glyph.x * scale)} ${short(y - glyph.y * scale)})`;
      return outline === "" ? [] : [`<path transform="${place} scale(${scale} ${-scale})" d="${outline}"/>`];
    });
  });
  return `<g fill="${color}">${shapes.join("")}</g>`;
}

/** A box per character: its own shape would depend on the fonts of the machine. */
function boxes(text: string, width: number, size: number, x: number, y: number): string[] {
  const characters = [...segmenter.segment(text)].filter(({ segment }) => segment.trim() !== "");
  const step = width / Math.max(1, characters.length);
  return characters.map((_, i) => {
    const left = short(x + i * step + size * BOX.bearing);
    return `<rect x="${left}" y="${short(y - size * BOX.height)}" width="${short(size * BOX.width)}" height="${short(size * BOX.height)}" fill="none" stroke="#8d8d86" stroke-width="${short(size * BOX.line)}"/>`;
  });
}

/**
 * Breaks a text into lines. What is left after the last one is cut, and so are words that are longer than a line.
 *
 * @param width Of a line, in pixels.
 */
export function brokenLines(setter: Setter, text: string, font: Font, width: number, most: number): string[] {
  const words = text.split(/[ \t\r\n]+/).filter((word) => word !== "");
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (setter.width(longer, font) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    if (lines.length === most) break;
  }
  if (lines.length < most && line !== "") {
    lines.push(line);
    line = "";
  }
  const hasMore = line !== "";
  return lines.map((each, i) => fitted(setter, each, font, width, hasMore && i === lines.length - 1));
}

/** The text, or as much of its beginning as has room before an ellipsis. */
function fitted(setter: Setter, text: string, font: Font, width: number, isCut: boolean): string {
  if (!isCut && setter.width(text, font) <= width) return text;
  const characters = Array.from(segmenter.segment(text.slice(0, 400)), ({ segment }) => segment);
  for (let n = characters.length; n > 0; n--) {
    const shorter = `${characters.slice(0, n).join("").trimEnd()}…`;
    if (setter.width(shorter, font) <= width) return shorter;
  }
  return "…";
}

function short(value: number): string {
  return String(Number(value.toFixed(2)));
}
