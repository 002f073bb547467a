/** What is written on the map at large: letters in place of points, names of islands. Chosen when the map rests; both then move with it. */
import { placer, type Frame } from "#drawing/map/frame.ts";
import type { PointLayer } from "#drawing/map/point-layer.ts";
import type { LetterMark } from "#drawing/text/draw-letters.ts";
import type { Box } from "#drawing/text/labels.ts";
import type { LetterField } from "#drawing/text/letter-field.ts";
import type { NameField, NameFrame } from "#drawing/text/name-field.ts";
import { coveredBy } from "./covered.ts";

/** How long a name takes to come or go. */
export const FADE_MS = 220;

export class MapText {
  readonly #container: HTMLElement;
  readonly #layer: PointLayer;
  #marks: readonly LetterMark[] = [];
  #covered: readonly Box[] = [];
  letters: LetterField | null = null;
  names: NameField | null = null;

  constructor(container: HTMLElement, layer: PointLayer) {
    this.#container = container;
    this.#layer = layer;
  }

  get marks(): readonly LetterMark[] {
    return this.#marks;
  }

  /** Areas of the map that buttons and other elements cover. */
  get covered(): readonly Box[] {
    return this.#covered;
  }

  /** What surrounds the names. @param fadeMs 0 for readers who prefer reduced motion. */
  around(frame: Frame, fadeMs: number): NameFrame {
    const [layer, covered] = [this.#layer, this.#covered];
    return { frame, place: placer(layer, frame), layer, covered, now: performance.now(), fadeMs };
  }

  settle(frame: Frame): void {
    const layer = this.#layer;
    this.#covered = coveredBy(this.#container);
    const place = placer(layer, frame);
    const isOpen = (point: number): boolean => {
      const { x, y } = place(point);
      return !this.#covered.some(
        ({ left, top, right, bottom }) => x > left && x < right && y > top && y < bottom,
      );
    };
    const { letters } = this;
    const chosen = letters?.choose(place, (point) => layer.isStrong(point) && isOpen(point), frame) ?? [];
    this.#marks = chosen.map((point) => ({
      point,
      text: letters?.letters[point] ?? "",
      isKey: point >= layer.nTokens,
    }));
    this.names?.settle(this.around(frame, 0));
  }
}
