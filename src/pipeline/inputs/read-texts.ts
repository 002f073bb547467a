/** Reads a text dataset: .txt (a sequence per line), .jsonl ({text, …labels}) or .csv (a column called text). */
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { ConfigError, describeProblem } from "../errors.ts";

export interface TextSequence {
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A longer line is a file of another kind, not a sentence. */
const MAX_LINE = 100_000;

type Reader = (text: string, where: string) => TextSequence[];

const READERS: Readonly<Record<string, Reader>> = {
  ".txt": readLines,
  ".jsonl": readJsonLines,
  ".csv": readCsv,
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
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    throw problem(where, "the dataset's file is missing", "a file that is there", path);
  }
}

function readLines(text: string, where: string): TextSequence[] {
  const lines = text.split(/\r?\n/);
  checkLengths(lines, where);
  return lines.filter((line) => line.trim() !== "").map((line) => ({ text: line, labels: {} }));
}

function readJsonLines(text: string, where: string): TextSequence[] {
  const lines = text.split(/\r?\n/);
  checkLengths(lines, where);
  const mistakes: string[] = [];
  const sequences: TextSequence[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const sequence = parseLine(line);
    if (sequence === undefined) {
      mistakes.push(
        describe(
          `${where}, line ${i + 1}`,
          "this is no sequence",
          '{"text": "…"} with labels beside it',
          excerpt(line),
        ),
      );
    } else sequences.push(sequence);
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes.join("\n"));
  return sequences;
}

function parseLine(line: string): TextSequence | undefined {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof entry !== "object" || entry === null) return undefined;
  const { text, ...rest } = entry as Record<string, unknown>;
  if (typeof text !== "string") return undefined;
  return { text, labels: labelsOf(Object.entries(rest)) };
}

function labelsOf(entries: readonly (readonly [string, unknown])[]): Record<string, string> {
  const plain = entries.filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
}

/** RFC 4180: quoted fields may hold commas, quotes (doubled) and line breaks. */
function readCsv(text: string, where: string): TextSequence[] {
  const rows = [...csvRows(text)];
  const header = rows.shift() ?? [];
  const column = header.indexOf("text");
  if (column < 0)
    throw problem(where, "no column holds the text", "a column called text", excerpt(header.join(",")));
  checkLengths(
    rows.map((row) => row[column] ?? ""),
    where,
  );
  return rows
    .filter((row) => (row[column] ?? "").trim() !== "")
    .map((row) => ({
      text: row[column] ?? "",
      labels: labelsOf(
        header.flatMap((name, i) => (i === column || name === "" ? [] : [[name, row[i] ?? ""] as const])),
      ),
    }));
}

function* csvRows(text: string): Generator<string[]> {
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  let row: string[] = [];
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (!match) return;
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] !== ",") {
      yield row;
      row = [];
    }
  }
}

function checkLengths(lines: readonly string[], where: string): void {
  const tooLong = lines.flatMap((line, i) => (line.length > MAX_LINE ? [[i + 1, line.length] as const] : []));
  if (tooLong.length === 0) return;
  const messages = tooLong.map(([line, length]) =>
    describe(
      `${where}, line ${line}`,
      "the line is too long",
      `at most ${MAX_LINE} characters`,
      String(length),
    ),
  );
  throw new ConfigError(messages.join("\n"));
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
