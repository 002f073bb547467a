/** The map drawn by WebGL: Sigma for camera, wheel, drag and pinch; our program for the points. */
import Sigma from "sigma";
import type { Frame, Place } from "#drawing/map/frame.ts";
import { PADDING_PX } from "#drawing/map/home.ts";
import { pointGraph } from "./point-list.ts";
import { PointMap, type MapSetup } from "./point-map.ts";
import { pointProgram } from "./point-program.ts";
import { listenSigma } from "./pointer/listen-sigma.ts";

const ZOOM_STEP = 1.5;

export class SigmaMap extends PointMap {
  readonly #sigma: Sigma;

  constructor(setup: MapSetup) {
    super(setup);
    const { container, sprite } = setup;
    this.#sigma = new Sigma(pointGraph(), container, {
      defaultNodeType: "point",
      nodeProgramClasses: { point: pointProgram(this.layer, sprite?.image ?? null) },
      renderLabels: false,
      enableCameraRotation: false,
      stagePadding: PADDING_PX,
      minCameraRatio: 1 / 60,
      maxCameraRatio: 2.5,
      zoomingRatio: ZOOM_STEP,
      allowInvalidContainer: true,
    });
    this.#sigma.setCustomBBox({ x: [-1, 1], y: [-1, 1] });
    this.#sigma.on("afterRender", () => this.drawn());
    // Sigma has added its own layers on top; only the currents stay below the points.
    container.append(...container.querySelectorAll(".map-contours, .map-overlay"));
    const turn = (dx: number, dy: number): void => this.turn(dx, dy);
    listenSigma(
      container,
      this.#sigma,
      {
        turn: () => (this.layer.is3d ? turn : undefined),
        onPinch: (isPinching) => this.setTurning(this.layer.is3d && !isPinching),
      },
      this.stop.signal,
    );
  }

  protected frame(): Frame {
    // Sigma's plane is 0 … 1 around its middle, ours −1 … 1.
    const origin = this.#sigma.framedGraphToViewport({ x: 0.5, y: 0.5 });
    const right = this.#sigma.framedGraphToViewport({ x: 1, y: 0.5 });
    const zoom = 1 / this.#sigma.getCamera().ratio;
    return { ...this.#sigma.getDimensions(), zoom, origin, scale: right.x - origin.x };
  }

  protected redraw(): void {
    this.#sigma.scheduleRender();
  }

  protected moveTo({ x, y }: Place, zoom: number, durationMs: number): void {
    const state = { x: 0.5 + x / 2, y: 0.5 + y / 2, ratio: 1 / zoom, angle: 0 };
    const camera = this.#sigma.getCamera();
    if (durationMs === 0) camera.setState(state);
    else void camera.animate(state, { duration: durationMs });
  }

  protected setTurning(isTurning: boolean): void {
    this.#sigma.setSetting("enableCameraPanning", !isTurning);
  }

  zoom(direction: 1 | -1): void {
    const camera = this.#sigma.getCamera();
    const options = { duration: Math.max(1, this.duration(200)), factor: ZOOM_STEP };
    void (direction > 0 ? camera.animatedZoom(options) : camera.animatedUnzoom(options));
  }

  override destroy(): void {
    super.destroy();
    this.#sigma.kill();
  }
}
