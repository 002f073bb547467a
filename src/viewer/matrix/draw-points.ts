/** Draws points on a 2-D canvas: discs for queries and rings for keys, alternating so that neither hides the other. */

export interface PointDrawing {
  readonly nTokens: number;
  /** Position of a point, queries first, in CSS pixels. */
  readonly place: (point: number) => readonly [x: number, y: number];
  /** Null for a point that is not drawn. */
  readonly color: (token: number, role: "query" | "key") => string | null;
  readonly radiusPx: number;
}

/** Sets the size of the canvas and draws on it. @param sizePx Side in CSS pixels. */
export function drawPoints(canvas: HTMLCanvasElement, sizePx: number, drawing: PointDrawing): void {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = canvas.height = Math.round(sizePx * ratio);
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const { nTokens, place, color, radiusPx } = drawing;
  context.lineWidth = Math.max(0.9, radiusPx * 0.6);
  for (let token = 0; token < nTokens; token++) {
    for (const role of ["query", "key"] as const) {
      const paint = color(token, role);
      if (paint === null) continue;
      const [x, y] = place(role === "query" ? token : nTokens + token);
      context.beginPath();
      context.arc(x, y, role === "query" ? radiusPx : radiusPx * 0.9, 0, Math.PI * 2);
      if (role === "query") {
        context.fillStyle = paint;
        context.fill();
      } else {
        context.strokeStyle = paint;
        context.stroke();
      }
    }
  }
}
