/** What a watch says of a process before it ends it. */
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
