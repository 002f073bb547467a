/** A small copy of the whole map in the corner of a zoomed map. It shows the visible part, and the reader can move it. */
import { drawPasses } from "#drawing/map/draw-passes.ts";
import type { Frame, Place } from "#drawing/map/frame.ts";
import type { PointLayer } from "#drawing/map/point-layer.ts";

export interface MinimapActions {
  /** Centers the map on a position in its plane. */
  readonly onLookAt: (place: Place) => void;
}

/** Half the side of the plane that the minimap shows. A rotated cube reaches farther than a square. */
const REACH = { flat: 1.08, turned: 1.5 };

export class Minimap {
  readonly #layer: PointLayer;
  readonly #canvas: HTMLCanvasElement;
  /** The points without the frame; they are drawn again only when they change. */
  readonly #points = document.createElement("canvas");
  #drawn = "";

  constructor(container: HTMLElement, layer: PointLayer, { onLookAt }: MinimapActions, signal: AbortSignal) {
    this.#layer = layer;
    this.#canvas = document.createElement("canvas");
    this.#canvas.className = "minimap";
    this.#canvas.dataset["overMap"] = "";
    // Hidden from assistive technology: by keyboard, moving between points moves the map, and 0 shows all of it.
    this.#canvas.setAttribute("aria-hidden", "true");
    container.append(this.#canvas);
    signal.addEventListener("abort", () => this.#canvas.remove());
    let isDown = false;
    const follow = (event: PointerEvent): void => {
      const box = this.#canvas.getBoundingClientRect();
      const unit = Math.min(box.width, box.height) / 2 / this.#reach;
      onLookAt({
        x: (event.clientX - box.left - box.width / 2) / unit,
        y: (box.top + box.height / 2 - event.clientY) / unit,
      });
    };
    const listen = (
      type: "pointerdown" | "pointermove" | "pointerup",
      act: (event: PointerEvent) => void,
    ): void =>
      this.#canvas.addEventListener(
        type,
        (event) => {
          // The map below must not react to this pointer.
          event.stopPropagation();
          act(event);
        },
        { signal },
      );
    listen("pointerdown", (event) => {
      event.preventDefault();
      this.#canvas.setPointerCapture(event.pointerId);
      isDown = true;
      follow(event);
    });
    listen("pointermove", (event) => isDown && follow(event));
    listen("pointerup", () => (isDown = false));
  }

  /** To be called after every frame of the map. @param frame Null if the whole map is visible: the minimap is then hidden. */
  update(frame: Frame | null, accent: string): void {
    this.#canvas.hidden = frame === null;
    if (frame === null) return;
    const { width, height, origin, scale } = frame;
    const context = this.#canvas.getContext("2d");
    const { clientWidth, clientHeight } = this.#canvas;
    if (context === null || clientWidth === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const size = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)] as const;
    if (this.#canvas.width !== size[0] || this.#canvas.height !== size[1])
      [this.#canvas.width, this.#canvas.height] = size;
    this.#drawPoints(size);
    context.clearRect(0, 0, ...size);
    context.drawImage(this.#points, 0, 0);
    const unit = Math.min(...size) / 2 / this.#reach;
    const [left, top] = [-origin.x / scale, origin.y / scale];
    const box = [
      size[0] / 2 + left * unit,
      size[1] / 2 - top * unit,
      (width / scale) * unit,
      (height / scale) * unit,
    ] as const;
    context.fillStyle = accent;
    context.globalAlpha = 0.16;
    context.fillRect(...box);
    context.globalAlpha = 1;
    context.lineWidth = 1.5 * ratio;
    context.strokeStyle = accent;
    context.strokeRect(...box);
  }

  get #reach(): number {
    return this.#layer.is3d ? REACH.turned : REACH.flat;
  }

  #drawPoints([width, height]: readonly [number, number]): void {
    const layer = this.#layer;
    const key = `${layer.version} ${width} ${height} ${layer.is3d ? layer.rotation.join() : ""}`;
    if (key === this.#drawn) return;
    this.#drawn = key;
    [this.#points.width, this.#points.height] = [width, height];
    const context = this.#points.getContext("2d");
    if (context === null) return;
    const unit = Math.min(width, height) / 2 / this.#reach;
    const dotPx = Math.max(1, width / 110);
    for (const { from, to, color, composite } of drawPasses(layer.nTokens, layer.overlap)) {
      context.globalCompositeOperation = composite;
      for (let drawn = from; drawn < to; drawn++) {
        const point = layer.pointAt(drawn);
        const [x, y] = layer.turned(point);
        context.fillStyle = layer.cssColor(point, color);
        context.fillRect(width / 2 + x * unit - dotPx / 2, height / 2 - y * unit - dotPx / 2, dotPx, dotPx);
      }
    }
  }
}
