/**
 * The rows of a long table that are in view. They are few, stay where they are in the page, and show one head after the other:
 * scrolling and sorting change texts of the page, and nothing else of it.
 */
import type { LitHead } from "#finder/lit-head.ts";
import { rowsInView } from "#finder/rows-in-view.ts";
import { NUMBER_REM, TableRow, type ColumnSpan, type RowContent } from "./table-row.ts";

/** Rows beyond both ends: while the table is scrolled, and when it shows other heads than before, which a reader sees first. */
const SPARE_ROWS = { scrolled: 8, shown: 2 } as const;
/** Columns beyond both edges, so that scrolling shows no gap. */
const SPARE_COLUMNS = 1;
/** Columns of numbers that are as wide as the names and words before them, on a wide screen. */
const WORDS_COLUMNS = 3;

export class TableRows {
  readonly #box: HTMLElement;
  readonly #body: HTMLElement;
  readonly #lit: LitHead;
  /** Those of the page, in the order of the table. */
  readonly #rows: TableRow[] = [];
  #content: RowContent | null = null;
  /** Places of the heads in the order of the rows. */
  #heads: Uint32Array = new Uint32Array();
  /** The row of every head; -1 where it does not pass. Made when it is needed. */
  #rowOf: Int32Array | null = null;
  /** The row to which the Tab key leads. */
  #active = 0;
  /** Places of the rows that the page has, and its columns; null if they show something else. */
  #shown: readonly number[] | null = null;
  #span: ColumnSpan = { first: 0, end: 0 };
  /** As they were last seen: to ask the page again would make it lay itself out at once. */
  #view = { top: 0, left: 0, width: 900, height: 400, headPx: 0, remPx: 16 };

  /** @param box Scrolls. @param body Of the table; the rows are its children. */
  constructor(box: HTMLElement, body: HTMLElement, lit: LitHead) {
    [this.#box, this.#body, this.#lit] = [box, body, lit];
  }

  /** Watches sizes, scrolling and the light. @returns Ends it. */
  watch(): () => void {
    const box = this.#box;
    const head = box.querySelector("thead");
    const watcher = new ResizeObserver(() => {
      const remPx = parseFloat(getComputedStyle(document.documentElement).fontSize);
      const { clientWidth: width, clientHeight: height } = box;
      Object.assign(this.#view, { width, height, headPx: head?.offsetHeight ?? 0, remPx });
      this.#look();
    });
    watcher.observe(box);
    if (head) watcher.observe(head);
    const onScroll = (): void => this.#look();
    box.addEventListener("scroll", onScroll, { passive: true });
    const end = this.#lit.subscribe((from) => {
      const { head: lit } = this.#lit;
      if (lit !== null && from !== "table" && this.#bringIntoView(this.rowOf(lit))) this.#update();
      this.#showLight();
    });
    return () => {
      watcher.disconnect();
      box.removeEventListener("scroll", onScroll);
      end();
    };
  }

  /** @param heads Places of the heads in the order of the rows. */
  show(content: RowContent, heads: Uint32Array): void {
    this.#rowOf = null;
    [this.#content, this.#heads] = [content, heads];
    const height = heads.length * content.rowPx;
    this.#body.style.height = `${height}px`;
    // The browser scrolls a table that has become shorter, and tells of it a frame later.
    const { top, height: seen, headPx } = this.#view;
    this.#view.top = Math.min(top, Math.max(0, height + headPx - seen));
    this.#shown = null;
    this.#update(SPARE_ROWS.shown);
  }

  /** -1 if the head does not pass. */
  rowOf(head: number): number {
    if (this.#rowOf === null) {
      this.#rowOf = new Int32Array(this.#content?.table.names.length ?? 0).fill(-1);
      for (let row = 0; row < this.#heads.length; row++) this.#rowOf[this.#heads[row]!] = row;
    }
    return this.#rowOf[head] ?? -1;
  }

  /** The Tab key leads to this row from now on. */
  activate(row: number): void {
    this.#active = row;
    this.#update();
    this.#showTab();
  }

  /** Moves the focus. @returns Whether the key is one that does. */
  step(key: string): boolean {
    if (this.#content === null) return false;
    const { rowPx } = this.#content;
    const page = Math.max(1, Math.floor((this.#view.height - this.#view.headPx) / rowPx) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.#heads.length,
      End: this.#heads.length,
    };
    const by = steps[key];
    if (by === undefined) return false;
    const next = Math.max(0, Math.min(this.#heads.length - 1, this.#current + by));
    if (next === this.#current) return true;
    this.#bringIntoView(next);
    this.activate(next);
    this.#focus();
    return true;
  }

  get #current(): number {
    return Math.min(this.#active, this.#heads.length - 1);
  }

  #look(): void {
    const { scrollTop: top, scrollLeft: left } = this.#box;
    Object.assign(this.#view, { top, left });
    this.#update();
  }

  /** @returns Whether the table had to be scrolled. */
  #bringIntoView(row: number): boolean {
    if (row < 0 || this.#content === null) return false;
    const { rowPx } = this.#content;
    const { top, height, headPx } = this.#view;
    const [first, last] = [row * rowPx, row * rowPx + rowPx + headPx - height];
    const next = first < top ? first : last > top ? last : top;
    if (next === top) return false;
    this.#box.scrollTop = next;
    this.#view.top = next;
    return true;
  }

  /** Makes the rows those that are in view. */
  #update(spare: number = SPARE_ROWS.scrolled): void {
    const content = this.#content;
    if (content === null) return;
    const span = this.#columnsInView(content.columns.length);
    const view = { ...this.#view, rowPx: content.rowPx, count: this.#heads.length, spare };
    const wanted = rowsInView(view, this.#shown, this.#current);
    if (wanted === this.#shown && span.first === this.#span.first && span.end === this.#span.end) return;
    [this.#shown, this.#span] = [wanted, span];
    const hasFocus = this.#body.contains(document.activeElement);
    while (this.#rows.length < wanted.length) {
      const next = new TableRow();
      this.#rows.push(next);
      this.#body.append(next.element);
    }
    for (const [i, row] of this.#rows.entries()) {
      const place = wanted[i];
      if (place === undefined) row.hide();
      else row.show(content, span, place, this.#heads[place]!);
    }
    this.#showTab();
    this.#showLight();
    if (hasFocus) this.#focus();
  }

  /** The row of a head may be another one of the page than before. */
  #focus(): void {
    const link = this.#rows.find(({ row }) => row === this.#current)?.link;
    if (link !== document.activeElement) link?.focus({ preventScroll: true });
  }

  #showTab(): void {
    for (const row of this.#rows) row.leadTab(row.row === this.#current);
  }

  #showLight(): void {
    for (const row of this.#rows) row.light(row.head === this.#lit.head);
  }

  /** Columns of numbers that are seen, and a few more. */
  #columnsInView(count: number): ColumnSpan {
    const { left, width, remPx } = this.#view;
    const at = (px: number): number => px / (NUMBER_REM * remPx);
    return {
      first: Math.max(0, Math.min(count, Math.floor(at(left)) - WORDS_COLUMNS - SPARE_COLUMNS)),
      end: Math.min(count, Math.ceil(at(left + width)) + SPARE_COLUMNS),
    };
  }
}
