/** The error for work whose process ended before the work was done. */
import { ConfigError, ModelError, type UserError } from "../errors.ts";
import { inBytes, inTime, MEMORY_LIMIT, TIME_LIMIT, type Limits } from "./limits.ts";
import type { Step } from "./step-board.ts";
import type { Verdict } from "./verdict.ts";

/** How a process ended. */
export interface End {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The report of the watch; undefined if something else ended the process. */
  readonly verdict?: Verdict;
}

/** @param asked The call that the process was working on; the watch may know a more exact step. */
export function whyEnded({ exitCode, signal, verdict }: End, limits: Limits, asked: Step): UserError {
  const { of, where, doing } = verdict?.step ?? asked;
  const Kind = of === "model" ? ModelError : ConfigError;
  if (verdict?.limit === "time") {
    const limit = inTime(limits.stepMs);
    return new Kind({
      what: "this takes too long",
      where,
      expected: `every step to take at most ${limit}`,
      received: `no end while ${doing}`,
      cure: `Repair the file or leave it out. If the work is right and the machine slow, allow more, e.g. ${TIME_LIMIT}=${inTime(limits.stepMs * 4)}.`,
    });
  }
  if (verdict?.limit === "memory") {
    const limit = inBytes(limits.memoryBytes);
    return new Kind({
      what: "this takes too much memory",
      where,
      expected: `at most ${limit}`,
      received: `more than that while ${doing}`,
      cure: `Repair the file or leave it out. If the machine has more, allow it, e.g. ${MEMORY_LIMIT}=${inBytes(limits.memoryBytes * 2)}.`,
    });
  }
  const how = signal === null ? `exit code ${exitCode ?? "unknown"}` : `the signal ${signal}`;
  return new Kind({
    what: "the process that reads the files ended by itself",
    where,
    expected: "a result",
    received: `an end with ${how} while ${doing}`,
    cure:
      signal === "SIGKILL"
        ? `The system ends processes so when memory runs out: close other programs, or set a lower ${MEMORY_LIMIT}.`
        : "Native code cannot read the file, or the machine has no memory left. Take the file from its source again, or leave it out.",
  });
}
