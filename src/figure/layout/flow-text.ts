/** Breaks text into lines. */
import type { Setter } from "../fonts/setter.ts";
import { visibleText } from "../fonts/visible-text.ts";
import type { Font, Shape } from "../scene.ts";

/** A stretch of a paragraph in one font and color. */
export interface Span {
  readonly text: string;
  readonly font: Font;
  readonly color: string;
}

export interface Box {
  readonly x: number;
  /** Of its top edge. */
  readonly y: number;
  readonly width: number;
  /** From baseline to baseline, as a multiple of the size of letters. */
  readonly lineHeight: number;
}

export interface Flowed {
  readonly shapes: readonly Shape[];
  readonly height: number;
}

/** Where a word may break if it does not fit: behind what parts an address, and else anywhere. */
const PIECE = /[^/?&=._\-~]*[/?&=._\-~]|[^/?&=._\-~]+/gu;

/** A paragraph of words, left aligned. */
export function flowText(spans: readonly Span[], box: Box, setter: Setter): Flowed {
  const shapes: Shape[] = [];
  const sizePx = Math.max(...spans.map(({ font }) => font.sizePx));
  const linePx = sizePx * box.lineHeight;
  let [x, line] = [0, 0];
  const put = (text: string, { font, color }: Span): void => {
    const y = box.y + line * linePx + sizePx;
    shapes.push({ type: "text", text, x: box.x + x, y, font, color, opacity: 1, halo: null });
  };
  const next = (): void => {
    [x, line] = [0, line + 1];
  };
  for (const span of spans) {
    let pending = "";
    const width = (text: string): number => setter.width(text, span.font);
    const flush = (): void => {
      if (pending === "") return;
      put(pending, span);
      x += width(pending);
      pending = "";
    };
    for (const word of visibleText(span.text).split(/(?<= )/u)) {
      const isRoom = x + width(`${pending}${word}`.trimEnd()) <= box.width;
      if (isRoom) {
        pending += word;
        continue;
      }
      const isLong = width(word.trimEnd()) > box.width * 0.6;
      if (!isLong) {
        flush();
        next();
        pending = word;
        continue;
      }
      for (const piece of word.match(PIECE) ?? [])
        for (const part of width(piece) > box.width ? Array.from(piece) : [piece]) {
          if (x + width(pending + part) > box.width && (x > 0 || pending !== "")) {
            flush();
            next();
          }
          pending += part;
        }
    }
    flush();
  }
  return { shapes, height: (line + 1) * linePx };
}
