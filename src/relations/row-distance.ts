/**
 * How differently two heads attend: the Jensen–Shannon distance of their patterns, row by row (after Clark et al. 2019).
 *
 * A row is a query's weights, as shares of 16,384. Sums of two shares are whole numbers, so x·log x comes from a table: a pair
 * of heads costs one addition and one look-up per weight.
 */

/** What a row of shares adds up to. */
export const WHOLE = 2 ** 14;

/** At 2s: (s / WHOLE) · log₂(s / WHOLE), so that the mean of two shares is found at their sum. */
const ENTROPY_TERMS = Float64Array.from({ length: 2 * WHOLE + 2 }, (_, sum) => {
  const share = sum / (2 * WHOLE);
  return share === 0 ? 0 : share * Math.log2(share);
});

/** The same rows of one head. */
export interface HeadRows {
  /** Shares of all rows, one after the other. */
  readonly shares: Uint16Array;
  /** By row: Σ x·log₂x of its shares; NaN for a row without weight, which says nothing. */
  readonly terms: Float64Array;
}

/**
 * @param weights Of all rows, not negative; a row need not add up to 1, because some models leave weight outside of it.
 * @param starts First weight of each row, and the number of weights as the last entry.
 */
export function headRows(weights: ArrayLike<number>, starts: Uint32Array): HeadRows {
  const shares = new Uint16Array(weights.length);
  const terms = new Float64Array(starts.length - 1).fill(NaN);
  for (let row = 0; row < terms.length; row++) {
    const [from, end] = [starts[row]!, starts[row + 1]!];
    let sum = 0;
    for (let at = from; at < end; at++) sum += weights[at]!;
    if (!(sum > 0)) continue;
    terms[row] = 0;
    for (let at = from; at < end; at++) {
      shares[at] = Math.round((weights[at]! / sum) * WHOLE);
      terms[row]! += ENTROPY_TERMS[2 * shares[at]!]!;
    }
  }
  return { shares, terms };
}

/**
 * The mean over rows of the Jensen–Shannon distance (the root of the divergence in bits): 0 if both heads attend alike, 1 if no
 * query of one looks at a key that it looks at in the other. Symmetric, and a metric.
 *
 * @param starts As for `headRows`.
 * @param fewest Rows in which both have weight; with fewer, there is no distance.
 * @returns NaN if there is none.
 */
export function rowDistance(a: HeadRows, b: HeadRows, starts: Uint32Array, fewest = 1): number {
  let sum = 0;
  let nRows = 0;
  for (let row = 0; row < a.terms.length; row++) {
    const own = (a.terms[row]! + b.terms[row]!) / 2;
    if (Number.isNaN(own)) continue;
    let both = 0;
    for (let at = starts[row]!, end = starts[row + 1]!; at < end; at++)
      both += ENTROPY_TERMS[a.shares[at]! + b.shares[at]!]!;
    sum += Math.sqrt(Math.max(0, own - both));
    nRows++;
  }
  return nRows < fewest ? NaN : sum / nRows;
}
