/** A pen that keeps what is drawn with it as shapes. */
import type { Pen } from "#drawing/pen.ts";
import type { Setter } from "./fonts/setter.ts";
import type { Circle, Font, Polyline, Shape, Stroke, Text } from "./scene.ts";

/** From the coordinates of a drawing to pixels: x and y are scaled, then moved. */
export interface Placement {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly x: number;
  readonly y: number;
}

const AS_IT_IS: Placement = { scaleX: 1, scaleY: 1, x: 0, y: 0 };

interface State {
  fillStyle: Pen["fillStyle"];
  strokeStyle: Pen["strokeStyle"];
  lineWidth: number;
  lineCap: CanvasLineCap;
  lineJoin: CanvasLineJoin;
  globalAlpha: number;
  font: string;
  letterSpacing: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
}

type Arc = Pick<Circle, "x" | "y" | "radius">;

/** Drawings name their fonts `sans` and `serif`. Only whole circles are drawn as arcs. */
export class RecordPen implements Pen, State {
  readonly shapes: Shape[] = [];
  readonly #setter: Setter;
  readonly #placement: Placement;
  readonly #saved: State[] = [];
  #lines: { corners: number[]; isClosed: boolean }[] = [];
  #arcs: Arc[] = [];
  fillStyle: Pen["fillStyle"] = "#000000";
  strokeStyle: Pen["strokeStyle"] = "#000000";
  lineWidth = 1;
  lineCap: CanvasLineCap = "butt";
  lineJoin: CanvasLineJoin = "miter";
  globalAlpha = 1;
  font = "10px sans";
  letterSpacing = "0px";
  textAlign: CanvasTextAlign = "start";
  textBaseline: CanvasTextBaseline = "alphabetic";

  constructor(setter: Setter, placement: Placement = AS_IT_IS) {
    this.#setter = setter;
    this.#placement = placement;
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineCap, lineJoin } = this;
    const { globalAlpha, font, letterSpacing, textAlign, textBaseline } = this;
    this.#saved.push({
      ...{ fillStyle, strokeStyle, lineWidth, lineCap, lineJoin },
      ...{ globalAlpha, font, letterSpacing, textAlign, textBaseline },
    });
  }

  restore(): void {
    Object.assign(this, this.#saved.pop() ?? {});
  }

  beginPath(): void {
    [this.#lines, this.#arcs] = [[], []];
  }

  closePath(): void {
    const line = this.#lines[this.#lines.length - 1];
    if (line) line.isClosed = true;
  }

  moveTo(x: number, y: number): void {
    this.#lines.push({ corners: this.#at(x, y), isClosed: false });
  }

  lineTo(x: number, y: number): void {
    const line = this.#lines[this.#lines.length - 1];
    // A line that begins nowhere begins here, as on a canvas.
    if (!line || line.isClosed) this.moveTo(x, y);
    else line.corners.push(...this.#at(x, y));
  }

  arc(x: number, y: number, radius: number): void {
    const [left, top] = this.#at(x, y);
    this.#arcs.push({ x: left, y: top, radius: radius * this.#placement.scaleX });
  }

  fill(): void {
    this.#addPath(colorOf(this.fillStyle), null);
  }

  stroke(): void {
    this.#addPath(null, this.#stroke());
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const { scaleX, scaleY } = this.#placement;
    const [left, top] = this.#at(x, y);
    const size = { width: width * scaleX, height: height * Math.abs(scaleY) };
    const { color, opacity } = this.#paint(this.fillStyle);
    this.shapes.push({ type: "rect", x: left, y: top, ...size, fill: color, stroke: null, opacity });
  }

  /** A text that has just been stroked at the same place gets that stroke as its halo. */
  fillText(text: string, x: number, y: number): void {
    const { color, opacity } = this.#paint(this.fillStyle);
    const added = this.#text(text, x, y, color, opacity);
    const last = this.shapes[this.shapes.length - 1];
    if (last?.type === "text" && last.color === "none" && last.text === text && last.x === added.x) {
      this.shapes.pop();
      this.shapes.push({ ...added, halo: last.halo });
    } else this.shapes.push(added);
  }

  strokeText(text: string, x: number, y: number): void {
    const halo = { color: colorOf(this.strokeStyle), widthPx: this.lineWidth, opacity: this.globalAlpha };
    this.shapes.push({ ...this.#text(text, x, y, "none", 1), halo });
  }

  measureText(text: string): { readonly width: number } {
    return { width: this.#setter.width(text, this.#font()) };
  }

  #text(text: string, x: number, y: number, color: string, opacity: number): Text {
    const font = this.#font();
    const [left, top] = this.#at(x, y);
    const shift = this.textAlign === "center" ? this.#setter.width(text, font) / 2 : 0;
    const drop = this.textBaseline === "middle" ? this.#setter.middlePx(font) : 0;
    return { type: "text", text, x: left - shift, y: top + drop, font, color, opacity, halo: null };
  }

  #font(): Font {
    const [, slant, weight, sizePx, family] = /^(italic )?(?:(\d+) )?([\d.]+)px (\w+)/.exec(this.font) ?? [];
    return {
      family: family === "serif" ? "serif" : "sans",
      weight: Number(weight ?? 400),
      isItalic: slant !== undefined,
      sizePx: Number(sizePx ?? 10),
      spacingPx: Number.parseFloat(this.letterSpacing) || 0,
    };
  }

  #at(x: number, y: number): [number, number] {
    const { scaleX, scaleY, x: left, y: top } = this.#placement;
    return [left + x * scaleX, top + y * scaleY];
  }

  #stroke(): Stroke {
    return {
      color: colorOf(this.strokeStyle),
      widthPx: this.lineWidth * this.#placement.scaleX,
      cap: this.lineCap === "round" ? "round" : "butt",
      join: this.lineJoin === "round" ? "round" : "miter",
    };
  }

  #addPath(fill: string | null, stroke: Stroke | null): void {
    const opacity = this.globalAlpha;
    for (const arc of this.#arcs) this.shapes.push({ type: "circle", ...arc, fill, stroke, opacity });
    const lines: readonly Polyline[] = this.#lines.map(({ corners, isClosed }) => ({
      corners: [...corners],
      isClosed,
    }));
    if (lines.length > 0) this.shapes.push({ type: "path", lines, fill, stroke, opacity });
  }

  #paint(style: Pen["fillStyle"]): { color: string; opacity: number } {
    const [, r, g, b, alpha] = /^rgb\((\d+) (\d+) (\d+) \/ ([\d.e-]+)\)$/.exec(colorOf(style)) ?? [];
    if (alpha === undefined) return { color: colorOf(style), opacity: this.globalAlpha };
    const hex = [r, g, b].map((value) => Number(value).toString(16).padStart(2, "0")).join("");
    return { color: `#${hex}`, opacity: this.globalAlpha * Number(alpha) };
  }
}

/** Drawings paint with plain colors. */
function colorOf(style: Pen["fillStyle"]): string {
  return typeof style === "string" ? style : "none";
}
