/** Buttons in the heads of columns sort their table: large numbers first, and at the second press small ones. */
export function sortTables(): void {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-sorted-table] [data-sort]") : null;
    const column = button?.closest("th");
    const body = column?.closest("table")?.tBodies[0];
    if (!column || !body) return;
    const isFirst = column.cellIndex === 0;
    const now = column.getAttribute("aria-sort");
    const order = now === "descending" || (now === null && isFirst) ? "ascending" : "descending";
    for (const other of column.parentElement?.children ?? []) other.removeAttribute("aria-sort");
    column.setAttribute("aria-sort", order);
    body.append(...sorted([...body.rows], column.cellIndex, order === "ascending" ? 1 : -1));
  });
}

/** Cells without a number come last, whatever the order. Rows of equal numbers keep theirs. */
function sorted(
  rows: readonly HTMLTableRowElement[],
  column: number,
  sign: 1 | -1,
): readonly HTMLTableRowElement[] {
  const valueOf = (row: HTMLTableRowElement): number =>
    Number.parseFloat(row.cells[column]?.dataset["value"] ?? "");
  return rows.toSorted((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return sign * (x - y);
  });
}
