/** Which rows of a long table are part of the page. */

/** Rows one after the other, or a gap in place of so many. */
export interface Part {
  readonly type: "rows" | "gap";
  readonly from: number;
  readonly count: number;
}

interface TableView {
  /** How far the table is scrolled, and how much of it is seen, in pixels. */
  readonly top: number;
  readonly height: number;
  readonly rowPx: number;
  readonly count: number;
  /** A row that is always there: the one that has the focus. */
  readonly always: number;
}

/** Rows beyond both ends, so that scrolling shows no gap. */
const SPARE = 4;

/** Rows and gaps from the first to the last row. */
export function rowsInView({ top, height, rowPx, count, always }: TableView): Part[] {
  const first = Math.max(0, Math.min(count, Math.floor(top / rowPx) - SPARE));
  const end = Math.min(count, Math.ceil((top + height) / rowPx) + SPARE);
  const shown: [from: number, end: number][] = [[first, Math.max(first, end)]];
  if (always >= 0 && always < first) shown.unshift([always, always + 1]);
  if (always >= end && always < count) shown.push([always, always + 1]);
  const parts: Part[] = [];
  let at = 0;
  const add = (type: Part["type"], from: number, to: number): void => {
    if (to > from) parts.push({ type, from, count: to - from });
  };
  for (const [from, to] of shown) {
    add("gap", at, from);
    add("rows", from, to);
    at = to;
  }
  add("gap", at, count);
  return parts;
}
