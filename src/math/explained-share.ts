/**
 * How much of the scores a dot product explains: in a model with position terms (ALiBi, relative positions, disentangled
 * attention) q·k is only a part of what enters the softmax, and a map of q and k shows only that part.
 *
 * The share is 1 − (residual / total) of the least-squares fit scores ≈ c · product + (a constant per row), since the
 * softmax ignores a constant per row: the squared correlation of both after each row's mean is taken away.
 *
 * @param scores [rows, nKeys], as they enter the softmax.
 * @param product [rows, nKeys], q·k of the same entries, or what caps and factors make of it.
 * @param weights [rows, nKeys]; entries that carry no weight are masked and left out: 0 for what a mask hides, however softly.
 * @returns A number from 0 to 1; 1 where no row has two entries that differ, NaN where a number that is seen is none.
 */
export function explainedShare(
  scores: ArrayLike<number>,
  product: ArrayLike<number>,
  weights: ArrayLike<number>,
  nKeys: number,
): number {
  let [ss, sp, pp] = [0, 0, 0];
  for (let row = 0; row < scores.length; row += nKeys) {
    let [n, meanS, meanP] = [0, 0, 0];
    for (let j = row; j < row + nKeys; j++) {
      if (Number.isNaN(weights[j]!)) return Number.NaN;
      if (isMasked(scores[j]!, weights[j]!)) continue;
      n++;
      meanS += (scores[j]! - meanS) / n;
      meanP += (product[j]! - meanP) / n;
    }
    for (let j = row; j < row + nKeys; j++) {
      if (isMasked(scores[j]!, weights[j]!)) continue;
      const [s, p] = [scores[j]! - meanS, product[j]! - meanP];
      ss += s * s;
      sp += s * p;
      pp += p * p;
    }
  }
  if ([ss, sp, pp].some(Number.isNaN)) return Number.NaN;
  if (ss < 1e-12) return 1;
  if (pp < LEAST_SQUARES) {
    // Squares of numbers this small are rounded away; the share does not depend on their scale.
    const largest = largestOf(product, scores, weights);
    if (largest > 0 && largest < SMALL)
      return explainedShare(
        scores,
        Float64Array.from(product, (p) => p / largest),
        weights,
        nKeys,
      );
  }
  if (pp === 0) return 0;
  return shareOf(ss, sp, pp);
}

function shareOf(ss: number, sp: number, pp: number): number {
  const alike = Math.max(0, sp);
  // Rounding alone would exceed 1.
  return Math.min(1, (alike * alike) / (ss * pp));
}

const LEAST_SQUARES = 1e-200;
const SMALL = 1e-90;

/** The largest size of the numbers that are seen. */
function largestOf(
  product: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  let largest = 0;
  for (let j = 0; j < product.length; j++)
    if (!isMasked(scores[j]!, weights[j]!)) largest = Math.max(largest, Math.abs(product[j]!));
  return largest;
}

/** Scores this low come from a mask; a row with nothing else belongs to padding. */
const MASKED = -1e4;
/** Some models mask with −100, which leaves weights of about 1e-44. */
const NO_WEIGHT = 1e-20;

/** A NaN score is not a mask; otherwise NaN would count as nothing to explain. */
function isMasked(score: number, weight: number): boolean {
  return weight <= NO_WEIGHT || score <= MASKED;
}
