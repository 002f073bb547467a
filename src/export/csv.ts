/**
 * Writes tables as CSV, exactly as RFC 4180 has it: UTF-8, commas, CRLF after every row, the names of the columns first.
 * A text is written as it is: a cell that begins with `=`, `+`, `-` or `@` is not changed, so what a reader gets is the
 * token. An empty text is `""`, and a missing value is an empty cell.
 */
import { valueAt, type Table, type TableColumn } from "./table.ts";

const ROWS_PER_CHUNK = 4096;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$|^$/;

/** The text of a table in parts, so that a long one need not be in memory at once. */
export function* csvChunks(table: Table): Generator<string> {
  const { columns, nRows } = table;
  yield `${columns.map(({ name }) => cell(name)).join(",")}\r\n`;
  for (let first = 0; first < nRows; first += ROWS_PER_CHUNK) {
    const end = Math.min(nRows, first + ROWS_PER_CHUNK);
    let chunk = "";
    for (let row = first; row < end; row++)
      chunk += `${columns.map((column) => written(column, row)).join(",")}\r\n`;
    yield chunk;
  }
}

export function csvText(table: Table): string {
  return [...csvChunks(table)].join("");
}

function written(column: TableColumn, row: number): string {
  const value = valueAt(column, row);
  if (value === null) return "";
  if (typeof value === "string") return cell(value);
  return column.type === "float32" ? float32Text(Number(value)) : String(value);
}

function cell(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The shortest of six to nine digits that gives the same 32-bit number back. */
export function float32Text(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}
