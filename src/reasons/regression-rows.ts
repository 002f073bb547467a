/** The rows of a regression: row-centred scores, and for every pair the columns in which it stands. */
import type { RowRelations } from "./row-relations.ts";
import { FARTHEST } from "./relations.ts";
import type { SampledRow } from "./sample-rows.ts";

/** Which column belongs to what; −1 for none. */
export interface Columns {
  readonly n: number;
  /** By offset + `FARTHEST`. */
  readonly ofOffset: Int32Array;
  /** By bit of a mask. */
  readonly ofBit: Int32Array;
  /** The column of nearness, whose values are no 0 and 1. */
  readonly nearness: number;
  /** The first column of groups. */
  readonly firstGroup: number;
  /** Of each key. */
  readonly groups: Int32Array;
  readonly groupSizes: Float64Array;
}

/** A row at hand; its arrays are used again for the next one. */
export interface RegressionRow {
  readonly sequence: number;
  /** Keys that have a weight. */
  readonly n: number;
  /** Of each such key: its score, less the mean of the row. */
  readonly scores: Float64Array;
  /** Where the columns of each such key begin in `columns`, and where the last one's end. */
  readonly from: Int32Array;
  readonly columns: Int32Array;
  /** Less the mean of the row. */
  readonly nearness: Float64Array;
}

/** More columns than a key can stand in: an offset, every bit, nearness and a group. */
const MOST_COLUMNS = 34;

/**
 * Scores are read from weights: their logarithm is the score before the softmax, less a number that is the same for the
 * whole row. Whatever a model adds to q·k is therefore in them. Keys without any weight are hidden by a mask, or so far
 * below the others that their score is lost: they are left out.
 */
export function regressionRows(
  rows: readonly SampledRow[],
  weights: Float32Array,
  relations: RowRelations,
  columns: Columns,
): (visit: (row: RegressionRow) => void) => void {
  const longest = relations.masks.length;
  const scores = new Float64Array(longest);
  const from = new Int32Array(longest + 1);
  const nearness = new Float64Array(longest);
  const found = new Int32Array(longest * MOST_COLUMNS);
  return (visit) => {
    for (const { query, first, firstKey, nKeys, at, sequence } of rows) {
      relations.fill(query, first, firstKey, nKeys);
      let [n, end, mean, near, nPlaced] = [0, 0, 0, 0, 0];
      for (let j = 0; j < nKeys; j++) {
        const weight = weights[at + j]!;
        if (!(weight > 0)) continue;
        scores[n] = Math.log(weight);
        mean += scores[n]!;
        from[n] = end;
        const step = j - (query - first) + FARTHEST;
        const ofOffset = step >= 0 && step < columns.ofOffset.length ? columns.ofOffset[step]! : -1;
        if (ofOffset >= 0) found[end++] = ofOffset;
        for (let mask = relations.masks[j]!, bit = 0; mask !== 0; mask >>>= 1, bit++)
          if ((mask & 1) === 1 && columns.ofBit[bit]! >= 0) found[end++] = columns.ofBit[bit]!;
        if (columns.nearness >= 0) {
          found[end++] = columns.nearness;
          nearness[n] = relations.nearness[j]!;
          if (!Number.isNaN(nearness[n]!)) {
            near += nearness[n]!;
            nPlaced++;
          }
        }
        const group = columns.groups[firstKey + j]!;
        if (group >= 0) found[end++] = columns.firstGroup + group;
        n++;
      }
      if (n < 2) continue;
      from[n] = end;
      for (let i = 0; i < n; i++) {
        scores[i]! -= mean / n;
        nearness[i] = Number.isNaN(nearness[i]!) ? 0 : nearness[i]! - near / nPlaced;
      }
      visit({ sequence, n, scores, from, columns: found, nearness });
    }
  };
}
