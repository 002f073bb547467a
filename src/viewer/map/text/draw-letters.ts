import type { Place } from "../frame.ts";

const LETTERS_PX = 12;

/** Letters that replace a point. */
export interface LetterMark {
  readonly point: number;
  readonly text: string;
  readonly isKey: boolean;
}

/** Writes letters in the colors of their points, over a spot in the background color that hides the dot. Keys are slanted. */
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
    // Sets the font once for all queries and once for all keys, because setting it costs more than writing.
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
