/** What a watch says of a process before it ends it. */
import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Step } from "./step-board.ts";

/** Why a process was ended, as it is written to `VERDICT_FD` before. */
export interface Verdict {
  readonly limit: "memory" | "time";
  readonly step?: Step;
}

/** The pipe to the process that asked, behind input, output, errors and messages. */
export const VERDICT_FD = 4;

/** @param written All that came through the pipe. */
export function verdictFrom(written: string): { readonly verdict?: Verdict } {
  return written === "" ? {} : { verdict: JSON.parse(written) as Verdict };
}

/** What a process has written of its end once it has ended; empty if it never began. */
export async function verdictText({ pid, stdio }: ChildProcess): Promise<string> {
  // Where the system gave no process, there are no pipes either: the child's error says why.
  return pid === undefined ? "" : text(stdio[VERDICT_FD] as Readable);
}
