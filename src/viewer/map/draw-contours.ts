import type { Contour } from "./contours.ts";
import type { Frame } from "./frame.ts";

/** Draws contours on the overlay, each with a rim of paper, so that they stand out from points of their own color. */
export function drawContours(
  context: CanvasRenderingContext2D,
  contours: readonly Contour[],
  { origin, scale }: Frame,
  paper: string,
): void {
  context.save();
  context.transform(scale, 0, 0, -scale, origin.x, origin.y);
  context.lineCap = "round";
  for (const rim of [true, false]) {
    for (const { color, share, path } of contours) {
      // The innermost line is the strongest.
      const widthPx = 1 + (1 - share) * 1.4;
      context.lineWidth = (rim ? widthPx + 2.4 : widthPx) / scale;
      context.strokeStyle = rim ? paper : color;
      context.globalAlpha = rim ? 0.55 : 1;
      context.stroke(path);
    }
  }
  context.restore();
}
