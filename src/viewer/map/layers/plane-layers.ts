/** All drawings in the plane of the map, as one layer. */
import type { DrawPlane } from "#drawing/map/draw-plane.ts";
import type { Frame } from "#drawing/map/frame.ts";
import type { OverlayColors } from "#drawing/map/overlay-colors.ts";
import { PlaneLayer } from "./plane-layer.ts";

/** From the bottom to the top; the points come between them. */
const NAMES = ["currents", "contours"] as const;
export type LayerName = (typeof NAMES)[number];

export class PlaneLayers {
  readonly #layers: ReadonlyMap<LayerName, PlaneLayer>;

  /** @param before The element that covers the layers. */
  constructor(before: Element) {
    this.#layers = new Map(NAMES.map((name) => [name, new PlaneLayer(before, name)]));
  }

  set(name: LayerName, draw: DrawPlane | null): void {
    this.#layers.get(name)?.set(draw);
  }

  follow(frame: Frame): void {
    this.#layers.forEach((layer) => layer.follow(frame));
  }

  settle(frame: Frame, colors: OverlayColors): void {
    this.#layers.forEach((layer) => layer.settle(frame, colors));
  }

  forget(): void {
    this.#layers.forEach((layer) => layer.forget());
  }

  remove(): void {
    this.#layers.forEach((layer) => layer.remove());
  }
}
