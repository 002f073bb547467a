/**
 * The rows of a few sequences on which heads of several models can be compared. Which ones they are follows from the digests of
 * the sequences alone, so two models that read the same texts choose the same rows without knowing of each other.
 */
import { seededRandom, seedFrom, shuffledIndices } from "#math/random.ts";

/** A sequence, in words (or patches) and not in tokens. */
export interface DigestedSequence {
  /** The same for the same words, or for the same picture in the same grid. */
  readonly digest: string;
  readonly nQueries: number;
  readonly nKeys: number;
}

export interface SharedSequence extends DigestedSequence {
  /** Words whose rows are compared, in their order. */
  readonly rows: readonly number[];
}

export interface SharedRows {
  /** Whether queries see no later keys: a row then ends at its own word. */
  readonly isCausal: boolean;
  /** In the order of their digests. */
  readonly sequences: readonly SharedSequence[];
}

const ROWS_PER_SEQUENCE = 8;

/** Weights of a row: those on what stands before the words, on the words, and (unless causal) on what stands after them. */
export function rowWidth(isCausal: boolean, { nKeys }: DigestedSequence, row: number): number {
  return isCausal ? Math.min(row + 1, nKeys) + 1 : nKeys + 2;
}

/**
 * @param mostWeights Sequences are taken in the order of their digests until a head has so many weights; one is always taken.
 * A digest that several sequences have does not tell them apart, so none of them is taken.
 */
export function chooseShared(
  sequences: readonly DigestedSequence[],
  { isCausal, mostWeights, mostRows }: { isCausal: boolean; mostWeights: number; mostRows: number },
): SharedRows {
  const counts = Map.groupBy(sequences, ({ digest }) => digest);
  const single = sequences
    .filter(({ digest, nQueries, nKeys }) => counts.get(digest)?.length === 1 && nQueries > 1 && nKeys > 1)
    .sort((a, b) => (a.digest < b.digest ? -1 : 1));
  const chosen: SharedSequence[] = [];
  let [nWeights, nRows] = [0, 0];
  for (const sequence of single) {
    const rows = rowsOf(sequence);
    nRows += rows.length;
    nWeights += rows.reduce((sum, row) => sum + rowWidth(isCausal, sequence, row), 0);
    if (chosen.length > 0 && (nWeights > mostWeights || nRows > mostRows)) break;
    chosen.push({ ...sequence, rows });
  }
  return { isCausal, sequences: chosen };
}

/** Some words by chance, but never the first, whose query has nothing to choose from in a causal model. */
function rowsOf({ digest, nQueries }: DigestedSequence): number[] {
  const order = shuffledIndices(nQueries - 1, seededRandom(seedFrom("shared rows", digest)));
  return Array.from(order.subarray(0, ROWS_PER_SEQUENCE), (row) => row + 1).sort((a, b) => a - b);
}

/** First weight of each row of all sequences, and the number of weights as the last entry. */
export function sharedStarts({ isCausal, sequences }: SharedRows): Uint32Array {
  const widths = sequences.flatMap((sequence) =>
    sequence.rows.map((row) => rowWidth(isCausal, sequence, row)),
  );
  const starts = new Uint32Array(widths.length + 1);
  widths.forEach((width, row) => {
    starts[row + 1] = starts[row]! + width;
  });
  return starts;
}
