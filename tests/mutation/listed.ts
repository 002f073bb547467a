/** RESULTS.md: a row for every survivor, with the reason why no test can tell it from the program as it is. */
import type { Named } from "./survivors.ts";

/** What happened to the mutants of one file. */
export interface Outcome {
  readonly file: string;
  readonly nMutants: number;
  readonly survivors: readonly Named[];
}

/** By file, function and survivor as written there. */
export type Reasons = ReadonlyMap<string, string>;

const HEAD = ["| Function | Survivor | Why nobody can see it |", "| --- | --- | --- |"];

export function reasonsIn(markdown: string): Reasons {
  const reasons = new Map<string, string>();
  let file = "";
  for (const line of markdown.split("\n")) {
    file = /^### `(.+)`$/.exec(line)?.[1] ?? file;
    const [, where = "", survivor = "", reason = ""] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    if (where.startsWith("`")) reasons.set(keyOf(file, where, survivor), reason);
  }
  return reasons;
}

/** Tables of all survivors under the headings of their folders and files; those without a reason have an empty cell. */
export function listOf(folder: string, outcomes: readonly Outcome[], reasons: Reasons): string {
  const files = outcomes.filter(({ survivors }) => survivors.length > 0);
  const tables = files.map(({ file, survivors }) => {
    const rows = rowsOf(file, survivors).map(
      ({ where, survivor, key }) => `| ${where} | ${survivor} | ${reasons.get(key) ?? ""} |`,
    );
    return [`### \`${file}\``, "", ...HEAD, ...rows, ""].join("\n");
  });
  return [`## ${folder}`, "", `${countOf(outcomes)}.`, "", ...tables].join("\n");
}

/** `2988 of 3221 killed, 92.8 %` */
export function countOf(outcomes: readonly Outcome[]): string {
  const all = outcomes.reduce((sum, { nMutants }) => sum + nMutants, 0);
  const killed = all - outcomes.reduce((sum, { survivors }) => sum + survivors.length, 0);
  return `${killed} of ${all} killed, ${((100 * killed) / all).toFixed(1)} %`;
}

/** A sentence for each survivor that the list lacks, or lacks a reason for, and for each that is listed and killed now. */
export function differences(outcomes: readonly Outcome[], reasons: Reasons): string[] {
  const rows = outcomes.flatMap(({ file, survivors }) => rowsOf(file, survivors));
  const files = new Set(outcomes.map(({ file }) => file));
  const keys = new Set(rows.map(({ key }) => key));
  const listed = [...reasons.keys()].filter((key) => files.has(key.split(" | ")[0]!));
  return [
    ...rows.filter(({ key }) => !reasons.has(key)).map(({ key }) => `Not listed: ${key}`),
    ...rows.filter(({ key }) => reasons.get(key) === "").map(({ key }) => `Listed without a reason: ${key}`),
    ...listed.filter((key) => !keys.has(key)).map((key) => `Listed, but no survivor: ${key}`),
  ];
}

interface Row {
  readonly where: string;
  readonly survivor: string;
  readonly key: string;
}

/** In the order of the file; survivors that read alike share a row, which says how many they are. */
function rowsOf(file: string, survivors: readonly Named[]): Row[] {
  const counts = new Map<string, { where: string; text: string; count: number }>();
  for (const { where, before, after } of survivors) {
    const text = `${code(before)} → ${after === "" ? "left out" : code(after)}`;
    const known = counts.get(`${where} ${text}`);
    counts.set(`${where} ${text}`, { where: code(where), text, count: (known?.count ?? 0) + 1 });
  }
  return [...counts.values()].map(({ where, text, count }) => {
    const survivor = count === 1 ? text : `${text} (${count})`;
    return { where, survivor, key: keyOf(file, where, survivor) };
  });
}

function keyOf(file: string, where: string, survivor: string): string {
  return `${file} | ${where} | ${survivor}`;
}

/** As inline code in a cell of a table. */
function code(text: string): string {
  const escaped = text.replaceAll("|", "\\|");
  const fence = text.includes("`") ? "``" : "`";
  // As Prettier writes it.
  const padding = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return fence + padding + escaped + padding + fence;
}
