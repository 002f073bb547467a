/** Runs a script in a process of its own that always ends with this one, however busy it is. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { basename, join } from "node:path";
import { describeProblem } from "#pipeline/errors.ts";
import { verdictFrom, verdictText, type Verdict } from "#pipeline/guard/verdict.ts";
import { exitCodeOf, onStop, type StopSignal } from "./stop.ts";

/** How long a stopped script may take to leave things in order before it is ended. */
const GRACE_MS = 1500;

export interface Ended {
  readonly exitCode: number;
  /** The signal that asked us to stop while the script ran. */
  readonly stoppedBy?: StopSignal;
  /** Why its own watch ended it. */
  readonly verdict?: Verdict;
}

/**
 * @param script A file that Node runs. @param env Added to this process's own.
 * @returns When it has ended: its exit code, 128 + n if signal n ended it.
 */
export async function runChild(
  script: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  // The channel carries nothing: that it closes tells the script that we are gone.
  const child = spawn(process.execPath, [join(import.meta.dirname, "check-node.js"), script, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc", "pipe"],
    env: { ...process.env, ...env },
  });
  const written = verdictText(child).catch(() => "");
  let stoppedBy: StopSignal | undefined;
  let timer: NodeJS.Timeout | undefined;
  const undo = onStop((signal) => {
    // A second Ctrl-C is a wish to end now.
    if (stoppedBy !== undefined) child.kill("SIGKILL");
    stoppedBy ??= signal;
    // On a terminal Ctrl-C has reached the child already; another signal changes nothing for it.
    child.kill(signal);
    timer ??= setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  });
  try {
    const [exitCode, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    const ended = stoppedBy ?? signal;
    // Only what was killed may have left a word; others may have left children that hold the pipe.
    const verdict = signal === "SIGKILL" ? verdictFrom(await written) : {};
    if (stoppedBy === undefined && signal !== null && !("verdict" in verdict))
      console.error(describeEnd(script, signal));
    return {
      exitCode: exitCode ?? (ended === null ? 1 : exitCodeOf(ended)),
      ...(stoppedBy === undefined ? verdict : { stoppedBy }),
    };
  } finally {
    clearTimeout(timer);
    undo();
  }
}

/** A process that the system ends, or that native code brings down, cannot say so itself. */
function describeEnd(script: string, signal: NodeJS.Signals): string {
  return describeProblem({
    what: "the process was ended from outside, or broke down",
    where: basename(script),
    expected: "a process that ends by itself",
    received: signal,
    cure: "Often the memory does not suffice: close other programs, or let fewer threads work (--workers 1). What is done is kept.",
  });
}
