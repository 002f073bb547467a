/** Threads and children of a build that end otherwise than they should. */
import { runCommand } from "./command.ts";
import { type Case, type CaseEnd, type Kind } from "./kind.ts";
import { newRoot } from "./stage.ts";
import { afterwards, endedWell } from "./verdict.ts";

const ENDS = ["exit", "throw", "memory"] as const;

async function endThread({ stage, random, index }: Case): Promise<CaseEnd> {
  const root = await newRoot(stage);
  const what = ENDS[index % ENDS.length]!;
  const at = Math.floor(random() * 30);
  const fault = { what, on: "/\\.headland", at, where: "thread" } as const;
  const run = await runCommand(root, { fault, nodeOptions: "--max-old-space-size=150" });
  const findings = endedWell(run);
  const isNamedError = run.exitCode !== 0;
  return {
    what: `${what} in a worker thread, at its operation ${at}`,
    isNamedError,
    findings: [...findings, ...(await afterwards(stage, root))],
  };
}

const CHILD_ENDS = [...ENDS, "kill"] as const;

/** Where the model runs, in the middle of writing what it gave. */
async function endChild({ stage, random, index }: Case): Promise<CaseEnd> {
  const root = await newRoot(stage);
  const what = CHILD_ENDS[index % CHILD_ENDS.length]!;
  const at = Math.floor(random() * 16);
  const fault = { what, on: "/\\.headland/captures/.*\\.[qkwv]$", at, isHalf: random() < 0.5 } as const;
  const run = await runCommand(root, { fault, env: { HEADLAND_MEMORY_LIMIT: "800MB" } });
  return {
    what: `${what} where the model runs, at write ${at}`,
    isNamedError: run.exitCode !== 0,
    findings: [...endedWell(run), ...(await afterwards(stage, root))],
  };
}

export const THREADS: readonly Kind[] = [
  {
    name: "thread",
    title: "a worker thread exits, throws, or runs out of memory",
    nSmall: 2,
    nLarge: 60,
    run: endThread,
  },
  {
    name: "child",
    title: "the process of the model exits, throws, runs out of memory, is killed",
    nSmall: 1,
    nLarge: 40,
    run: endChild,
  },
];
