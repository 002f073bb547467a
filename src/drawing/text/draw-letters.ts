import type { Place } from "../map/frame.ts";
import type { Pen } from "../pen.ts";

const LETTERS_PX = 12;

/** Letters that replace a point. */
export interface LetterMark {
  readonly point: number;
  readonly text: string;
  readonly isKey: boolean;
}

/** Writes letters in the colors of their points, over a spot in the background color that hides the dot. Keys are slanted. */
export function drawLetters(
  pen: Pen,
  marks: readonly LetterMark[],
  place: (point: number) => Place,
  colorOf: (point: number) => string,
  { ground, font }: { readonly ground: string; readonly font: string },
): void {
  pen.save();
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 5;
  pen.strokeStyle = ground;
  for (const isKey of [false, true]) {
    // Sets the font once for all queries and once for all keys, because setting it costs more than writing.
    pen.font = `${isKey ? "italic " : ""}600 ${LETTERS_PX}px ${font}`;
    for (const { point, text } of marks.filter((mark) => mark.isKey === isKey)) {
      const { x, y } = place(point);
      pen.strokeText(text, x, y);
      pen.fillStyle = colorOf(point);
      pen.fillText(text, x, y);
    }
  }
  pen.restore();
}
