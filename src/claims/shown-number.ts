/** Numbers as claims show them: as short as they can be without looking as if they were on the other side of a bound. */
const LEAST_DIGITS = 2;
const MOST_DIGITS = 6;

/**
 * @param bounds What the number is compared with.
 * @param digits Digits after the point, if these suffice.
 */
export function shownNumber(value: number, bounds: readonly number[], digits = LEAST_DIGITS): string {
  for (let n = digits; n < MOST_DIGITS; n++) {
    const text = value.toFixed(n);
    const isTelling = bounds.every((bound) => side(Number(text), bound) === side(value, bound));
    // A small number is more than 0.00.
    if (isTelling && (Number(text) !== 0 || value === 0)) return signed(text);
  }
  return signed(value.toFixed(MOST_DIGITS));
}

/** −1 below, 0 at, 1 above. */
function side(value: number, bound: number): number {
  return Math.abs(value - bound) < 1e-9 ? 0 : Math.sign(value - bound);
}

function signed(text: string): string {
  return Number(text) < 0 ? text.replace("-", "\u2212") : text.replace("-", "");
}
