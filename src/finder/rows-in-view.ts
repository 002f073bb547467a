/** Which rows of a long table are part of the page. */

interface TableView {
  /** How far the table is scrolled, and how much of it is seen, in pixels. */
  readonly top: number;
  readonly height: number;
  readonly rowPx: number;
  readonly count: number;
  /** Rows beyond both ends, so that scrolling shows no gap, and changes the page only once in so many rows. */
  readonly spare: number;
}

/**
 * Places of rows, in their order.
 *
 * @param shown Those of before: they stay, and are the result, as long as they hold all that is seen.
 * @param always A row that is always there: the one that has the focus.
 */
export function rowsInView(
  { top, height, rowPx, count, spare }: TableView,
  shown: readonly number[] | null,
  always: number,
): readonly number[] {
  const first = Math.max(0, Math.min(count - 1, Math.floor(top / rowPx)));
  const end = Math.min(count, Math.ceil((top + height) / rowPx));
  const isShown = (row: number): boolean => row < 0 || row >= count || shown?.includes(row) === true;
  if (
    shown !== null &&
    isShown(first) &&
    isShown(end - 1) &&
    isShown(always) &&
    areTogether(shown, first, end)
  )
    return shown;
  // As many rows at both ends of the table as between them.
  const size = Math.min(count, end - first + 2 * spare);
  const from = Math.max(0, Math.min(count - size, first - spare));
  const to = from + size;
  const rows = Array.from({ length: size }, (_, i) => from + i);
  if (always >= 0 && always < from) return [always, ...rows];
  return always >= to && always < count ? [...rows, always] : rows;
}

/** Whether no row is missing between two of them. */
function areTogether(shown: readonly number[], first: number, end: number): boolean {
  return shown.indexOf(end - 1) - shown.indexOf(first) === end - 1 - first;
}
