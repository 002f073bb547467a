/** The matrix of heads: arrow keys from head to head, the numbers of the head pointed at, and the method in the address. */
import { DEFAULT_VIEW, formatView, parseView } from "#atlas/view.ts";
import { METHODS } from "#atlas/method.ts";
import { headReading } from "./head-reading.ts";
import { unpackMetrics } from "./pack-metrics.ts";

const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

export function startMatrixGrid(): void {
  document.addEventListener("astro:page-load", () => {
    const matrix = document.querySelector<HTMLElement>("[data-matrix]");
    if (!matrix) return;
    const { method } = parseView(location.search);
    const input = matrix.querySelector<HTMLInputElement>(`input[name=method][value=${method}]`);
    if (input) input.checked = true;
    showMethod(matrix);
  });
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.name === "method") {
      const matrix = event.target.closest<HTMLElement>("[data-matrix]");
      if (matrix) showMethod(matrix);
    }
  });
  document.addEventListener("keydown", (event) => {
    const cell = cellOf(event.target);
    const to = cell && neighborCell(cell, event.key);
    if (!cell || !to) return;
    event.preventDefault();
    moveFocus(cell, to);
  });
  document.addEventListener("focusin", (event) => showNumbers(cellOf(event.target)));
  document.addEventListener("pointerover", (event) => showNumbers(cellOf(event.target)));
}

function cellOf(target: EventTarget | null): HTMLAnchorElement | null {
  return target instanceof Element ? target.closest<HTMLAnchorElement>("a[data-cell]") : null;
}

function neighborCell(cell: HTMLAnchorElement, key: string): HTMLAnchorElement | undefined {
  const matrix = cell.closest("[data-matrix]");
  const [row, column] = placeOf(cell);
  const cells = [...(matrix?.querySelectorAll<HTMLAnchorElement>("a[data-cell]") ?? [])];
  const rowCells = (r: number): HTMLAnchorElement[] => cells.filter((other) => placeOf(other)[0] === r);
  if (key === "Home") return rowCells(row)[0];
  if (key === "End") return rowCells(row).at(-1);
  const step = STEPS[key];
  if (!step) return undefined;
  const target = rowCells(row + step[0]);
  // A layer with fewer heads is entered at its last head.
  return step[1] === 0 ? target[Math.min(column, target.length - 1)] : target[column + step[1]];
}

/** Row and column in the sheet; towers follow each other, so rows count through. */
function placeOf(cell: HTMLElement): [row: number, column: number] {
  return [Number(cell.style.getPropertyValue("--r")), Number(cell.style.getPropertyValue("--c"))];
}

function moveFocus(from: HTMLElement, to: HTMLElement): void {
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

function showMethod(matrix: HTMLElement): void {
  const checked = matrix.querySelector<HTMLInputElement>("input[name=method]:checked");
  const method = METHODS.find((candidate) => candidate === checked?.value) ?? DEFAULT_VIEW.method;
  const search = formatView({ ...DEFAULT_VIEW, method });
  history.replaceState(history.state, "", location.pathname + search);
  for (const cell of matrix.querySelectorAll<HTMLAnchorElement>("a[data-cell]")) cell.search = search;
}

function showNumbers(cell: HTMLAnchorElement | null): void {
  const matrix = cell?.closest<HTMLElement>("[data-matrix]");
  const panel = document.querySelector<HTMLElement>("[data-head-panel]");
  if (!cell || !matrix || !panel) return;
  const metrics = unpackMetrics(cell.dataset["numbers"] ?? "");
  panel.dataset["state"] = "head";
  setText(panel, "name", cell.dataset["cell"] ?? "");
  setText(panel, "reading", headReading(metrics, matrix.dataset["kind"] === "images" ? "images" : "text"));
  panel.querySelector<HTMLElement>(".thumb")?.style.setProperty("--c", cell.style.getPropertyValue("--c"));
  panel.querySelector<HTMLElement>(".thumb")?.style.setProperty("--r", cell.style.getPropertyValue("--r"));
  for (const [name, value] of Object.entries(metrics)) {
    const row = panel.querySelector<HTMLElement>(`[data-number=${name}]`);
    if (!row) continue;
    row.hidden = value === null;
    setText(row, "value", typeof value === "number" ? value.toFixed(2) : "");
    row.style.setProperty("--share", String(value ?? 0));
  }
}

function setText(element: HTMLElement, slot: string, text: string): void {
  const place = element.querySelector(`[data-slot=${slot}]`);
  if (place) place.textContent = text;
}
