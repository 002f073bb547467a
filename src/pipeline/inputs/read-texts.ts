/** Reads a text dataset: .txt (a sequence per line), .jsonl ({text, spans, …labels}) or .csv (a column called text). */
import { extname } from "node:path";
import { ConfigError, describeProblem } from "../errors.ts";
import { readBytes } from "./read-bytes.ts";
import { readCsv } from "./read-csv.ts";
import { readSpans, SPANS_EXPECTED, type Spans } from "./read-spans.ts";

export interface TextSequence {
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of parts of it; only a .jsonl has them. */
  readonly spans?: Spans;
}

/** A longer line is a file of another kind, not a sentence. */
const MAX_LINE = 100_000;

type Reader = (text: string, where: string) => TextSequence[];

const READERS: Readonly<Record<string, Reader>> = {
  ".txt": readLines,
  ".jsonl": readJsonLines,
  ".csv": readCsvTexts,
};

/**
 * @param where How the dataset is called in messages, e.g. `content/datasets/stories.yaml, source`.
 * @throws {ConfigError} naming every bad line, or if the file is missing, empty or of another kind.
 */
export async function readTexts(path: string, where: string): Promise<TextSequence[]> {
  const reader = READERS[extname(path).toLowerCase()];
  if (reader === undefined) {
    throw problem(
      where,
      "the file is of an unknown kind",
      "a .txt, .jsonl or .csv file",
      extname(path) || "no ending",
    );
  }
  const sequences = reader(await readText(path, where), path);
  if (sequences.length === 0)
    throw problem(path, "the dataset is empty", "at least one line of text", "none");
  return sequences;
}

async function readText(path: string, where: string): Promise<string> {
  const bytes = await readBytes(path);
  if (bytes === "no file")
    throw problem(where, "the dataset's file is missing", "a file that is there", path);
  if (typeof bytes === "string")
    throw problem(where, "the dataset cannot be read", `a file at ${path}`, bytes);
  try {
    // A byte order mark at the beginning is taken away by the decoder.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw problem(path, "this is not text in UTF-8", "UTF-8", "other bytes");
  }
}

function readLines(text: string, where: string): TextSequence[] {
  const lines = text.split(/\r?\n/);
  checkLengths(numbered(lines), where);
  return lines.filter((line) => line.trim() !== "").map((line) => ({ text: line, labels: {} }));
}

function readJsonLines(text: string, where: string): TextSequence[] {
  const lines = text.split(/\r?\n/);
  checkLengths(numbered(lines), where);
  const mistakes: string[] = [];
  const sequences: TextSequence[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const sequence = parseLine(line, `${where}, line ${i + 1}`);
    if (typeof sequence === "string") mistakes.push(sequence);
    else sequences.push(sequence);
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes.join("\n"));
  return sequences;
}

/** @returns What is wrong with it, if it is no sequence. */
function parseLine(line: string, where: string): TextSequence | string {
  const { text, spans, ...rest } = parseObject(line) ?? {};
  if (typeof text !== "string")
    return describe(where, "this is no sequence", '{"text": "…"} with labels beside it', excerpt(line));
  const sequence = { text, labels: labelsOf(Object.entries(rest)) };
  if (spans === undefined) return sequence;
  const read = readSpans(spans, text);
  if (read === undefined)
    return describe(where, "these are no spans", SPANS_EXPECTED, excerpt(JSON.stringify(spans)));
  return { ...sequence, spans: read };
}

function parseObject(line: string): Record<string, unknown> | undefined {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return typeof entry === "object" && entry !== null ? (entry as Record<string, unknown>) : undefined;
}

function labelsOf(entries: readonly (readonly [string, unknown])[]): Record<string, string> {
  const plain = entries.filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
}

function readCsvTexts(text: string, where: string): TextSequence[] {
  const rows = readCsv(text, where);
  checkLengths(
    rows.map(({ line, cells }) => [line, cells["text"] ?? ""]),
    where,
  );
  return rows.flatMap(({ cells: { text = "", ...labels } }) =>
    text.trim() === ""
      ? []
      : [{ text, labels: labelsOf(Object.entries(labels).filter(([name]) => name !== "")) }],
  );
}

function checkLengths(lines: readonly (readonly [line: number, text: string])[], where: string): void {
  const messages = lines
    .filter(([, text]) => text.length > MAX_LINE)
    .map(([line, { length }]) =>
      describe(
        `${where}, line ${line}`,
        "the line is too long",
        `at most ${MAX_LINE} characters`,
        String(length),
      ),
    );
  if (messages.length > 0) throw new ConfigError(messages.join("\n"));
}

function numbered(lines: readonly string[]): [number, string][] {
  return lines.map((line, i) => [i + 1, line]);
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function describe(where: string, what: string, expected: string, received: string): string {
  return describeProblem({ what, where, expected, received });
}

function problem(where: string, what: string, expected: string, received: string): ConfigError {
  return new ConfigError(describe(where, what, expected, received));
}
