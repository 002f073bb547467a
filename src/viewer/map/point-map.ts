/** The map of one head, independent of what draws its points: layer, labels, lines, rings and positions. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { isSameCamera, roundedCamera, type Camera } from "#atlas/view/camera.ts";
import { loadPart } from "../data/load-part.ts";
import { ContourLayer } from "./contour-layer.ts";
import type { Contour } from "./contours.ts";
import { nearestPoint, nextPoint, pointAt } from "./find-points.ts";
import { placer, type Frame, type Place } from "./frame.ts";
import type { Minimap } from "./minimap.ts";
import { drawOverlay, EMPTY_SCENE, fontOf } from "./overlay.ts";
import type { OverlayColors, OverlayScene, PointLabel } from "./overlay.ts";
import { PointLayer, type Sprite } from "./point-layer.ts";
import { listenLasso } from "./pointer/lasso.ts";
import { listenPoints } from "./pointer/listen-points.ts";
import { FLAT, fromDegrees, rotationOf, TILTED, toDegrees, turn, type Angles } from "./rotation.ts";
import { turnSlowly } from "./slow-turn.ts";
import { coveredBy } from "./text/covered.ts";
import type { LetterMark } from "./text/draw-letters.ts";
import { LabelField } from "./text/label-field.ts";
import type { Box } from "./text/labels.ts";
import type { LetterField } from "./text/letter-field.ts";

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
/** Below this zoom, almost the whole map is visible. */
const MINIMAP_ZOOM = 1.25;
/** The least distance between a point reached by keyboard and the edge of the map. */
const EDGE_PX = 32;
/** The zoom for a point that is centered. */
const CLOSE_ZOOM = 3;

export abstract class PointMap {
  protected readonly layer: PointLayer;
  protected readonly stop = new AbortController();
  readonly #overlay: HTMLCanvasElement;
  #scene = EMPTY_SCENE;
  #field: LabelField | null = null;
  #fieldLabels: readonly PointLabel[] = [];
  #outline: OverlayScene["area"] = null;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #colors: OverlayColors;
  #angles: Angles = FLAT;
  readonly #contours: ContourLayer;
  #letters: LetterField | null = null;
  #letterMarks: readonly LetterMark[] = [];
  #covered: readonly Box[] = [];
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
    this.#overlay = document.createElement("canvas");
    this.#overlay.className = "map-overlay";
    this.#overlay.setAttribute("aria-hidden", "true");
    container.append(this.#overlay);
    this.#contours = new ContourLayer(this.#overlay);
    // A window that fills the screen already keeps its size while the map takes all of it.
    const resize = new ResizeObserver(() => this.redraw());
    resize.observe(container);
    this.stop.signal.addEventListener("abort", () => resize.disconnect());
    const pick = (x: number, y: number): number | null => this.#pick(x, y);
    this.#hoverAgain = listenPoints(container, { pick, ...events }, this.stop.signal);
  }

  protected abstract frame(): Frame;
  /** Draws the points again in the next frame. */
  protected abstract redraw(): void;
  /** Moves the camera to a center, in the plane of the map, and a zoom. */
  protected abstract moveTo(middle: Place, zoom: number, durationMs: number): void;
  /** Whether a drag rotates the map instead of moving it. */
  protected abstract setTurning(isTurning: boolean): void;

  /** Sets new coordinates. The camera stays where it is unless the number of axes changes. */
  setCoordinates(coordinates: MapCoordinates): void {
    const was3d = this.layer.is3d;
    this.layer.coordinates = coordinates;
    this.layer.version++;
    if (was3d !== this.layer.is3d) {
      this.#setAngles(this.layer.is3d ? TILTED : FLAT);
      this.setTurning(this.layer.is3d);
      this.#goHome(0);
    }
    this.redraw();
  }

  /** @param colors Bytes r, g, b, alpha per point. */
  setColors(colors: Uint32Array): void {
    this.layer.colors = colors;
    this.layer.version++;
    this.redraw();
  }

  /** @param sizes Factor on the diameter of each point; null for the same diameter everywhere. */
  setSizes(sizes: Float32Array | null): void {
    this.layer.sizes = sizes;
    this.layer.version++;
    this.redraw();
  }

  /** @param texts The label of each point, shown where there is room; null for no labels. */
  setLabels(texts: readonly string[] | null): void {
    this.#field = texts && new LabelField(texts);
    this.#chooseLabels();
  }

  /** @param letters First letters of tokens, shown where there is room; null for none. */
  setLetters(letters: LetterField | null): void {
    this.#letters = letters;
    this.layer.hasLetters = letters !== null;
    this.redraw();
  }

  /** @param contours Contours of a flat map, the outermost first; an empty list removes them. */
  setContours(contours: readonly Contour[]): void {
    this.#contours.set(contours);
    this.#contours.settle(this.frame(), this.#colors.page);
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
    this.#contours.forget();
    this.#contours.settle(this.frame(), colors.page);
    this.#chooseLabels();
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
    return nearestPoint(this.layer, frame, (at) => Math.hypot(at.x - x, at.y - y))?.point ?? null;
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
    this.moveTo({ x, y }, Math.max(this.frame().zoom, CLOSE_ZOOM), this.duration(300));
  }

  /** Moves the map just far enough to make a point visible. */
  showPoint(point: number): void {
    const { width, height, zoom, origin, scale } = this.frame();
    const { x, y } = this.place(point);
    const past = (at: number, size: number): number =>
      Math.min(0, at - EDGE_PX) + Math.max(0, at - size + EDGE_PX);
    const [dx, dy] = [past(x, width), past(y, height)];
    if (dx === 0 && dy === 0) return;
    const middle = { x: (width / 2 + dx - origin.x) / scale, y: (origin.y - height / 2 - dy) / scale };
    this.moveTo(middle, zoom, this.duration(150));
  }

  /** The visible part of the plane, as an outline. */
  sight(): NonNullable<OverlayScene["area"]> {
    const { width, height, origin, scale } = this.frame();
    const [left, right] = [-origin.x / scale, (width - origin.x) / scale];
    const [top, bottom] = [origin.y / scale, (origin.y - height) / scale];
    return [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ];
  }

  /** Zooms in on these points as far as they fit. */
  fit(points: readonly number[]): void {
    if (points.length === 0) return;
    const places = points.map((point) => this.layer.turned(point));
    const [x, y] = [0, 1].map((axis) => {
      const values = places.map((place) => place[axis] ?? 0);
      return { low: Math.min(...values), high: Math.max(...values) };
    }) as [{ low: number; high: number }, { low: number; high: number }];
    // Leaves a margin of a tenth. A single point gets the zoom of a centered point.
    const span = Math.max(x.high - x.low, y.high - y.low, 2 / (CLOSE_ZOOM * 1.2)) * 1.2;
    this.moveTo({ x: (x.low + x.high) / 2, y: (y.low + y.high) / 2 }, 2 / span, this.duration(300));
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
    else this.moveTo(camera, camera.zoom, this.duration(250));
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
    this.#contours.remove();
    this.#overlay.remove();
  }

  /** To be called after every frame, so that the overlay follows the points. */
  protected drawn(): void {
    this.#contours.follow(this.frame());
    this.#drawOverlay();
    this.#drawMinimap();
    // Labels are chosen again when the map comes to rest; until then, the current ones move with it.
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#contours.settle(this.frame(), this.#colors.page);
      this.#chooseLabels();
      this.#hoverAgain();
      this.#restListener?.(this.#camera());
    }, REST_MS);
  }

  protected duration(ms: number): number {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : ms;
  }

  /** The nearest point to a position, if it is near enough. */
  #pick(x: number, y: number): number | null {
    const frame = this.frame();
    return pointAt(this.layer, frame, { x, y }, this.layer.sizePx(frame.zoom) / 2 + REACH_PX);
  }

  #goHome(durationMs: number): void {
    const { x, y, zoom } = this.#home();
    this.moveTo({ x, y }, zoom, durationMs);
  }

  #home(): Camera {
    // A rotated cube is wider than its side.
    return this.layer.is3d
      ? { x: 0, y: 0, zoom: 0.8, turned: toDegrees(TILTED) }
      : { x: 0, y: 0, zoom: 1, turned: null };
  }

  #camera(): Camera | null {
    const { width, height, origin, scale, zoom } = this.frame();
    const [x, y] = [(width / 2 - origin.x) / scale, (origin.y - height / 2) / scale];
    const camera = roundedCamera({ x, y, zoom, turned: this.layer.is3d ? toDegrees(this.#angles) : null });
    return isSameCamera(camera, roundedCamera(this.#home())) ? null : camera;
  }

  #setAngles(angles: Angles): void {
    this.#angles = angles;
    this.layer.rotation = rotationOf(angles);
  }

  /** Loads the minimap when the reader first zooms in. */
  #drawMinimap(): void {
    const frame = this.frame();
    if (this.#minimap === null && frame.zoom >= MINIMAP_ZOOM) {
      this.#minimap = "asked";
      const asked = loadPart("The small map", () => import("./minimap.ts"));
      asked.then((module) => {
        if (this.stop.signal.aborted) return;
        const onLookAt = (place: Place): void => this.moveTo(place, this.frame().zoom, 0);
        this.#minimap = new module.Minimap(this.#container, this.layer, { onLookAt }, this.stop.signal);
        this.#drawMinimap();
      }, this.#onProblem);
    } else if (this.#minimap !== null && this.#minimap !== "asked")
      this.#minimap.update(frame.zoom < MINIMAP_ZOOM ? null : frame, this.#colors.accent);
  }

  #chooseLabels(): void {
    const context = this.#overlay.getContext("2d");
    const frame = this.frame();
    this.#covered = coveredBy(this.#container);
    const placeOf = placer(this.layer, frame);
    const isOpen = (point: number): boolean => {
      const { x, y } = placeOf(point);
      return !this.#covered.some(
        ({ left, top, right, bottom }) => x > left && x < right && y > top && y < bottom,
      );
    };
    const isStrong = (point: number): boolean => this.layer.isStrong(point) && isOpen(point);
    const letters = this.#letters;
    this.#letterMarks =
      letters?.choose(placeOf, isStrong, frame).map((point) => ({
        point,
        text: letters.letters[point] ?? "",
        isKey: point >= this.layer.nTokens,
      })) ?? [];
    if (this.#field && context) {
      context.font = fontOf(true, this.#colors);
      const chosen = this.#field.choose(
        placeOf,
        isStrong,
        frame,
        frame.zoom,
        (text) => context.measureText(text).width,
      );
      this.#fieldLabels = chosen.map((label) => ({ ...label, isSoft: true }));
    } else this.#fieldLabels = [];
    this.#drawOverlay();
  }

  #drawOverlay(): void {
    const frame = this.frame();
    const scene = {
      ...this.#scene,
      area: this.#outline ?? this.#scene.area,
      labels: [...this.#scene.labels, ...this.#fieldLabels],
      letters: this.#letterMarks,
      covered: this.#covered,
    };
    const place = placer(this.layer, frame);
    drawOverlay(this.#overlay, frame, scene, place, this.layer, this.#colors);
  }
}
