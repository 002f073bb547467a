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

export const THREADS: readonly Kind[] = [
  {
    name: "thread",
    title: "a worker thread exits, throws, or runs out of memory",
    nSmall: 0,
    nLarge: 60,
    run: endThread,
  },
];
