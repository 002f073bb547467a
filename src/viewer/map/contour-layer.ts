/**
 * Contours between the points and what is written over them. Long curved lines are slow to draw where there is no graphics
 * processor, so they are drawn when the map rests, and their picture moves with the map.
 */
import type { Contour } from "./contours.ts";
import type { Frame } from "./frame.ts";

/** How much is drawn beyond each edge of the map, as a share of its size: it comes into sight while the map moves. */
const BEYOND = 0.25;

export class ContourLayer {
  readonly #canvas = document.createElement("canvas");
  readonly #box = document.createElement("div");
  #contours: readonly Contour[] = [];
  /** The frame for which the picture was drawn; null if it is out of date. */
  #drawn: Frame | null = null;

  /** @param before The element that covers the contours. */
  constructor(before: Element) {
    this.#box.className = "map-contours";
    this.#box.setAttribute("aria-hidden", "true");
    this.#box.append(this.#canvas);
    before.before(this.#box);
  }

  /** @param contours Contours of a flat map, the outermost first; an empty list removes them. */
  set(contours: readonly Contour[]): void {
    this.#contours = contours;
    this.#drawn = null;
  }

  /** Moves the picture with the map. */
  follow(frame: Frame): void {
    const drawn = this.#drawn;
    if (drawn === null) return;
    const zoomed = frame.scale / drawn.scale;
    const shift = (axis: "x" | "y", sizePx: number): number =>
      frame.origin[axis] - zoomed * (drawn.origin[axis] + sizePx * BEYOND) + sizePx * BEYOND;
    const [x, y] = [shift("x", drawn.width), shift("y", drawn.height)];
    this.#canvas.style.transform = `translate(${x}px, ${y}px) scale(${zoomed})`;
  }

  /** Draws the contours for a map at rest. @param page Color of the rim that sets them off from points of the same color. */
  settle(frame: Frame, page: string): void {
    this.#canvas.hidden = this.#contours.length === 0;
    const drawn = this.#drawn;
    if (this.#canvas.hidden || (drawn !== null && isSame(drawn, frame))) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [frame.width, frame.height].map((sizePx) => sizePx * (1 + 2 * BEYOND));
    this.#canvas.width = Math.round(width! * ratio);
    this.#canvas.height = Math.round(height! * ratio);
    Object.assign(this.#canvas.style, {
      left: `${-frame.width * BEYOND}px`,
      top: `${-frame.height * BEYOND}px`,
      width: `${width!}px`,
      height: `${height!}px`,
    });
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    const [left, top] = [frame.origin.x + frame.width * BEYOND, frame.origin.y + frame.height * BEYOND];
    context.setTransform(ratio * frame.scale, 0, 0, -ratio * frame.scale, ratio * left, ratio * top);
    this.#draw(context, frame.scale, page);
    this.#drawn = frame;
    this.follow(frame);
  }

  /** To be called when colors have changed: the picture is out of date. */
  forget(): void {
    this.#drawn = null;
  }

  remove(): void {
    this.#box.remove();
  }

  #draw(context: CanvasRenderingContext2D, scale: number, page: string): void {
    context.lineJoin = "round";
    for (const rim of [true, false]) {
      for (const { color, share, path } of this.#contours) {
        // The innermost line is the strongest.
        const widthPx = 1 + (1 - share) * 1.4;
        context.lineWidth = (rim ? widthPx + 2.4 : widthPx) / scale;
        context.strokeStyle = rim ? page : color;
        context.globalAlpha = rim ? 0.55 : 1;
        context.stroke(path);
      }
    }
  }
}

function isSame(a: Frame, b: Frame): boolean {
  return (
    a.scale === b.scale &&
    a.width === b.width &&
    a.height === b.height &&
    a.origin.x === b.origin.x &&
    a.origin.y === b.origin.y
  );
}
