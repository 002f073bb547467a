/**
 * Labels of the map at large: as many tokens as find room, more of them as the reader zooms in.
 * Which ones come first is fixed once, so that labels neither jump nor flicker while the map moves.
 */
import { seedFrom, seededRandom } from "#math/random.ts";
import { LABEL_HEIGHT_PX } from "./labels.ts";

/** Labels on a map of 800 × 600 pixels, before zooming in. */
const N_LABELS = 42;
/** Candidates looked at for each label that is wanted: a crowded middle must not cost a long search. */
const PATIENCE = 14;
/** Margin around a label. */
const ROOM_X_PX = 14;
const ROOM_Y_PX = 7;

export interface FieldLabel {
  readonly point: number;
  readonly text: string;
}

export class LabelField {
  readonly #texts: readonly string[];
  /** Points in the order in which they receive a label. */
  readonly #order: Uint32Array;

  /** @param texts The label of each point; "" for none. */
  constructor(texts: readonly string[]) {
    this.#texts = texts;
    this.#order = shuffled(texts.flatMap((text, point) => (text === "" ? [] : [point])));
  }

  /**
   * @param place The position of a point, in CSS pixels.
   * @param isShown Whether a point is drawn strongly enough to be named.
   * @param zoom 1 shows the whole map.
   */
  choose(
    place: (point: number) => { x: number; y: number },
    isShown: (point: number) => boolean,
    size: { readonly width: number; readonly height: number },
    zoom: number,
    widthOf: (text: string) => number,
  ): FieldLabel[] {
    const wanted = Math.round(((N_LABELS * size.width * size.height) / 480_000) * Math.max(1, zoom) ** 0.35);
    const chosen: (FieldLabel & { x: number; y: number; widthPx: number })[] = [];
    let tried = 0;
    for (const point of this.#order) {
      if (chosen.length >= wanted || tried > wanted * PATIENCE) break;
      const { x, y } = place(point);
      if (x < 0 || y < 0 || x > size.width || y > size.height || !isShown(point)) continue;
      tried++;
      const text = this.#texts[point] ?? "";
      const widthPx = widthOf(text);
      const isFree = chosen.every(
        (other) =>
          Math.abs(other.y - y) > LABEL_HEIGHT_PX + ROOM_Y_PX ||
          Math.abs(other.x - x) > (other.widthPx + widthPx) / 2 + ROOM_X_PX,
      );
      if (isFree) chosen.push({ point, text, x, y, widthPx });
    }
    return chosen.map(({ point, text }) => ({ point, text }));
  }
}

/** The same order on every visit. */
export function shuffled(points: readonly number[]): Uint32Array {
  const order = Uint32Array.from(points);
  const random = seededRandom(seedFrom("labels"));
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
