/** Reads a text dataset: .txt (a sequence per line), .jsonl ({text, spans, …labels}) or .csv (a column called text). */
import { extname } from "node:path";
import { decodeText, splitLines } from "../../config/decode-text.ts";
import { cureOfSlashes } from "../../config/local-path.ts";
import { configProblem, describeProblem, expectNone } from "../../errors.ts";
import type { Labels } from "../encoded-dataset.ts";
import { LabelCensus } from "../labels/label-census.ts";
import { labelValue } from "../labels/label-value.ts";
import { readBytes, whyNoFile } from "../read-bytes.ts";
import { readCsv } from "./read-csv.ts";
import { readJsonLines } from "./read-jsonl.ts";
import { readSpans, type Spans, type SpanUnits } from "./read-spans.ts";
import type { WrittenText } from "./written-text.ts";

export interface TextSequence {
  readonly text: string;
  readonly labels: Labels;
  /** Labels of parts of it; only a .jsonl has them. */
  readonly spans?: Spans;
}

export interface ReadTexts {
  readonly items: readonly TextSequence[];
  readonly warnings: readonly string[];
}

/** A longer line means that the file is of another kind. */
const MAX_LINE = 100_000;

type Reader = (text: string, where: string) => WrittenText[];

const READERS = new Map<string, Reader>([
  [".txt", readLines],
  [".jsonl", readJsonLines],
  [".csv", readCsv],
]);

/** Cures for file types that are close to a supported one. */
const CURES: ReadonlyMap<string, string> = new Map([
  [".json", "Write one object per line, each with its text, into a file that ends in .jsonl."],
  [".ndjson", "Call the file .jsonl."],
  [".tsv", "Save the table with commas as separators, as a .csv file."],
]);

/**
 * @param where How the dataset is called in messages, e.g. `content/datasets/stories.yaml, source`.
 * @throws {ConfigError} naming every bad line, or if the file is missing, empty or of another kind.
 */
export async function readTexts(
  path: string,
  where: string,
  units: SpanUnits = "characters",
): Promise<ReadTexts> {
  const ending = extname(path).toLowerCase();
  const reader = READERS.get(ending);
  if (reader === undefined) {
    const isFolder = (await whyNoFile(path)) === "a folder";
    throw configProblem(
      where,
      isFolder ? "the dataset's source is a folder, not a file" : "the file is of an unknown kind",
      "a .txt, .jsonl or .csv file",
      isFolder ? path : ending || "no ending",
      isFolder ? "A folder is read where kind is images or audio." : CURES.get(ending),
    );
  }
  const written = reader(await readText(path, where), path);
  if (written.length === 0)
    throw configProblem(path, "the dataset is empty", "at least one line of text", "none");
  expectNone(written.flatMap(({ line, text }) => tooLong(text, `${path}, line ${line}`)));
  return labeled(written, path, units, new LabelCensus(ending === ".csv" ? "text" : "typed"));
}

async function readText(path: string, where: string): Promise<string> {
  const bytes = await readBytes(path);
  if (bytes === "no file")
    throw configProblem(
      where,
      "the dataset's file is missing",
      "a file that is there",
      path,
      cureOfSlashes(path),
    );
  if (typeof bytes === "string")
    throw configProblem(where, "the dataset cannot be read", `a file at ${path}`, bytes);
  return decodeText(bytes, path);
}

function readLines(text: string): WrittenText[] {
  return splitLines(text)
    .map((line, i) => ({ line: i + 1, text: line, labels: new Map() }))
    .filter((written) => written.text.trim() !== "");
}

/** Converts labels to their final types, once all of them are known. */
function labeled(
  written: readonly WrittenText[],
  path: string,
  units: SpanUnits,
  census: LabelCensus,
): ReadTexts {
  const mistakes: string[] = [];
  const read = written.map(({ line, text, labels, spans }) => {
    const where = `${path}, line ${line}`;
    const values = [...labels].map(([name, raw]) => [name, labelValue(raw)] as const);
    for (const [name, value] of values) census.add(name, "sequence", value, where);
    const parts = readSpans(spans, { text, units, where });
    mistakes.push(...parts.mistakes);
    for (const [name, own] of parts.spans)
      for (const span of own) census.add(name, "token", span.value, where);
    return { text, values, spans: parts.spans };
  });
  expectNone(mistakes);
  census.expectClear();
  const items = read.map(({ text, values, spans }) => ({
    text,
    labels: census.settled(values),
    ...(spans.size === 0 ? {} : { spans: settledSpans(spans, census) }),
  }));
  return { items, warnings: census.warnings() };
}

function settledSpans(spans: Spans, census: LabelCensus): Spans {
  return new Map(
    [...spans].map(([name, own]) => [
      name,
      own.map((span) => ({ ...span, value: census.settle(name, span.value) })),
    ]),
  );
}

function tooLong(text: string, where: string): string[] {
  if (text.length <= MAX_LINE) return [];
  const [expected, received] = [`at most ${MAX_LINE} characters`, String(text.length)];
  return [describeProblem({ what: "the line is too long", where, expected, received })];
}
