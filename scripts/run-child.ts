/** Runs a script in a child process that always ends with this one, however busy it is. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { basename, join } from "node:path";
import { describeProblem } from "#pipeline/errors.ts";
import { verdictFrom, verdictText, type Verdict } from "#pipeline/guard/verdict.ts";
import { exitCodeOf, onStop, type StopSignal } from "./stop.ts";

/** How long a stopped script may take to clean up before it is killed. */
const GRACE_MS = 1500;

export interface Ended {
  readonly exitCode: number;
  /** The signal that stopped this process while the script ran. */
  readonly stoppedBy?: StopSignal;
  /** Why the script's watch thread ended it. */
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
  // The channel carries no messages; when it closes, the script knows that this process has ended.
  const child = spawn(process.execPath, [join(import.meta.dirname, "check-node.js"), script, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc", "pipe"],
    env: { ...process.env, ...env },
  });
  const written = verdictText(child).catch(() => "");
  let stoppedBy: StopSignal | undefined;
  let timer: NodeJS.Timeout | undefined;
  const undo = onStop((signal) => {
    // A second Ctrl-C kills the script.
    if (stoppedBy !== undefined) child.kill("SIGKILL");
    stoppedBy ??= signal;
    // On a terminal, Ctrl-C has already reached the child; a further signal makes no difference.
    child.kill(signal);
    timer ??= setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  });
  try {
    const [exitCode, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    const ended = stoppedBy ?? signal;
    // Only a killed script may have left a verdict; others may have left children that hold the pipe open.
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

/** A process that the system killed, or that crashed in native code, cannot report it. */
function describeEnd(script: string, signal: NodeJS.Signals): string {
  return describeProblem({
    what: "the process was killed or crashed",
    where: basename(script),
    expected: "a process that ends by itself",
    received: signal,
    cure: "Often there is too little memory: close other programs, or use fewer threads (--workers 1). Finished work is kept.",
  });
}
