/** Reads a .csv dataset: a column called text, the others are labels. */
import { CsvError, parse } from "csv-parse/sync";
import { ConfigError, describeProblem } from "../errors.ts";

/** A row as the header names its cells. */
export interface CsvRow {
  /** Line on which it ends, from 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A row of csv-parse with what it knows about it. */
interface InfoRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * RFC 4180: quoted fields may hold commas, quotes (doubled) and line breaks.
 *
 * @throws {ConfigError} if no column is called text, a quote is not closed, or naming every row of another length.
 */
export function readCsv(text: string, where: string): CsvRow[] {
  const [first, ...rest] = parseRows(text, where);
  const header = first?.record.map((name) => name.trim()) ?? [];
  if (!header.includes("text")) {
    throw problem(
      where,
      "no column holds the text",
      "a column called text",
      JSON.stringify(header.join(",").slice(0, 60)),
    );
  }
  const uneven = rest.filter(({ record }) => record.length !== header.length);
  if (uneven.length > 0) {
    const messages = uneven.map(({ record, info }) =>
      describeProblem({
        what: "the row has another length than the header",
        where: `${where}, line ${info.lines}`,
        expected: `${header.length} cells`,
        received: `${record.length}`,
        cure: "Put text that holds commas in double quotes.",
      }),
    );
    throw new ConfigError(messages.join("\n"));
  }
  return rest.map(({ record, info }) => ({
    line: info.lines,
    cells: Object.fromEntries(header.map((name, i) => [name, record[i] ?? ""])),
  }));
}

function parseRows(text: string, where: string): InfoRecord[] {
  try {
    return parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as InfoRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const expected = "comma-separated cells, quotes around cells closed and doubled inside";
    throw problem(where, "this is not CSV", expected, error.message);
  }
}

function problem(where: string, what: string, expected: string, received: string): ConfigError {
  return new ConfigError(describeProblem({ what, where, expected, received }));
}
