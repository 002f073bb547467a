/** The worker side: serves calls one after the other, watched by a thread. */
import { packError } from "../problems/carry-error.ts";
import type { Calls, Answer, Question } from "./calls.ts";
import { guardProcess } from "./guard-process.ts";
import type { Limits } from "./limits.ts";
import type { Tell } from "./step-board.ts";

/** What a call can report while it works. */
export interface Sayings {
  /** A step begins. */
  readonly tell: Tell;
  /** The progress so far. */
  readonly progress: (done: number) => void;
}

export type Handlers<Asked extends Calls> = {
  readonly [Name in keyof Asked]: (
    asks: Asked[Name]["asks"],
    sayings: Sayings,
  ) => Asked[Name]["gives"] | Promise<Asked[Name]["gives"]>;
};

/** Call this once in a process that `GuardedProcess` has started; the process ends together with its parent. */
export function serveCalls<Asked extends Calls>(handlers: Handlers<Asked>): void {
  const board = guardProcess(JSON.parse(process.argv[2] ?? "") as Limits);
  // Ctrl-C reaches every process of a terminal; the parent decides when this one ends.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
  process.on("disconnect", () => process.exit());
  const say = (answer: Answer): void => void process.send?.(answer);
  process.on("message", (question: Question) => void answer(question));

  async function answer({ id, name, asks, step }: Question): Promise<void> {
    board.write(step);
    try {
      const handler = handlers[name];
      if (handler === undefined) throw new Error(`Nothing answers to ${name}.`);
      const sayings: Sayings = {
        tell: (next) => board.write(next),
        progress: (progress) => say({ id, kind: "progress", progress }),
      };
      say({ id, kind: "result", result: await handler(asks, sayings) });
    } catch (error) {
      say({ id, kind: "error", error: packError(error) });
    } finally {
      board.write(undefined);
    }
  }
}
