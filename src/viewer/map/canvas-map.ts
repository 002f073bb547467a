/** The map without WebGL: the same points on a 2-D canvas, slower but complete. */
import { drawPasses } from "#drawing/map/draw-passes.ts";
import { placer, type Frame, type Place } from "#drawing/map/frame.ts";
import { unitPx } from "#drawing/map/home.ts";
import { PointMap, type MapSetup, type Sprite } from "./point-map.ts";
import { listenCanvas } from "./pointer/listen-canvas.ts";
import { givesWay } from "./pointer/one-finger.ts";

const [LEAST_ZOOM, MOST_ZOOM] = [0.4, 60];
const ZOOM_STEP = 1.5;

export class CanvasMap extends PointMap {
  readonly #canvas: HTMLCanvasElement;
  readonly #sprite: MapSetup["sprite"];
  #middle: Place = { x: 0, y: 0 };
  #zoom = 1;
  #isAsked = false;
  #isTurning = false;

  constructor(setup: MapSetup) {
    super(setup);
    const { container } = setup;
    this.#sprite = setup.sprite;
    this.#canvas = document.createElement("canvas");
    this.#canvas.className = "map-points";
    container.querySelector(".map-contours")?.before(this.#canvas);
    listenCanvas(
      container,
      {
        onDrag: (dx, dy, by) => {
          if (this.#isTurning && by !== "pinch") this.turn(dx, dy);
          else if (by !== "finger" || !givesWay(container)) this.#drag(dx, dy);
        },
        onZoom: (x, y, factor) => this.#zoomAt({ x, y }, factor),
      },
      this.stop.signal,
    );
  }

  protected frame(): Frame {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const scale = unitPx(width, height) * this.#zoom;
    const origin = { x: width / 2 - this.#middle.x * scale, y: height / 2 + this.#middle.y * scale };
    return { width, height, zoom: this.#zoom, origin, scale };
  }

  protected redraw(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    requestAnimationFrame(() => {
      this.#isAsked = false;
      if (this.stop.signal.aborted) return;
      this.#draw();
      this.drawn();
    });
  }

  /** Jumps without an animation, which would stutter without WebGL. */
  protected moveTo(middle: Place, zoom: number): void {
    this.#middle = middle;
    this.#zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom));
    this.redraw();
  }

  protected setTurning(isTurning: boolean): void {
    this.#isTurning = isTurning;
  }

  zoom(direction: 1 | -1): void {
    this.moveTo(this.#middle, this.#zoom * ZOOM_STEP ** direction);
  }

  override destroy(): void {
    super.destroy();
    this.#canvas.remove();
  }

  #drag(dx: number, dy: number): void {
    const { scale } = this.frame();
    this.moveTo({ x: this.#middle.x - dx / scale, y: this.#middle.y + dy / scale }, this.#zoom);
  }

  /** Zooms around the pointer: the point below it keeps its place. */
  #zoomAt(at: Place, factor: number): void {
    const before = this.frame();
    const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, this.#zoom * factor));
    const share = 1 / before.scale - 1 / (before.scale * (zoom / this.#zoom));
    const [dx, dy] = [at.x - before.width / 2, at.y - before.height / 2];
    this.moveTo({ x: this.#middle.x + dx * share, y: this.#middle.y - dy * share }, zoom);
  }

  #draw(): void {
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    const frame = this.frame();
    const ratio = window.devicePixelRatio || 1;
    this.#canvas.width = Math.round(frame.width * ratio);
    this.#canvas.height = Math.round(frame.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const place = placer(this.layer, frame);
    const sizePx = this.layer.sizePx(frame.zoom);
    for (const { from, to, color, composite } of drawPasses(this.layer.nTokens, this.layer.overlap)) {
      context.globalCompositeOperation = composite;
      for (let drawn = from; drawn < to; drawn++) {
        const point = this.layer.pointAt(drawn);
        const { x, y } = place(point);
        const share = this.layer.isAlike?.[point] === 1 ? this.layer.alikeShare(frame.zoom) : 1;
        if (share === 0) continue;
        const radius = (sizePx * (this.layer.sizes?.[point] ?? 1) * share) / 2;
        if (x < -radius || y < -radius || x > frame.width + radius || y > frame.height + radius) continue;
        if (this.#sprite && !this.#sprite.special[point % this.layer.nTokens])
          this.#drawPatch(context, this.#sprite, point, { x, y }, radius, this.layer.pixelShare(frame.zoom));
        else this.#drawPoint(context, point, this.layer.cssColor(point, color), { x, y }, radius);
      }
    }
    context.globalCompositeOperation = "source-over";
  }

  /** A square for a query, a disc for a key: filled with its color, over which its pixels come, all but a frame. */
  #drawPatch(
    context: CanvasRenderingContext2D,
    { image, columns, rows }: Sprite,
    point: number,
    { x, y }: Place,
    radius: number,
    pixels: number,
  ): void {
    const token = point % this.layer.nTokens;
    const outline = (reach: number): Path2D => {
      const path = new Path2D();
      if (this.layer.isKey(point)) path.arc(x, y, reach, 0, Math.PI * 2);
      else path.rect(x - reach, y - reach, reach * 2, reach * 2);
      return path;
    };
    context.fillStyle = this.layer.cssColor(point);
    context.fill(outline(radius));
    if (pixels === 0) return;
    const [width, height] = [image.naturalWidth / columns, image.naturalHeight / rows];
    const from = [(token % columns) * width, Math.floor(token / columns) * height] as const;
    context.save();
    context.clip(outline(radius - Math.max(1.2, radius * 0.16)));
    context.globalAlpha = (pixels * ((this.layer.colors[point] ?? 0) >>> 24)) / 255;
    context.drawImage(image, ...from, width, height, x - radius, y - radius, radius * 2, radius * 2);
    context.restore();
  }

  #drawPoint(
    context: CanvasRenderingContext2D,
    point: number,
    color: string,
    { x, y }: Place,
    radius: number,
  ): void {
    context.beginPath();
    if (this.layer.isKey(point)) context.arc(x, y, radius * 0.7, 0, Math.PI * 2);
    else {
      context.arc(x, y, radius, 0, Math.PI * 2);
      context.fillStyle = color;
      context.fill();
      return;
    }
    context.lineWidth = Math.max(1.2, radius * 0.4);
    context.strokeStyle = color;
    context.stroke();
  }
}
