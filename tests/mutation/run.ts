/**
 * Whether a slip in a number would be noticed: `npm run mutate -- src/math src/atlas/view/view.ts`, all five folders without
 * names. Every file is given small faults, one at a time, and the unit tests near to it must fail on each.
 *
 * `--list` prints the survivors as the tables of RESULTS.md, with the reasons that stand there; `--check` compares the
 * two and fails where they differ.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { testsOf } from "./imports.ts";
import { instrument } from "./instrument.ts";
import { countOf, differences, listOf, reasonsIn, type Outcome } from "./listed.ts";
import { append, readLog, stateOf } from "./log.ts";
import { named, type Named } from "./survivors.ts";

const FOLDERS = ["src/math", "src/measures", "src/atlas", "src/color", "src/pipeline/measure"];
const LOGS = ".headland/mutation";
const RESULTS = "tests/mutation/RESULTS.md";
/** A mutant that hangs where no loop of the file counts rounds is ended from outside. */
const HANGS_MS = 60_000;
/** What only reads and compares logs: a change there leaves them valid. */
const REPORTS = new Set(["run.ts", "survivors.ts", "listed.ts"]);

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { list: { type: "boolean" }, check: { type: "boolean" } },
});
const files = (names.length > 0 ? names : FOLDERS).flatMap((name) =>
  name.endsWith(".ts") ? [name] : globSync(`${name}/**/*.ts`).sort(),
);
mkdirSync(LOGS, { recursive: true });
const outcomes: Outcome[] = [];
for (const file of files) {
  const outcome = await outcomeOf(file);
  if (outcome === null) continue;
  outcomes.push(outcome);
  if (!options.list) console.log(`${file}: ${countOf([outcome])}`);
}
const reasons = reasonsIn(readFileSync(RESULTS, "utf8"));
for (const folder of new Set(outcomes.map(({ file }) => folderOf(file)))) {
  const inside = outcomes.filter(({ file }) => folderOf(file) === folder);
  console.log(options.list ? listOf(folder, inside, reasons) : `${folder}: ${countOf(inside)}`);
}
if (options.check) {
  const found = differences(outcomes, reasons);
  for (const difference of found) console.log(difference);
  if (found.length > 0) process.exitCode = 1;
  else console.log(`${RESULTS} lists every survivor, and no other.`);
}

/** One of the five folders, or, for a file named from elsewhere, its own. */
function folderOf(file: string): string {
  return FOLDERS.find((folder) => file.startsWith(`${folder}/`)) ?? path.dirname(file);
}

/** Null where there is nothing to try, or the tests fail without any fault. */
async function outcomeOf(file: string): Promise<Outcome | null> {
  const text = readFileSync(file, "utf8");
  const { mutants } = instrument(file, text);
  if (mutants.length === 0) return null;
  const log = path.join(LOGS, `${file.replaceAll("/", "-")}.jsonl`);
  const digest = digestOf(file);
  if (stateOf(readLog(log)).digest !== digest) rmSync(log, { force: true });
  append(log, { digest });
  while (!stateOf(readLog(log)).isDone) await tryMutants(file, log);
  const { killed, reached, broken } = stateOf(readLog(log));
  for (const name of broken) console.log(`${file}: “${name}” fails without any fault.`);
  if (broken.length > 0) {
    process.exitCode = 1;
    return null;
  }
  const survivors = named(file, text, mutants).filter(({ mutant }) => !killed.has(mutant.id));
  if (!options.list && !options.check) {
    for (const survivor of survivors)
      console.log(describe(survivor, survivor.mutant.line, reached.has(survivor.mutant.id)));
  }
  return { file, nMutants: mutants.length, survivors };
}

/** Until the child is through, or hangs: then its log says where, and the next one goes on behind it. */
async function tryMutants(file: string, log: string): Promise<void> {
  const child = spawn(process.execPath, ["tests/mutation/run-file.ts", file, log], { stdio: "inherit" });
  const started = Date.now();
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  while (child.exitCode === null && child.signalCode === null) {
    await Promise.race([ended, setTimeout(1000)]);
    // What stands in the log may be of the child before.
    const lastSign = Math.max(started, statSync(log).mtimeMs);
    if (Date.now() - lastSign > HANGS_MS) child.kill("SIGKILL");
  }
  const { isDone, hanging } = stateOf(readLog(log));
  if (!isDone && hanging === null) throw new Error(`${file}: ended outside of a mutant; see ${log}.`);
}

function digestOf(file: string): string {
  const hash = createHash("sha256");
  const program = globSync("tests/mutation/*.ts").filter((name) => !REPORTS.has(path.basename(name)));
  for (const read of [file, ...testsOf(file), ...program.sort()]) hash.update(readFileSync(read));
  return hash.digest("hex");
}

function describe({ file, where, before, after }: Named, line: number, isReached: boolean): string {
  const change = `${before}  →  ${after || "(nothing)"}`;
  return `${file}:${line}  ${where}  ${change}${isReached ? "" : "  (no test comes here)"}`;
}
