/** The map of one head: Sigma for camera, wheel, drag and pinch; our program for the points; a 2-D canvas over them. */
import Graph from "graphology";
import Sigma from "sigma";
import type { MapCoordinates } from "#atlas/coordinates.ts";
import { listenPointer } from "./listen-pointer.ts";
import { LabelField } from "./label-field.ts";
import { drawOverlay, EMPTY_SCENE, fontOf } from "./overlay.ts";
import type { OverlayColors, OverlayScene, PointLabel } from "./overlay.ts";
import { PointLayer, type Sprite } from "./point-layer.ts";
import { pointProgram } from "./point-program.ts";
import { FLAT, rotationOf, TILTED, turn as turned, type Angles } from "./rotation.ts";

export interface MapEvents {
  /** The point under the pointer, or none. */
  readonly onHover: (point: number | null) => void;
  readonly onClick: (point: number | null) => void;
}

export interface MapSetup extends MapEvents {
  readonly container: HTMLElement;
  readonly nTokens: number;
  readonly sprite: Sprite | null;
  readonly colors: OverlayColors;
}

/** How far from a point a pointer may be, beyond the point itself. */
const REACH_PX = 6;
const ZOOM_STEP = 1.5;
/** A map that has not moved for so long has come to rest. */
const REST_MS = 120;

export class PointMap {
  readonly #layer: PointLayer;
  readonly #sigma: Sigma;
  readonly #overlay: HTMLCanvasElement;
  readonly #stop = new AbortController();
  #scene = EMPTY_SCENE;
  #field: LabelField | null = null;
  #fieldLabels: readonly PointLabel[] = [];
  #rest: ReturnType<typeof setTimeout> | undefined;
  #colors: OverlayColors;
  #angles: Angles = FLAT;

  constructor({ container, nTokens, sprite, colors, onHover, onClick }: MapSetup) {
    this.#colors = colors;
    this.#layer = new PointLayer(nTokens, sprite);
    const graph = new Graph();
    for (let drawn = 0; drawn < nTokens * 2; drawn++) graph.addNode(drawn, { x: 0, y: 0 });
    this.#sigma = new Sigma(graph, container, {
      defaultNodeType: "point",
      nodeProgramClasses: { point: pointProgram(this.#layer) },
      renderLabels: false,
      enableCameraRotation: false,
      stagePadding: 24,
      minCameraRatio: 1 / 60,
      maxCameraRatio: 2.5,
      zoomingRatio: ZOOM_STEP,
      allowInvalidContainer: true,
    });
    this.#sigma.setCustomBBox({ x: [-1, 1], y: [-1, 1] });
    this.#overlay = document.createElement("canvas");
    this.#overlay.className = "map-overlay";
    this.#overlay.setAttribute("aria-hidden", "true");
    container.append(this.#overlay);
    this.#sigma.on("afterRender", () => {
      this.#drawOverlay();
      // Chosen anew when the map has come to rest; until then the labels there are move with it.
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => this.#chooseLabels(), REST_MS);
    });
    const turn = (dx: number, dy: number): void => this.turn(dx, dy);
    listenPointer(
      container,
      this.#sigma,
      {
        pick: (x, y) => this.pick(x, y),
        onHover,
        onClick,
        turn: () => (this.#layer.is3d ? turn : undefined),
      },
      this.#stop.signal,
    );
  }

  /** New places for the points; the camera stays where it is unless the number of axes changes. */
  setCoordinates(coordinates: MapCoordinates): void {
    const was3d = this.#layer.is3d;
    this.#layer.coordinates = coordinates;
    this.#layer.version++;
    if (was3d !== this.#layer.is3d) {
      this.#setAngles(this.#layer.is3d ? TILTED : FLAT);
      this.#sigma.setSetting("enableCameraPanning", !this.#layer.is3d);
      this.#sigma.getCamera().setState(this.#home());
    }
    this.#sigma.scheduleRender();
  }

  /** @param colors Bytes r, g, b, alpha per point. */
  setColors(colors: Uint32Array): void {
    this.#layer.colors = colors;
    this.#layer.version++;
    this.#sigma.scheduleRender();
  }

  /** @param sizes Factor on the diameter of each point; null for all alike. */
  setSizes(sizes: Float32Array | null): void {
    this.#layer.sizes = sizes;
    this.#layer.version++;
    this.#sigma.scheduleRender();
  }

  /** @param texts What may stand beside each point, as far as there is room; null for nothing. */
  setLabels(texts: readonly string[] | null): void {
    this.#field = texts && new LabelField(texts);
    this.#chooseLabels();
  }

  setScene(scene: OverlayScene): void {
    this.#scene = scene;
    this.#drawOverlay();
  }

  setOverlayColors(colors: OverlayColors): void {
    this.#colors = colors;
    this.#chooseLabels();
  }

  /** Where a point is, in CSS pixels from the map's corner. */
  place(point: number): { x: number; y: number } {
    return this.#projector()(point);
  }

  /** The nearest point under a place, if one is near enough. */
  pick(x: number, y: number): number | null {
    const reach = this.#radiusPx() + REACH_PX;
    const best = this.#nearest((px, py) => Math.hypot(px - x, py - y));
    return best !== null && best.distance <= reach ? best.point : null;
  }

  /** The next point from another one in a direction: near, and not far off the axis. */
  neighbor(from: number, dx: number, dy: number): number | null {
    const start = this.place(from);
    const best = this.#nearest((px, py) => {
      const along = (px - start.x) * dx + (py - start.y) * dy;
      const across = Math.abs((px - start.x) * dy - (py - start.y) * dx);
      return along <= 1 || across > along ? Infinity : along + 2 * across;
    });
    return best && best.distance < Infinity ? best.point : null;
  }

  /** The point nearest to the middle of the map: where the keyboard begins. */
  middle(): number | null {
    const { width, height } = this.#sigma.getDimensions();
    return this.#nearest((px, py) => Math.hypot(px - width / 2, py - height / 2))?.point ?? null;
  }

  zoom(direction: 1 | -1): void {
    const camera = this.#sigma.getCamera();
    const options = { duration: this.#duration(200), factor: ZOOM_STEP };
    void (direction > 0 ? camera.animatedZoom(options) : camera.animatedUnzoom(options));
  }

  reset(): void {
    if (this.#layer.is3d) this.#setAngles(TILTED);
    void this.#sigma.getCamera().animate(this.#home(), { duration: this.#duration(250) });
  }

  /** Turns a 3-D map by so many pixels of a drag. */
  turn(dx: number, dy: number): void {
    this.#setAngles(turned(this.#angles, dx, dy));
    this.#sigma.scheduleRender();
  }

  destroy(): void {
    this.#stop.abort();
    clearTimeout(this.#rest);
    this.#sigma.kill();
    this.#overlay.remove();
  }

  #home(): { x: number; y: number; ratio: number; angle: number } {
    // A turned cube is wider than its side.
    return { x: 0.5, y: 0.5, ratio: this.#layer.is3d ? 1.25 : 1, angle: 0 };
  }

  #setAngles(angles: Angles): void {
    this.#angles = angles;
    this.#layer.rotation = rotationOf(angles);
  }

  #radiusPx(): number {
    return this.#layer.sizePx(1 / this.#sigma.getCamera().ratio) / 2;
  }

  #duration(ms: number): number {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 1 : ms;
  }

  #chooseLabels(): void {
    const context = this.#overlay.getContext("2d");
    if (this.#field && context) {
      context.font = fontOf(true, this.#colors);
      const chosen = this.#field.choose(
        this.#projector(),
        (point) => this.#isShown(point),
        this.#sigma.getDimensions(),
        1 / this.#sigma.getCamera().ratio,
        (text) => context.measureText(text).width,
      );
      this.#fieldLabels = chosen.map((label) => ({ ...label, isSoft: true }));
    } else this.#fieldLabels = [];
    this.#drawOverlay();
  }

  #drawOverlay(): void {
    const scene = { ...this.#scene, labels: [...this.#scene.labels, ...this.#fieldLabels] };
    drawOverlay(
      this.#overlay,
      this.#sigma.getDimensions(),
      scene,
      this.#projector(),
      this.#radiusPx(),
      this.#colors,
    );
  }

  /** What is faded away is not meant. */
  #isShown(point: number): boolean {
    return (this.#layer.colors[point] ?? 0) >>> 24 >= 128;
  }

  /** Sigma's camera as one affine map: asked three times instead of once for every point. */
  #projector(): (point: number) => { x: number; y: number } {
    const at = (x: number, y: number): { x: number; y: number } =>
      this.#sigma.framedGraphToViewport({ x, y });
    const [origin, right, up] = [at(0.5, 0.5), at(1, 0.5), at(0.5, 1)];
    const layer = this.#layer;
    return (point) => {
      const [x, y] = layer.turned(point);
      return {
        x: origin.x + x * (right.x - origin.x) + y * (up.x - origin.x),
        y: origin.y + x * (right.y - origin.y) + y * (up.y - origin.y),
      };
    };
  }

  #nearest(distanceOf: (x: number, y: number) => number): { point: number; distance: number } | null {
    const place = this.#projector();
    let best: { point: number; distance: number } | null = null;
    for (let point = 0; point < this.#layer.nTokens * 2; point++) {
      if (!this.#isShown(point)) continue;
      const { x, y } = place(point);
      const distance = distanceOf(x, y);
      if (best === null || distance < best.distance) best = { point, distance };
    }
    return best;
  }
}
