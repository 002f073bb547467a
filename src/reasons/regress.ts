/** Regresses row-centred scores on relations, with errors that allow for what the pairs of a sequence have in common. */
import { leastSquares } from "./least-squares.ts";
import type { Columns, RegressionRow } from "./regression-rows.ts";

export interface Regression {
  /** R²; null if scores do not differ. */
  readonly explained: number | null;
  /** Of every column that is no group. */
  readonly effects: readonly ColumnEffect[];
  /** Share of the variance that only the groups explain, all together. */
  readonly groupShare: number;
}

interface ColumnEffect {
  readonly nPairs: number;
  readonly nSequences: number;
  /** Whether it differs among the keys of any query. */
  readonly hasContrast: boolean;
  /** Null if it cannot be told from the columns before it. */
  readonly estimate: {
    readonly effect: number;
    readonly error: number | null;
    readonly share: number;
  } | null;
}

/** Scores that differ less are the same: weights have seven digits. */
const LEAST_VARIANCE = 1e-10;

/**
 * Exact least squares with a constant per row. The standard error is the cluster-robust one over sequences with the
 * correction S / (S − 1) (Liang & Zeger 1986; CR1). A share is what R² loses without the column.
 *
 * @param eachRow Visits the same rows whenever it is called; it is called twice.
 * @param nSequences Of the sample.
 */
export function regress(
  eachRow: (visit: (row: RegressionRow) => void) => void,
  columns: Columns,
  nSequences: number,
): Regression {
  const { firstGroup: nOwn, n } = columns;
  const { gram, moments, total, nPairs, counts, spread } = equationsOf(eachRow, columns);
  if (!(total > nPairs * LEAST_VARIANCE)) return { explained: null, effects: [], groupShare: 0 };
  balanceGroups(gram, columns);
  const { coefficients, isKept, added, inverse } = leastSquares(gram, moments);
  const inverses = Array.from({ length: nOwn }, (_, f) => inverse(f));
  const variances = variancesOf(eachRow, columns, coefficients, inverses);
  const share = (from: number, to: number): number =>
    added.subarray(from, to).reduce((sum, value) => sum + value, 0) / total;
  const correction = nSequences / (nSequences - 1);
  return {
    explained: Math.min(1, share(0, n)),
    groupShare: share(nOwn, n),
    effects: inverses.map((column, f) => ({
      ...counts[f]!,
      hasContrast: spread[f]! > 0,
      estimate:
        isKept[f] === 0
          ? null
          : {
              effect: coefficients[f]!,
              error: nSequences < 2 ? null : Math.sqrt(correction * variances[f]!),
              share: coefficients[f]! ** 2 / column[f]! / total,
            },
    })),
  };
}

/** How much stiffer the balance of groups is than what the data say of them. */
const STIFFNESS = 1e4;

/**
 * Effects of groups are counted from the mean key, Σ size · effect = 0. Without it, all of them could be higher at once,
 * which is the same as all keys without a group being lower.
 */
function balanceGroups(gram: Float64Array, { n, firstGroup, groupSizes }: Columns): void {
  const nKeys = groupSizes.reduce((sum, size) => sum + size, 0);
  let most = 0;
  for (let g = firstGroup; g < n; g++) most = Math.max(most, gram[g * n + g]!);
  groupSizes.forEach((size, g) => {
    for (let other = 0; other <= g; other++)
      gram[(firstGroup + g) * n + firstGroup + other]! +=
        STIFFNESS * most * (size / nKeys) * (groupSizes[other]! / nKeys);
  });
}

interface Equations {
  /** Lower half of [n, n]. */
  readonly gram: Float64Array;
  readonly moments: Float64Array;
  /** Sum of squares of the scores. */
  readonly total: number;
  readonly nPairs: number;
  readonly counts: readonly { nPairs: number; nSequences: number }[];
  /** Sum of squares of each column within rows; exactly 0 without contrast. */
  readonly spread: Float64Array;
}

function equationsOf(
  eachRow: (visit: (row: RegressionRow) => void) => void,
  { n, firstGroup, nearness: near }: Columns,
): Equations {
  const gram = new Float64Array(n * n);
  const moments = new Float64Array(n);
  const spread = new Float64Array(firstGroup);
  const counts = Array.from({ length: firstGroup }, () => ({ nPairs: 0, nSequences: 0, last: -1 }));
  const sums = new Float64Array(n);
  const touched = new Int32Array(n);
  let [total, nPairs] = [0, 0];
  eachRow(({ sequence, n: nKeys, scores, from, columns, nearness }) => {
    let nTouched = 0;
    nPairs += nKeys;
    for (let i = 0; i < nKeys; i++) {
      const score = scores[i]!;
      total += score * score;
      for (let a = from[i]!; a < from[i + 1]!; a++) {
        const column = columns[a]!;
        const value = column === near ? nearness[i]! : 1;
        moments[column]! += value * score;
        // Nearness has the row's mean taken away already.
        if (column !== near) {
          if (sums[column] === 0) touched[nTouched++] = column;
          sums[column]!++;
        }
        // Columns of a key ascend, so this is the lower half.
        for (let b = from[i]!; b <= a; b++)
          gram[column * n + columns[b]!]! += value * (columns[b] === near ? nearness[i]! : 1);
        if (column >= firstGroup) continue;
        const count = counts[column]!;
        count.nPairs++;
        if (count.last !== sequence) count.nSequences++;
        count.last = sequence;
      }
    }
    for (let a = 0; a < nTouched; a++) {
      const column = touched[a]!;
      const mean = sums[column]! / nKeys;
      if (column < firstGroup && sums[column] !== nKeys) spread[column]! += mean * (nKeys - sums[column]!);
      for (let b = 0; b < nTouched; b++) {
        const other = touched[b]!;
        if (other <= column) gram[column * n + other]! -= mean * sums[other]!;
      }
    }
    for (let a = 0; a < nTouched; a++) sums[touched[a]!] = 0;
  });
  if (near >= 0) spread[near] = gram[near * n + near]!;
  return { gram, moments, total, nPairs, counts, spread };
}

/** For each column f: the sum over sequences of (inverse f · what the residuals of the sequence say of all columns)². */
function variancesOf(
  eachRow: (visit: (row: RegressionRow) => void) => void,
  { n, nearness: near }: Columns,
  coefficients: Float64Array,
  inverses: readonly Float64Array[],
): Float64Array {
  const variances = new Float64Array(inverses.length);
  const said = new Float64Array(n);
  let current = -1;
  const close = (): void => {
    inverses.forEach((inverse, f) => {
      let sum = 0;
      for (let c = 0; c < n; c++) sum += inverse[c]! * said[c]!;
      variances[f]! += sum * sum;
    });
    said.fill(0);
  };
  let residuals = new Float64Array(0);
  eachRow(({ sequence, n: nKeys, scores, from, columns, nearness }) => {
    if (sequence !== current && current >= 0) close();
    current = sequence;
    if (residuals.length < nKeys) residuals = new Float64Array(nKeys * 2);
    let mean = 0;
    for (let i = 0; i < nKeys; i++) {
      let fitted = 0;
      for (let a = from[i]!; a < from[i + 1]!; a++)
        fitted += coefficients[columns[a]!]! * (columns[a] === near ? nearness[i]! : 1);
      residuals[i] = scores[i]! - fitted;
      mean += residuals[i]! / nKeys;
    }
    for (let i = 0; i < nKeys; i++) {
      const rest = residuals[i]! - mean;
      for (let a = from[i]!; a < from[i + 1]!; a++)
        said[columns[a]!]! += rest * (columns[a] === near ? nearness[i]! : 1);
    }
  });
  if (current >= 0) close();
  return variances;
}
