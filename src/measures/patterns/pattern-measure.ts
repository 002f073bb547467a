/** Numbers of a pattern that are no mean over rows of one key or more: each file takes the rows one by one. */
import type { MetricsInput } from "../head-metrics.ts";
import type { MeasureRow } from "../measure-row.ts";
import type { Scores } from "../scores.ts";

export interface PatternInput extends MetricsInput {
  /** Pictures only: height and width of a patch in pixels of the prepared picture; null if that is not known. */
  readonly patchPx?: readonly [height: number, width: number] | null;
}

/** One query's row, those with a single visible key among them. */
export interface PatternRow {
  /** Place of the query in its sequence. */
  readonly row: number;
  /** Number of its sequence. */
  readonly sequence: number;
  /** Keys of the sequence, and those the query can see, from the first on. */
  readonly width: number;
  readonly nKeys: number;
  /** The weight of key j is `weights[at + j]`. */
  readonly weights: Float32Array | Float64Array;
  readonly at: number;
  /** Sum of the weights on visible keys. */
  readonly total: number;
  /** Whether all weights are alike, as for the chance. */
  readonly isEven: boolean;
  /** Places of the query's token in the sequence, its own among them, ascending; null for pictures and between two sequences. */
  readonly copies: readonly number[] | null;
}

export interface PatternMeasure {
  readonly rows: readonly MeasureRow[];
  /** Whether even weights have a score worth showing beside it. */
  readonly hasChance: boolean;
  /** Null where it does not apply to such a head. */
  readonly begin: (input: PatternInput) => PatternScorer | null;
}

export interface PatternScorer {
  readonly add: (row: PatternRow) => void;
  /** By id of the rows. */
  readonly scores: () => Scores;
}

/** A mean over rows: null from `of` leaves a row out; no row at all is null. */
export function meanOfRows(id: string, of: (row: PatternRow) => number | null): PatternScorer {
  let [sum, count] = [0, 0];
  return {
    add: (row) => {
      const value = of(row);
      if (value === null) return;
      sum += value;
      count++;
    },
    scores: () => ({ [id]: count > 0 ? sum / count : null }),
  };
}
