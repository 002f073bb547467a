/** Reads a .jsonl dataset: an object per line, with a text, its labels, and those of its parts under spans. */
import { splitLines } from "../../config/decode-text.ts";
import { describeProblem, expectNone } from "../../errors.ts";
import { excerpt } from "../../shown-value.ts";
import { labelName } from "../labels/label-value.ts";
import { parseJson } from "../parse-json.ts";
import type { WrittenText } from "./written-text.ts";

/** @throws {ConfigError} naming every line that is not a sequence. */
export function readJsonLines(text: string, where: string): WrittenText[] {
  const mistakes: string[] = [];
  const sequences: WrittenText[] = [];
  for (const [i, line] of splitLines(text).entries()) {
    if (line.trim() === "") continue;
    const sequence = parseLine(line, i + 1, where);
    if (typeof sequence === "string") mistakes.push(sequence);
    else sequences.push(sequence);
  }
  expectNone(mistakes);
  return sequences;
}

/** @returns What is wrong with it, if it is no sequence. */
function parseLine(line: string, number: number, where: string): WrittenText | string {
  const parsed = parseJson(line);
  const cure = parsed.problem?.cure;
  const entries = parsed.problem === null ? entriesOf(parsed.value) : new Map<string, unknown>();
  const text = entries.get("text");
  if (typeof text !== "string") {
    return describeProblem({
      what: "this is not a sequence",
      where: `${where}, line ${number}`,
      expected: '{"text": "…"} with labels beside it',
      received: cure === undefined ? excerpt(line) : (parsed.problem?.received ?? ""),
      ...(cure === undefined ? {} : { cure }),
    });
  }
  const labels = [...entries].filter(([name]) => name !== "text" && name !== "spans");
  return {
    line: number,
    text,
    labels: new Map(labels.map(([name, value]) => [labelName(name), value])),
    spans: entries.get("spans"),
  };
}

/** A Map, because keys chosen by an author, such as `constructor`, are not safe in an object. */
function entriesOf(value: unknown): Map<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}
