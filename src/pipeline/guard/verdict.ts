/** The report that a watch writes before it ends a process. */
import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Step } from "./step-board.ts";

/** Why a process was ended, as written to `VERDICT_FD` beforehand. */
export interface Verdict {
  readonly limit: "memory" | "time";
  readonly step?: Step;
}

/** The pipe to the parent process, after stdin, stdout, stderr and the message channel. */
export const VERDICT_FD = 4;

/** @param written Everything that came through the pipe. */
export function verdictFrom(written: string): { readonly verdict?: Verdict } {
  return written === "" ? {} : { verdict: JSON.parse(written) as Verdict };
}

/** The report of a process, available once it has ended; empty if it never started. */
export async function verdictText({ pid, stdio }: ChildProcess): Promise<string> {
  // If the system could not start the process, there are no pipes either; the child's error says why.
  return pid === undefined ? "" : text(stdio[VERDICT_FD] as Readable);
}
