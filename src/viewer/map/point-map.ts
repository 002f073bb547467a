/** The map of one head, independent of what draws its points: layer, labels, lines, rings and positions. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { isNearCamera, isSameCamera, roundedCamera, type Camera } from "#atlas/view/camera.ts";
import type { DrawPlane } from "#drawing/map/draw-plane.ts";
import {
  CLOSE_ZOOM,
  fitOf,
  middleToShow,
  placer,
  sightOf,
  type Frame,
  type Place,
} from "#drawing/map/frame.ts";
import { halfExtent, homeCamera, unitPx } from "#drawing/map/home.ts";
import type { OverlayColors } from "#drawing/map/overlay-colors.ts";
import { EMPTY_SCENE, type OverlayScene } from "#drawing/map/overlay.ts";
import { PointLayer, type SpriteCells } from "#drawing/map/point-layer.ts";
import {
  FLAT,
  fromDegrees,
  rotationOf,
  TILTED,
  toDegrees,
  turn,
  type Angles,
} from "#drawing/map/rotation.ts";
import type { LetterField } from "#drawing/text/letter-field.ts";
import type { DrawnName, NameField } from "#drawing/text/name-field.ts";
import { loadPart } from "../data/load-part.ts";
import { drawOverlay } from "./draw-overlay.ts";
import { nearestPoint, nextPoint, pointAt } from "./find-points.ts";
import { PlaneLayers, type LayerName } from "./layers/plane-layers.ts";
import type { Minimap } from "./minimap.ts";
import { listenLasso } from "./pointer/lasso.ts";
import { listenPoints } from "./pointer/listen-points.ts";
import { listenFingers } from "./pointer/one-finger.ts";
import { turnSlowly } from "./slow-turn.ts";
import { FADE_MS, MapText } from "./text/map-text.ts";

/** A sprite sheet of patches, and their positions in it. */
export interface Sprite extends SpriteCells {
  readonly image: HTMLImageElement;
}

export interface MapEvents {
  /** The point under the pointer, or none. */
  readonly onHover: (point: number | null) => void;
  readonly onClick: (point: number | null) => void;
  /** Called when a part of the map could not be loaded; the rest works. */
  readonly onProblem: (error: Error) => void;
}

export interface MapSetup extends MapEvents {
  readonly container: HTMLElement;
  readonly nTokens: number;
  readonly sprite: Sprite | null;
  readonly colors: OverlayColors;
}

/** The distance from the edge of a point within which the pointer still hits it. */
const REACH_PX = 6;
/** A map that has not moved for this long is at rest. */
const REST_MS = 120;
/** Below this enlargement, almost the whole map is visible. */
const MINIMAP_ZOOM = 1.25;

export abstract class PointMap {
  protected readonly layer: PointLayer;
  protected readonly stop = new AbortController();
  readonly #overlay: HTMLCanvasElement;
  #scene = EMPTY_SCENE;
  #outline: OverlayScene["area"] = null;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #colors: OverlayColors;
  #angles: Angles = FLAT;
  #extent = { x: 1, y: 1 };
  /** Whether the whole map is in view, as it opens. It then stays so in a frame of another shape. */
  #isHome = true;
  readonly #layers: PlaneLayers;
  readonly #text: MapText;
  #names: readonly DrawnName[] = [];
  #isFading = false;
  readonly #container: HTMLElement;
  #minimap: Minimap | "asked" | null = null;
  #stopTurning: (() => void) | null = null;
  #restListener: ((camera: Camera | null) => void) | null = null;
  readonly #onProblem: MapEvents["onProblem"];
  readonly #hoverAgain: () => void;

  constructor({ container, nTokens, sprite, colors, onProblem, ...events }: MapSetup) {
    this.#onProblem = onProblem;
    this.#colors = colors;
    this.#container = container;
    this.layer = new PointLayer(nTokens, sprite);
    this.#text = new MapText(container, this.layer);
    this.#overlay = document.createElement("canvas");
    this.#overlay.className = "map-overlay";
    this.#overlay.setAttribute("aria-hidden", "true");
    container.append(this.#overlay);
    this.#layers = new PlaneLayers(this.#overlay);
    // A window that fills the screen already keeps its size while the map takes all of it.
    const resize = new ResizeObserver(() => {
      clearTimeout(this.#rest); // The map is not at rest before it is drawn in this size.
      this.layer.unitPx = unitPx(container.clientWidth, container.clientHeight);
      if (this.#isHome) this.#goHome(0);
      this.redraw();
    });
    resize.observe(container);
    this.stop.signal.addEventListener("abort", () => resize.disconnect());
    const pick = (x: number, y: number): number | null => {
      const frame = this.frame();
      return pointAt(this.layer, frame, { x, y }, this.layer.sizePx(frame.zoom) / 2 + REACH_PX);
    };
    listenFingers(container, this.stop.signal);
    this.#hoverAgain = listenPoints(container, { pick, ...events }, this.stop.signal);
  }

  protected abstract frame(): Frame;
  /** Draws the points again in the next frame. */
  protected abstract redraw(): void;
  /** Moves the camera to a center, in the plane of the map, and a zoom. */
  protected abstract moveTo(middle: Place, zoom: number, durationMs: number): void;
  /** Whether a drag rotates the map instead of moving it. */
  protected abstract setTurning(isTurning: boolean): void;

  /** Sets new coordinates. A camera that the reader has moved stays where it is unless the number of axes changes. */
  setCoordinates(coordinates: MapCoordinates): void {
    const was3d = this.layer.is3d;
    this.layer.coordinates = coordinates;
    this.layer.version++;
    this.#extent = halfExtent(this.layer);
    if (was3d !== this.layer.is3d) {
      this.#setAngles(this.layer.is3d ? TILTED : FLAT);
      this.setTurning(this.layer.is3d);
      this.#goHome(0);
    } else if (this.#isHome) this.#goHome(0);
    this.redraw();
  }

  /** @param colors Bytes r, g, b, alpha per point. @param overlap The color of what both a query and a key cover; null for none. */
  setColors(colors: Uint32Array, overlap: string | null): void {
    this.layer.colors = colors;
    // Patches are pictures, and have frames in the colors of roles.
    this.layer.overlap = this.layer.sprite ? null : overlap;
    this.layer.version++;
    this.redraw();
  }

  /** @param sizes Factor on the diameter of each point; null for the same diameter everywhere. */
  setSizes(sizes: Float32Array | null): void {
    this.layer.sizes = sizes;
    this.layer.version++;
    this.redraw();
  }

  /** @param names Names of islands; null for none. */
  setNames(names: NameField | null): void {
    this.#text.names = names;
    this.#settleText();
  }

  /** The names on the map, as they are drawn now. */
  names(): readonly DrawnName[] {
    return this.#names;
  }

  /** @param isAlike 1 for patches that others stand for until the reader is near; null for none. */
  setPatches(showsPatches: boolean, isAlike: Uint8Array | null): void {
    Object.assign(this.layer, { showsPatches, isAlike });
    this.layer.version++;
    this.redraw();
  }

  /** @param letters First letters of tokens, shown where there is room; null for none. */
  setLetters(letters: LetterField | null): void {
    this.#text.letters = letters;
    this.layer.hasLetters = letters !== null;
    this.redraw();
  }

  /** @param draw Draws contours or currents in the plane of a flat map; null removes them. */
  setLayer(name: LayerName, draw: DrawPlane | null): void {
    this.#layers.set(name, draw);
    this.#layers.settle(this.frame(), this.#colors);
  }

  /** Starts or stops the slow rotation of a 3-D map. It never starts for readers who prefer reduced motion. */
  setSlowTurn(isOn: boolean): void {
    this.#stopTurning?.();
    const isWanted = isOn && this.duration(1) > 0;
    this.#stopTurning = isWanted ? turnSlowly((dx) => this.layer.is3d && this.turn(dx, 0)) : null;
  }

  setScene(scene: OverlayScene): void {
    this.#scene = scene;
    this.#drawOverlay();
  }

  setOverlayColors(colors: OverlayColors): void {
    this.#colors = colors;
    this.#layers.forget();
    this.#layers.settle(this.frame(), colors);
    this.#settleText();
  }

  /** The position of a point, in CSS pixels from the corner of the map. */
  place(point: number): Place {
    return placer(this.layer, this.frame())(point);
  }

  /** The next point in a direction. */
  neighbor(from: number, dx: number, dy: number): number | null {
    return nextPoint(this.layer, this.frame(), from, [dx, dy]);
  }

  /** The point nearest to the middle of the map, where the keyboard starts. */
  middle(): number | null {
    const frame = this.frame();
    const [x, y] = [frame.width / 2, frame.height / 2];
    return nearestPoint(this.layer, frame, (px, py) => Math.hypot(px - x, py - y))?.point ?? null;
  }

  /**
   * Lets the reader draw an outline instead of moving the map.
   *
   * @param onDone Gets its corners in the map's own plane, or null for a mere click. @returns A function that ends it.
   */
  drawOutline(onDone: (outline: readonly (readonly [number, number])[] | null) => void): () => void {
    const end = new AbortController();
    const stop = (): void => {
      end.abort();
      this.#outline = null;
      delete this.#overlay.dataset["isDrawing"];
      this.#drawOverlay();
    };
    // The overlay usually lets pointer events through to the map; while drawing, it takes them.
    this.#overlay.dataset["isDrawing"] = "true";
    const toPlane = ({ x, y }: Place): readonly [number, number] => {
      const { origin, scale } = this.frame();
      return [(x - origin.x) / scale, (origin.y - y) / scale];
    };
    listenLasso(
      this.#overlay,
      {
        onDraw: (outline) => {
          this.#outline = outline.map(toPlane);
          this.#drawOverlay();
        },
        onDone: (outline) => onDone(outline?.map(toPlane) ?? null),
      },
      end.signal,
    );
    return stop;
  }

  abstract zoom(direction: 1 | -1): void;

  reset(): void {
    if (this.layer.is3d) this.#setAngles(TILTED);
    this.#goHome(this.duration(250));
  }

  /** Centers a point, zoomed in enough to tell it from its neighbors. */
  centerOn(point: number): void {
    const [x, y] = this.layer.turned(point);
    this.#go({ x, y }, Math.max(this.frame().zoom, CLOSE_ZOOM), this.duration(300));
  }

  /** Moves the map just far enough to make a point visible. */
  showPoint(point: number): void {
    const middle = middleToShow(this.frame(), this.place(point));
    if (middle !== null) this.#go(middle, this.frame().zoom, this.duration(150));
  }

  /** The visible part of the plane, as an outline. */
  sight(): NonNullable<OverlayScene["area"]> {
    return sightOf(this.frame());
  }

  /** Zooms in on these points as far as they fit. */
  fit(points: readonly number[]): void {
    if (points.length === 0) return;
    const { zoom, ...middle } = fitOf(points.map((point) => this.layer.turned(point)));
    this.#go(middle, zoom, this.duration(300));
  }

  /** @param listener Gets the camera whenever the map comes to rest; null stands for the whole map, as it opens. */
  onRest(listener: (camera: Camera | null) => void): void {
    this.#restListener = listener;
  }

  /** @param camera A camera that a map with the same number of axes reported. */
  setCamera(camera: Camera | null): void {
    if (isSameCamera(camera, this.#camera())) return;
    if (this.layer.is3d) this.#setAngles(camera?.turned ? fromDegrees(camera.turned) : TILTED);
    if (camera === null) this.#goHome(this.duration(250));
    else this.#go(camera, camera.zoom, this.duration(250));
  }

  /** Rotates a 3-D map by a drag of this many pixels. */
  turn(dx: number, dy: number): void {
    this.#setAngles(turn(this.#angles, dx, dy));
    this.redraw();
  }

  destroy(): void {
    this.stop.abort();
    this.#stopTurning?.();
    clearTimeout(this.#rest);
    this.#layers.remove();
    this.#overlay.remove();
  }

  /** To be called after every frame, so that the overlay follows the points. */
  protected drawn(): void {
    this.#layers.follow(this.frame());
    this.#drawOverlay();
    this.#drawMinimap();
    // Labels are chosen again when the map comes to rest; until then, the current ones move with it.
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#layers.settle(this.frame(), this.#colors);
      this.#settleText();
      this.#hoverAgain();
      const camera = this.#camera();
      this.#isHome = camera === null;
      this.#restListener?.(camera);
    }, REST_MS);
  }

  protected duration(ms: number): number {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : ms;
  }

  #go(middle: Place, zoom: number, durationMs: number): void {
    this.#isHome = false;
    this.moveTo(middle, zoom, durationMs);
  }

  #goHome(durationMs: number): void {
    const { clientWidth: width, clientHeight: height } = this.#container;
    const { x, y, zoom } = this.#home({ width, height });
    this.#isHome = true;
    this.moveTo({ x, y }, zoom, durationMs);
  }

  #home(frame: Pick<Frame, "width" | "height">): Camera {
    return homeCamera(this.#extent, this.layer.is3d, frame);
  }

  #camera(): Camera | null {
    const { width, height, origin, scale, zoom } = this.frame();
    const [x, y] = [(width / 2 - origin.x) / scale, (origin.y - height / 2) / scale];
    const camera = roundedCamera({ x, y, zoom, turned: this.layer.is3d ? toDegrees(this.#angles) : null });
    // A frame of another shape may wait to be drawn: whether this is the whole is asked of the frame that is drawn.
    return isNearCamera(camera, this.#home({ width, height })) ? null : camera;
  }

  #setAngles(angles: Angles): void {
    this.#angles = angles;
    this.layer.rotation = rotationOf(angles);
  }

  /** Loads the minimap when the reader first zooms in. */
  #drawMinimap(): void {
    const frame = this.frame();
    const isWhole = frame.zoom < MINIMAP_ZOOM * this.#home(frame).zoom;
    if (this.#minimap === null && !isWhole) {
      this.#minimap = "asked";
      const asked = loadPart("The small map", () => import("./minimap.ts"));
      asked.then((module) => {
        if (this.stop.signal.aborted) return;
        const onLookAt = (place: Place): void => this.#go(place, this.frame().zoom, 0);
        this.#minimap = new module.Minimap(this.#container, this.layer, { onLookAt }, this.stop.signal);
        this.drawn(); // Names make room for it, even on a map at rest.
      }, this.#onProblem);
    } else if (this.#minimap !== null && this.#minimap !== "asked")
      this.#minimap.update(isWhole ? null : frame, this.#colors.accent);
  }

  #settleText(): void {
    this.#text.settle(this.frame());
    this.#drawOverlay();
  }

  #drawOverlay(): void {
    const frame = this.frame();
    const { marks, covered, names } = this.#text;
    const scene = { ...this.#scene, area: this.#outline ?? this.#scene.area, letters: marks, covered, names };
    const around = this.#text.around(frame, this.duration(FADE_MS));
    this.#names = drawOverlay(this.#overlay, scene, around, this.#colors);
    if (!names?.isChanging || this.#isFading) return;
    this.#isFading = true;
    requestAnimationFrame(() => {
      this.#isFading = false;
      if (!this.stop.signal.aborted) this.#drawOverlay();
    });
  }
}
