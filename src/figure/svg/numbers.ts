/** Numbers as short as a file may have them. */

/** Rounded to a number of decimals, without a zero that nobody needs: `-0.50` → `-.5`. */
export function short(value: number, decimals = 2): string {
  const factor = 10 ** decimals;
  const rounded = Math.round(value * factor) / factor;
  // −0 is 0; what is no number has no place.
  if (!Number.isFinite(rounded) || rounded === 0) return "0";
  return String(rounded).replace(/^(-?)0\./, "$1.");
}

/** Numbers one after the other: a minus sign parts them as well as a blank. */
export function joined(values: readonly number[], decimals = 2): string {
  return values
    .map((value) => short(value, decimals))
    .reduce((all, text) => `${all}${text.startsWith("-") || all === "" ? "" : " "}${text}`, "");
}
