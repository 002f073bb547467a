/** Where the slider of checkpoints is, and the way of the points from stage to stage. Independent of React. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { mapBetween } from "./align-maps.ts";
import type { Position } from "./steps.ts";
import { tween } from "./tween.ts";

/** How long points take from one stage to the next, in milliseconds. */
const MOVE_MS = 700;
/** A way over many stages takes no longer than over this many. */
const MOST_MOVES = 3;

/** What draws the points. */
interface DrawnMap {
  readonly setCoordinates: (coordinates: MapCoordinates) => void;
}

export class StepMotion {
  #position: Position;
  /** Where the points are going, or where the pointer holds them. */
  #goal: Position;
  #map: DrawnMap | null = null;
  #maps: readonly MapCoordinates[] | null = null;
  #stop: () => void = () => undefined;
  readonly #listeners = new Set<() => void>();

  constructor(at: number) {
    this.#position = at;
    this.#goal = at;
  }

  readonly position = (): Position => this.#position;
  readonly goal = (): Position => this.#goal;

  /** @returns A function that ends the subscription. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @param maps A map per stage; null until they are loaded. */
  drawOn(map: DrawnMap | null, maps: readonly MapCoordinates[] | null): void {
    this.#map = map;
    this.#maps = maps;
    this.#draw();
  }

  /** The pointer holds the points somewhere on their way. */
  hold(position: Position): void {
    this.stop();
    this.#goal = position;
    this.#show(position);
  }

  /**
   * Moves the points to a stage.
   *
   * @param isCut Shows them there at once.
   * @param quietMs How long nothing must follow before they have arrived.
   */
  moveTo(stage: number, isCut: boolean, quietMs: number, onArrived: () => void): void {
    this.stop();
    this.#goal = stage;
    const ms = isCut ? 0 : MOVE_MS * Math.min(MOST_MOVES, Math.abs(stage - this.#position));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopMoving = tween(
      this.#position,
      stage,
      ms,
      (position) => this.#show(position),
      () => {
        timer = setTimeout(onArrived, quietMs);
      },
    );
    this.#stop = () => {
      stopMoving();
      clearTimeout(timer);
    };
  }

  /** The page is that of a stage: whatever was on its way to another one ends. The map draws it by itself. */
  rest(stage: number): void {
    this.stop();
    this.#goal = stage;
    this.#position = stage;
    this.#tell();
  }

  stop(): void {
    this.#stop();
  }

  #show(position: Position): void {
    this.#position = position;
    this.#draw();
    this.#tell();
  }

  #draw(): void {
    const [before, after] = [
      this.#maps?.[Math.floor(this.#position)],
      this.#maps?.[Math.ceil(this.#position)],
    ];
    if (before && after) this.#map?.setCoordinates(mapBetween(before, after, this.#position % 1));
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
