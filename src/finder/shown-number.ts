/** Numbers as the finder writes them. */

/** At most three digits that count: `0.42`, `13.4`, `1,210`, `0.004`, with a true minus; a dash for NaN. */
export function shownNumber(value: number): string {
  if (Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (size === 0) return "0";
  const text =
    size >= 100
      ? grouped(Math.round(size))
      : size >= 10
        ? size.toFixed(1)
        : size >= 0.01
          ? size.toFixed(2)
          : size >= 0.001
            ? size.toFixed(3)
            : size.toPrecision(1);
  return value < 0 ? `−${text}` : text;
}

/** `12,345`. The browser's own way takes many times as long, and a table has hundreds of numbers in view. */
function grouped(whole: number): string {
  return whole < 1e21 ? String(whole).replace(/\B(?=(\d{3})+$)/g, ",") : whole.toLocaleString("en");
}

/** Of a round number beside an axis: `5`, `0.4`, `−1,200`. */
export function tickText(value: number): string {
  const text = Math.abs(value) >= 1000 ? value.toLocaleString("en") : String(Number(value.toPrecision(6)));
  return text.replace("-", "−");
}

/** Short, for an address and for fields: at most four digits that count. */
export function plainNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** A range that holds both numbers, with ends that `plainNumber` writes as they are. */
export function roundRange(least: number, most: number): { readonly least: number; readonly most: number } {
  return { least: 0 - roundedUp(-least), most: roundedUp(most) };
}

/** The least number of four digits that is not below. */
function roundedUp(value: number): number {
  const near = Number(value.toPrecision(4));
  if (near >= value || !Number.isFinite(value)) return near;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 3);
  return Number((near + unit).toPrecision(4));
}
