import type { Place } from "../frame.ts";

const LETTERS_PX = 12;

/** A mark of letters in place of a point. */
export interface LetterMark {
  readonly point: number;
  readonly text: string;
  readonly isKey: boolean;
}

/** Writes the letters in their points' colors, over a spot of paper that hides the dot; keys slanted. */
export function drawLetters(
  context: CanvasRenderingContext2D,
  marks: readonly LetterMark[],
  place: (point: number) => Place,
  colorOf: (point: number) => string,
  { ground, font }: { readonly ground: string; readonly font: string },
): void {
  context.save();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 5;
  context.strokeStyle = ground;
  for (const isKey of [false, true]) {
    // The font is set once for all of a kind: setting it costs more than writing.
    context.font = `${isKey ? "italic " : ""}600 ${LETTERS_PX}px ${font}`;
    for (const { point, text } of marks.filter((mark) => mark.isKey === isKey)) {
      const { x, y } = place(point);
      context.strokeText(text, x, y);
      context.fillStyle = colorOf(point);
      context.fillText(text, x, y);
    }
  }
  context.restore();
}
