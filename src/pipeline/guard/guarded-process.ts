/** Runs work that may never end, fill the memory or crash in its own process. The caller always gets a result or an error. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { siblingModule } from "#package/sibling-module.ts";
import { unpackError } from "../problems/carry-error.ts";
import type { Answer, Calls, Question } from "./calls.ts";
import type { Limits } from "./limits.ts";
import type { Step } from "./step-board.ts";
import { verdictFrom, verdictText } from "./verdict.ts";
import { whyEnded, type End } from "./why-ended.ts";

const TELL_FATAL = siblingModule("./tell-fatal", import.meta.url).href;

interface Open {
  readonly step: Step;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((done: number) => void) | undefined;
}

export interface CallOptions {
  /** Aborting it ends the process. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

export class GuardedProcess<Asked extends Calls> {
  readonly #child: ChildProcess;
  readonly #limits: Limits;
  readonly #open = new Map<number, Open>();
  readonly #hasEnded: Promise<void>;
  /** How the process ended; an error if it could not be started. */
  #end: End | Error | undefined;
  #nAsked = 0;

  /** @param entry A file that calls `serveCalls`. */
  constructor(entry: URL, limits: Limits) {
    this.#limits = limits;
    this.#child = fork(fileURLToPath(entry), [JSON.stringify(limits)], {
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc", "pipe"],
      // The heap's own limit would end the process with a dump, so our memory limit must come first.
      execArgv: [
        ...process.execArgv,
        `--import=${TELL_FATAL}`,
        `--max-old-space-size=${Math.ceil(limits.memoryBytes / 2 ** 20)}`,
      ],
    });
    this.#child.on("message", (answer: Answer) => this.#hear(answer));
    this.#hasEnded = this.#waitForEnd();
  }

  /**
   * @param step What the call is about; used in the message if the process ends before it reports a step of its own.
   * @throws the error of the call, with its class; {UserError} if a limit ended the process, or it crashed; the signal's reason.
   */
  async call<Name extends keyof Asked & string>(
    name: Name,
    asks: Asked[Name]["asks"],
    step: Step,
    { signal, onProgress }: CallOptions = {},
  ): Promise<Asked[Name]["gives"]> {
    signal?.throwIfAborted();
    if (this.#end !== undefined) throw this.#whyEnded(this.#end, step);
    const id = this.#nAsked++;
    const stop = (): void => void this.#child.kill("SIGKILL");
    signal?.addEventListener("abort", stop);
    try {
      return await new Promise<unknown>((resolve, reject) => {
        this.#open.set(id, { step, resolve, reject, onProgress });
        const question: Question = { id, name, asks, step };
        // If the process is gone already, or never started, its end rejects the call.
        if (this.#child.connected) this.#child.send(question, () => undefined);
      });
    } catch (error) {
      // If a signal ended the process, the file is not to blame.
      signal?.throwIfAborted();
      throw error;
    } finally {
      this.#open.delete(id);
      signal?.removeEventListener("abort", stop);
    }
  }

  /** Ends the process, whatever it is doing. */
  async close(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#hasEnded;
  }

  #hear(answer: Answer): void {
    if (answer.kind === "fatal") {
      this.#end = unpackError(answer.error);
      return;
    }
    const open = this.#open.get(answer.id);
    if (answer.kind === "progress") open?.onProgress?.(answer.progress);
    else if (answer.kind === "result") open?.resolve(answer.result);
    else open?.reject(unpackError(answer.error));
  }

  async #waitForEnd(): Promise<void> {
    try {
      const [[exitCode, signal], written] = (await Promise.all([
        once(this.#child, "exit"),
        verdictText(this.#child),
      ])) as [[number | null, NodeJS.Signals | null], string];
      // An error that the process could still report explains more than its exit code.
      this.#end ??= { exitCode, signal, ...verdictFrom(written) };
    } catch (error) {
      this.#end = error as Error;
    }
    for (const { reject, step } of this.#open.values()) reject(this.#whyEnded(this.#end, step));
  }

  #whyEnded(end: End | Error, step: Step): Error {
    return end instanceof Error ? end : whyEnded(end, this.#limits, step);
  }
}
