/**
 * `npm run fuzz -- [reader…] [--cases n] [--seed s] [--only number] [--write]`: damaged input through everything that reads
 * files from outside. Each case must be read or refused in words, in 10 s and 1 GB. `--only` tries one case again;
 * `--write` keeps the table in RESULTS.md. The exit code is 1 if anything was found.
 */
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findReader, READERS } from "./readers.ts";
import { watchCases, type Finding } from "./watch-cases.ts";

const MOST_SHOWN = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: "string" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const unknown = positionals.filter((name) => !findReader(name));
const numbers = [values.cases, values.seed, values.only].filter((text) => text !== undefined);
if (unknown.length > 0 || !numbers.every((text) => /^\d{1,9}$/.test(text))) {
  const known = READERS.map(({ name }) => name).join(", ");
  console.error(
    `Usage: npm run fuzz -- [reader…] [--cases n] [--seed s] [--only number] [--write]\n${known}`,
  );
  process.exit(2);
}
const seed = Number(values.seed);
const rows: string[][] = [];
let nFindings = 0;
for (const reader of READERS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const from = Number(values.only ?? 0);
  const to = values.only === undefined ? Number(values.cases ?? reader.cases) : from + 1;
  const report = await watchCases(reader.name, { seed, from, to });
  nFindings += report.findings.length;
  const { read, refused, slowestMs, peakMb, findings } = report;
  const figures = [to - from, read, refused, Math.round(slowestMs), peakMb, findings.length];
  const row = [reader.name, reader.what, ...figures.map((figure) => figure.toLocaleString("en"))];
  rows.push(row);
  console.log(row.join(" | "));
  tell(reader.name, findings);
}
const table = markdown(rows);
console.log(`\n${table}`);
if (values.write) await writeFile(join(import.meta.dirname, "RESULTS.md"), document(table));
process.exitCode = nFindings > 0 ? 1 : 0;

function tell(name: string, findings: readonly Finding[]): void {
  for (const { number, error } of findings.slice(0, MOST_SHOWN))
    console.log(`\nnpm run fuzz -- ${name} --seed ${seed} --only ${number}\n${error}`);
  const nLeft = findings.length - MOST_SHOWN;
  if (nLeft > 0) console.log(`… and ${nLeft} more.`);
}

function markdown(all: readonly string[][]): string {
  const head = [
    "reader",
    "reads",
    "cases",
    "read",
    "refused",
    "slowest, ms",
    "memory at most, MB",
    "findings",
  ];
  const rule = head.map((_, i) => (i < 2 ? "---" : "--:"));
  return [head, rule, ...all].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function document(table: string): string {
  const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? "?"}`;
  return `# Fuzz

Written by \`npm run fuzz -- --seed ${seed} --write\`, ${machine}.

Each case damages an input that is made by the program (bytes, lines, numbers, keys, nesting, encodings) and reads it. It
must be read, or refused in a message of the usual form. A finding is any other error, an end of the process, silence of
more than 10 s, or a process that holds more than 1,024 MB. Memory is that of the whole process, Node included.

${table}
`;
}
