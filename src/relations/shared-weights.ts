/** A head's weights on words: summed over the parts of a key word, averaged over those of a query word (Clark et al. 2019). */
import { sharedStarts, type SharedRows } from "./shared-rows.ts";
import { LEAD, TRAIL } from "./word-places.ts";

/** The tokens of a sequence, by word. */
export interface SequencePlaces {
  /** Its number in the atlas. */
  readonly sequence: number;
  /** By word: positions of its queries. */
  readonly queries: readonly (readonly number[])[];
  /** By position of a key: its word, LEAD or TRAIL. */
  readonly keys: Int32Array;
}

/** Positions of the tokens of every word. */
export function positionsByWord(wordOf: Int32Array, nWords: number): number[][] {
  const positions = Array.from({ length: nWords }, (): number[] => []);
  wordOf.forEach((word, position) => positions[word]?.push(position));
  return positions;
}

/**
 * @param places Of the shared sequences, in their order.
 * @param weight Of a key for a query, both as positions in their sequence.
 * @returns The weights of all rows, as `sharedStarts` lays them out.
 */
export function sharedWeights(
  shared: SharedRows,
  places: readonly SequencePlaces[],
  weight: (sequence: number, query: number, key: number) => number,
): Float32Array {
  const starts = sharedStarts(shared);
  const weights = new Float32Array(starts.at(-1));
  let row = 0;
  shared.sequences.forEach(({ rows }, s) => {
    const { sequence, queries, keys } = places[s]!;
    for (const word of rows) {
      const [at, end] = [starts[row]!, starts[row + 1]!];
      const parts = queries[word]!;
      for (const query of parts)
        keys.forEach((own, key) => {
          const place = placeOf(own, end - at, shared.isCausal);
          if (place !== null) weights[at + place]! += weight(sequence, query, key) / parts.length;
        });
      row++;
    }
  });
  return weights;
}

/** Where a row holds the weight on a word; null for words that its query does not see. */
function placeOf(word: number, width: number, isCausal: boolean): number | null {
  if (word === LEAD) return 0;
  if (word === TRAIL) return isCausal ? null : width - 1;
  return word + 1 < width - (isCausal ? 0 : 1) ? word + 1 : null;
}
