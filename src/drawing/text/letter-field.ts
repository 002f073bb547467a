/**
 * Tokens by their text or its first letters, as marks on the map: as many as find room, the other points stay dots until the reader
 * zooms in. Which ones come first is fixed once, as for labels.
 */
import { seedFrom, seededRandom } from "#math/random.ts";
import type { Place } from "../map/frame.ts";

/** A text of more letters is cut, and ends in an ellipsis: nothing on the map looks like a token that it is not. */
const N_LETTERS = 4;
/** Size of one mark in pixels. */
const [WIDE_PX, HIGH_PX] = [33, 14];

const MARKED = /^(?:\[([\p{L}\p{N}].*)\]|<\|?([\p{L}\p{N}].*?)\|?>|##([\p{L}\p{N}].*))$/su;

/** A short token, or the first letters of a longer one, without the markers that tokenizers add to words; "" for white space. */
export function firstLetters(text: string): string {
  const plain = text.trim().replace(MARKED, "$1$2$3");
  // Counts graphemes: half of a surrogate pair, or an accent without its letter, is not a character.
  const letters = Array.from(new Intl.Segmenter().segment(plain), ({ segment }) => segment);
  if (letters.length <= N_LETTERS) return plain;
  return `${letters
    .slice(0, N_LETTERS - 1)
    .join("")
    .trimEnd()}…`;
}

export class LetterField {
  /** Of every point: of all queries, then of all keys. */
  readonly letters: readonly string[];
  readonly #order: Uint32Array;

  /** @param texts Text of every token, [nTokens]. */
  constructor(texts: readonly string[]) {
    const known = new Map<string, string>();
    const ofToken = texts.map((text) => {
      const letters = known.get(text) ?? firstLetters(text);
      known.set(text, letters);
      return letters;
    });
    this.letters = [...ofToken, ...ofToken];
    this.#order = shuffled(this.letters.flatMap((letters, point) => (letters === "" ? [] : [point])));
  }

  /** @returns The points whose letters have room. @param place The position of a point, in CSS pixels. */
  choose(
    place: (point: number) => Place,
    isShown: (point: number) => boolean,
    { width, height }: { readonly width: number; readonly height: number },
  ): number[] {
    // Cells are as large as a mark, so marks that overlap it are in the neighboring cells.
    const taken = new Map<number, Place[]>();
    const columns = Math.ceil(width / WIDE_PX) + 2;
    const chosen: number[] = [];
    for (const point of this.#order) {
      const at = place(point);
      if (at.x < 0 || at.y < 0 || at.x > width || at.y > height || !isShown(point)) continue;
      const cell = (Math.floor(at.y / HIGH_PX) + 1) * columns + Math.floor(at.x / WIDE_PX) + 1;
      const isFree = [-columns, 0, columns].every((row) =>
        [-1, 0, 1].every((column) =>
          (taken.get(cell + row + column) ?? []).every(
            (other) => Math.abs(other.x - at.x) >= WIDE_PX || Math.abs(other.y - at.y) >= HIGH_PX,
          ),
        ),
      );
      if (!isFree) continue;
      taken.set(cell, [...(taken.get(cell) ?? []), at]);
      chosen.push(point);
    }
    return chosen;
  }
}

/** The same order on every visit. */
function shuffled(points: readonly number[]): Uint32Array {
  const order = Uint32Array.from(points);
  const random = seededRandom(seedFrom("labels"));
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
