/**
 * A drawing in the plane of the map, below or above the points. Long curved lines are slow to draw
 * where there is no graphics processor, so they are drawn when the map rests, and their picture moves with the map.
 */
import type { DrawPlane } from "#drawing/map/draw-plane.ts";
import type { Frame } from "#drawing/map/frame.ts";
import type { OverlayColors } from "#drawing/map/overlay-colors.ts";

/** How much is drawn beyond each edge of the map, as a share of its size: it comes into sight while the map moves. */
const BEYOND = 0.25;

export class PlaneLayer {
  readonly #canvas = document.createElement("canvas");
  readonly #box = document.createElement("div");
  #draw: DrawPlane | null = null;
  /** The frame for which the picture was drawn; null if it is out of date. */
  #drawn: Frame | null = null;

  /** @param before The element that covers the layer. @param name Names its class, e.g. `map-contours`. */
  constructor(before: Element, name: string) {
    this.#box.className = `map-layer map-${name}`;
    this.#box.setAttribute("aria-hidden", "true");
    this.#canvas.hidden = true;
    this.#box.append(this.#canvas);
    before.before(this.#box);
  }

  /** @param draw The drawing; null for none. It is shown once the layer settles. */
  set(draw: DrawPlane | null): void {
    this.#draw = draw;
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

  /** Draws for a map at rest, if the picture is out of date. */
  settle(frame: Frame, colors: OverlayColors): void {
    const draw = this.#draw;
    this.#canvas.hidden = draw === null;
    if (draw === null || (this.#drawn !== null && isSame(this.#drawn, frame))) return;
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
    draw(context, frame.scale, colors);
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
