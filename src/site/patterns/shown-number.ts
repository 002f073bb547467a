/** Numbers of other programs, of any size. Pure. */

/** Three digits, or more before the dot; `none` where no row counts. */
export function shownNumber(value: number | null): string {
  if (value === null) return "none";
  const size = Math.abs(value);
  const text = size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(3);
  return text.replace(/^-/, "−");
}
