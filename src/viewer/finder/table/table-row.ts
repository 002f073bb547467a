/** A row of the table of heads: elements that are made once, and then show one head after the other. */
import { roleMode } from "#color/modes/role.ts";
import type { FinderColumn, FinderTable } from "#finder/finder-table.ts";
import { shownNumber } from "#finder/shown-number.ts";

/** The width of a column of numbers, as the stylesheet has it. */
export const NUMBER_REM = 6.6;

/** What rows show. */
export interface RowContent {
  readonly table: FinderTable;
  readonly columns: readonly FinderColumn[];
  /** The height of a row in pixels. */
  readonly rowPx: number;
  /** Of a head's page. */
  readonly hrefOf: (head: number) => string;
}

/** Columns that are part of the page. */
export interface ColumnSpan {
  readonly first: number;
  readonly end: number;
}

interface NumberCell {
  readonly cell: HTMLTableCellElement;
  readonly value: Text;
  readonly chance: HTMLElement;
  readonly why: HTMLElement;
}

export class TableRow {
  readonly element = document.createElement("tr");
  readonly link = document.createElement("a");
  /** Its place in the table, and the head that it shows; -1 while it is hidden. */
  row = -1;
  head = -1;
  // Texts, and not contents of elements: what watches the page for new elements has nothing to do.
  readonly #name = new Text();
  readonly #does = new Text();
  readonly #before = gap();
  readonly #after = gap();
  readonly #cells: NumberCell[] = [];
  #content: RowContent | null = null;
  #span: ColumnSpan | null = null;
  #isLit = false;
  #isTab = false;

  constructor() {
    const [head, does] = [document.createElement("th"), document.createElement("td")];
    head.scope = "row";
    head.className = "head";
    head.setAttribute("role", "rowheader");
    head.setAttribute("aria-colindex", "1");
    does.className = "does";
    does.setAttribute("role", "cell");
    does.setAttribute("aria-colindex", "2");
    this.link.tabIndex = -1;
    this.link.append(this.#name);
    head.append(this.link);
    does.append(this.#does);
    this.element.setAttribute("role", "row");
    this.element.append(head, does, this.#before, this.#after);
  }

  /** @param row Its place in the table, from 0. */
  show(content: RowContent, span: ColumnSpan, row: number, head: number): void {
    if (this.row === -1) this.element.hidden = false;
    if (row !== this.row || content.rowPx !== this.#content?.rowPx) {
      this.row = row;
      this.element.setAttribute("aria-rowindex", String(row + 2));
      this.element.style.top = `${row * content.rowPx}px`;
    }
    if (head !== this.head || content !== this.#content) {
      this.head = head;
      this.element.dataset["place"] = String(head);
      this.link.href = content.hrefOf(head);
      this.#name.data = content.table.names[head]!;
      this.#does.data = wordsOf(content.table, head);
    } else if (span.first === this.#span?.first && span.end === this.#span.end) return;
    this.#showNumbers(content.columns, span, head);
    [this.#content, this.#span] = [content, span];
  }

  hide(): void {
    if (this.row === -1) return;
    this.row = this.head = -1;
    delete this.element.dataset["place"];
    this.element.hidden = true;
  }

  /** Whether the Tab key leads to it. */
  leadTab(isTab: boolean): void {
    if (isTab === this.#isTab) return;
    this.#isTab = isTab;
    this.link.tabIndex = isTab ? 0 : -1;
  }

  light(isLit: boolean): void {
    if (isLit === this.#isLit) return;
    this.#isLit = isLit;
    this.element.toggleAttribute("data-is-lit", isLit);
  }

  #showNumbers(columns: readonly FinderColumn[], { first, end }: ColumnSpan, head: number): void {
    while (this.#cells.length < end - first) {
      const next = numberCell();
      this.#cells.push(next);
      this.#after.before(next.cell);
    }
    const isMoved = first !== this.#span?.first || columns.length !== this.#content?.columns.length;
    if (isMoved || end !== this.#span?.end) {
      setGap(this.#before, first);
      setGap(this.#after, columns.length - end);
      for (const [i, { cell }] of this.#cells.entries()) {
        cell.hidden = first + i >= end;
        cell.setAttribute("aria-colindex", String(first + i + 3));
      }
    }
    for (let i = first; i < end; i++) showNumber(this.#cells[i - first]!, columns[i]!, head);
  }
}

function numberCell(): NumberCell {
  const [cell, value] = [document.createElement("td"), new Text()];
  const [chance, why] = [document.createElement("small"), document.createElement("span")];
  why.className = "visually-hidden";
  for (const element of [chance, why]) element.append(new Text());
  cell.setAttribute("role", "cell");
  cell.append(value);
  return { cell, value, chance, why };
}

/** A number beside its value by chance; where there is none, why. */
function showNumber(cell: NumberCell, column: FinderColumn, head: number): void {
  const number = column.values[head]!;
  const isMissing = Number.isNaN(number);
  const chance = isMissing ? NaN : (column.chance?.[head] ?? NaN);
  const why = isMissing ? (column.why?.get(head) ?? "") : "";
  put(cell.value, shownNumber(number));
  putBeside(cell, cell.chance, Number.isNaN(chance) ? "" : shownNumber(chance));
  putBeside(cell, cell.why, why === "" ? "" : ` ${why}`);
  if (cell.cell.title !== why) cell.cell.title = why;
}

function put(node: Text, text: string): void {
  if (node.data !== text) node.data = text;
}

/** An element that is part of the cell while it has a text. */
function putBeside({ cell }: NumberCell, element: HTMLElement, text: string): void {
  const isThere = element.parentNode !== null;
  if (text === "") {
    if (isThere) element.remove();
    return;
  }
  put(element.firstChild as Text, text);
  if (!isThere) cell.append(element);
}

/** In place of columns that are out of sight. */
function gap(): HTMLTableCellElement {
  const cell = document.createElement("td");
  cell.className = "gap";
  cell.setAttribute("aria-hidden", "true");
  cell.hidden = true;
  return cell;
}

function setGap(cell: HTMLTableCellElement, count: number): void {
  cell.hidden = count === 0;
  cell.style.width = `${count * NUMBER_REM}rem`;
}

/** `previous token, by position`: what it does, and what its map is sorted by where that is no matter of course. */
function wordsOf({ words, sorted }: FinderTable, head: number): string {
  const [does, by] = [words.texts[words.of[head]!]!, sorted.texts[sorted.of[head]!]!];
  const isUsual = by === roleMode.title;
  return [does, isUsual ? "" : `by ${by.toLowerCase()}`].filter((part) => part !== "").join(", ");
}
