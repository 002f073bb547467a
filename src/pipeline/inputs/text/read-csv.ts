/** Reads a .csv dataset: a column called text, the others are labels. */
import { CsvError, parse } from "csv-parse/sync";
import { counted } from "#atlas/counted.ts";
import { splitLines } from "../../config/decode-text.ts";
import { configProblem, expectNone } from "../../errors.ts";
import { excerpt } from "../../shown-value.ts";
import { labelName } from "../labels/label-value.ts";
import type { WrittenText } from "./written-text.ts";

/** A row of csv-parse with what it knows about it. */
interface InfoRecord {
  readonly record: readonly string[];
  /** Line on which it ends, from 1. */
  readonly info: { readonly lines: number };
}

/** Separators that programs use instead of a comma. */
const OTHER_SEPARATORS = new Map([
  [";", "semicolons"],
  ["\t", "tabs"],
  ["|", "bars"],
]);

/**
 * RFC 4180: quoted fields may contain commas, doubled quotes and line breaks. Rows without a text are skipped.
 *
 * @throws {ConfigError} if no column is called text, two are called alike, a quote is not closed, or naming every row of
 *   another length.
 */
export function readCsv(text: string, where: string): WrittenText[] {
  checkSeparator(text, where);
  const [first, ...rest] = parseRows(text, where);
  const header = first?.record.map((name) => labelName(name.trim())) ?? [];
  checkHeader(header, where);
  const uneven = rest.filter(({ record }) => record.length !== header.length);
  expectNone(
    uneven.map(({ record, info }) => ({
      what: "the number of cells differs from the header",
      where: `${where}, line ${info.lines}`,
      expected: counted(header.length, "cell"),
      received: `${record.length}`,
      cure: "Put text that holds commas in double quotes.",
    })),
  );
  const place = header.indexOf("text");
  const rows = rest.map(({ record, info }) => ({
    line: info.lines,
    text: record[place] ?? "",
    labels: new Map(header.flatMap((name, i) => (i === place ? [] : [[name, record[i]] as const]))),
  }));
  return rows.filter((row) => row.text.trim() !== "");
}

/** Looked at before the table is read: quotes in it may make no sense among commas. */
function checkSeparator(text: string, where: string): void {
  const line = splitLines(text).find((candidate) => candidate.trim() !== "") ?? "";
  const hasText = (separator: string): boolean => line.split(separator).map(bare).includes("text");
  const found = hasText(",") ? undefined : [...OTHER_SEPARATORS].find(([sign]) => hasText(sign));
  if (found === undefined) return;
  const cure = "Save the table with commas as separators.";
  throw configProblem(where, `the cells are separated by ${found[1]}`, "commas", excerpt(line), cure);
}

function bare(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, "$1");
}

function checkHeader(header: readonly string[], where: string): void {
  if (!header.includes("text"))
    throw configProblem(where, "no column holds the text", "a column called text", excerpt(header.join(",")));
  const twice = [...new Set(header.filter((name, i) => name !== "" && header.indexOf(name) !== i))];
  expectNone(
    twice.map((name) => ({
      what: `several columns are called ${name}`,
      where,
      expected: "one name for each column",
      received: `it ${header.filter((other) => other === name).length} times`,
      cure: "Give each column its own name.",
    })),
  );
}

function parseRows(text: string, where: string): InfoRecord[] {
  try {
    return parse(text, {
      info: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as InfoRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const expected = "comma-separated cells, quotes around cells closed and doubled inside";
    throw configProblem(where, "this is not CSV", expected, error.message);
  }
}
