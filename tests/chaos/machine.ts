/** A machine that refuses: the disk is full, nothing may be written, no more files can be opened, an operation fails. */
import { runCommand, type CommandOptions } from "./command.ts";
import { pick, type Case, type CaseEnd, type Kind } from "./kind.ts";
import { newRoot, type Stage } from "./stage.ts";
import { afterwards, endedWell } from "./verdict.ts";

const WRITTEN = "/\\.headland|/public";
const SIZES = 20;

/** Runs a disturbed build and the plain one after it. @param says What a message must say that is true. */
async function disturb(stage: Stage, what: string, options: CommandOptions, says: RegExp): Promise<CaseEnd> {
  const root = await newRoot(stage);
  const run = await runCommand(root, options);
  const isNamedError = run.exitCode !== 0;
  const untrue =
    isNamedError && !says.test(run.text) ? [`its message does not say ${says}: ${run.text}`] : [];
  return { what, isNamedError, findings: [...endedWell(run), ...untrue, ...(await afterwards(stage, root))] };
}

let nBytes: Promise<number> | undefined;

/** Bytes that an undisturbed build writes. */
async function bytesWritten(stage: Stage): Promise<number> {
  const fault = { what: "full", on: WRITTEN, at: 1e12 } as const;
  return (await runCommand(await newRoot(stage), { fault })).nCounted;
}

async function fullDisk({ stage, random, index }: Case): Promise<CaseEnd> {
  const all = await (nBytes ??= bytesWritten(stage));
  const at = Math.floor(((index % SIZES) + random()) * (all / SIZES));
  return disturb(
    stage,
    `the disk is full after ${at} of ${all} bytes`,
    { fault: { what: "full", on: WRITTEN, at } },
    /full|space/i,
  );
}

const FOLDERS = [
  "\\.headland",
  "\\.headland/store",
  "\\.headland/captures",
  "\\.headland/staging",
  "\\.headland/locks",
  "public",
];

async function readOnly({ stage, random, index }: Case): Promise<CaseEnd> {
  const folder = FOLDERS[index % FOLDERS.length]!;
  const code = pick(random, ["EROFS", "EACCES"]);
  const fault = { what: "error", on: `/${folder}`, at: 0, count: 1e9, code } as const;
  return disturb(
    stage,
    `${code} at all that is written below ${folder}`,
    { fault },
    /read-only|writ|allow|permi/i,
  );
}

async function fewHandles({ stage, random }: Case): Promise<CaseEnd> {
  // With fewer Node itself does not come to run a program.
  const mostHandles = 22 + Math.floor(random() * 60);
  return disturb(stage, `ulimit -n ${mostHandles}`, { mostHandles }, /open files|too many|EMFILE|handles/i);
}

const CODES = ["EIO", "ENOSPC", "EACCES", "EMFILE", "EROFS"];

async function failOnce({ stage, random, index }: Case): Promise<CaseEnd> {
  const code = CODES[index % CODES.length]!;
  const reads = index % 2 === 1;
  const count = pick(random, [1, 1, 3, 1e9]);
  const at = Math.floor(random() * (reads ? 1200 : 800));
  const fault = { what: "error", on: WRITTEN, reads, at, count, code, isHalf: random() < 0.5 } as const;
  const times = count === 1 ? "once" : count === 3 ? "three times" : "from there on";
  return disturb(
    stage,
    `${code} at operation ${at}${reads ? " (reads, too)" : ""}, ${times}`,
    { fault },
    /./,
  );
}

export const MACHINE: readonly Kind[] = [
  { name: "full", title: `disk full, at ${SIZES} sizes`, nSmall: 1, nLarge: 3 * SIZES, run: fullDisk },
  {
    name: "read-only",
    title: "nothing may be written",
    nSmall: 1,
    nLarge: 2 * FOLDERS.length,
    run: readOnly,
  },
  { name: "few-handles", title: "ulimit -n", nSmall: 1, nLarge: 30, run: fewHandles },
  { name: "fail", title: "a file operation fails", nSmall: 2, nLarge: 150, run: failOnce },
];
