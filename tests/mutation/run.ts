/**
 * Whether a slip in a number would be noticed: `npm run mutate -- src/math src/atlas/view.ts`, all four folders without
 * names. Every file is given small faults, one at a time, and the unit tests near to it must fail on each.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { testsOf } from "./imports.ts";
import { instrument, type Mutant } from "./instrument.ts";
import { append, readLog, stateOf } from "./log.ts";

const FOLDERS = ["src/math", "src/atlas", "src/color", "src/pipeline/measure"];
const LOGS = ".headland/mutation";
/** A mutant that hangs where no loop of the file counts rounds is ended from outside. */
const HANGS_MS = 60_000;

const names = process.argv.slice(2);
const files = (names.length > 0 ? names : FOLDERS).flatMap((name) =>
  name.endsWith(".ts") ? [name] : globSync(`${name}/**/*.ts`).sort(),
);
mkdirSync(LOGS, { recursive: true });
const folders = new Map<string, { all: number; killed: number }>();
for (const file of files) {
  const { mutants } = instrument(file, readFileSync(file, "utf8"));
  if (mutants.length === 0) continue;
  const log = path.join(LOGS, `${file.replaceAll("/", "-")}.jsonl`);
  const digest = digestOf(file);
  if (stateOf(readLog(log)).digest !== digest) rmSync(log, { force: true });
  append(log, { digest });
  while (!stateOf(readLog(log)).isDone) await tryMutants(file, log);
  const { killed, reached, broken } = stateOf(readLog(log));
  const survivors = mutants.filter(({ id }) => !killed.has(id));
  for (const name of broken) console.log(`${file}: “${name}” fails without any fault.`);
  if (broken.length > 0) {
    process.exitCode = 1;
    continue;
  }
  for (const mutant of survivors) console.log(describe(file, mutant, reached.has(mutant.id)));
  console.log(line(file, mutants.length, mutants.length - survivors.length));
  const folder = folders.get(path.dirname(file)) ?? { all: 0, killed: 0 };
  folders.set(path.dirname(file), {
    all: folder.all + mutants.length,
    killed: folder.killed + mutants.length - survivors.length,
  });
}
for (const [folder, { all, killed }] of folders) console.log(line(folder, all, killed));

/** Until the child is through, or hangs: then its log says where, and the next one goes on behind it. */
async function tryMutants(file: string, log: string): Promise<void> {
  const child = spawn(process.execPath, ["tests/mutation/run-file.ts", file, log], { stdio: "inherit" });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  while (child.exitCode === null && child.signalCode === null) {
    await Promise.race([ended, setTimeout(1000)]);
    if (Date.now() - statSync(log).mtimeMs > HANGS_MS) child.kill("SIGKILL");
  }
  const { isDone, hanging } = stateOf(readLog(log));
  if (!isDone && hanging === null) throw new Error(`${file}: ended outside of a mutant; see ${log}.`);
}

function digestOf(file: string): string {
  const hash = createHash("sha256");
  for (const read of [file, ...testsOf(file), ...globSync("tests/mutation/*.ts").sort()])
    hash.update(readFileSync(read));
  return hash.digest("hex");
}

function describe(file: string, { line, column, before, after }: Mutant, isReached: boolean): string {
  const short = (text: string): string => text.replaceAll(/\s+/g, " ").slice(0, 100);
  return `${file}:${line}:${column}  ${short(before)}  →  ${short(after) || "(nothing)"}${isReached ? "" : "  (no test comes here)"}`;
}

function line(name: string, all: number, killed: number): string {
  return `${name}: ${killed} of ${all} killed, ${((100 * killed) / all).toFixed(1)} %`;
}
