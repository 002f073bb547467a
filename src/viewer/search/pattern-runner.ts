/** Runs regular expressions from readers and from links in a worker: however long one takes, the page goes on. */
import { refusal, type Pattern, type PatternAnswer } from "./match-pattern.ts";

export interface Asked {
  readonly pattern: Pattern;
  /** Null for those of the question before. */
  readonly texts: readonly string[] | null;
}

/** What is needed of a `Worker`. */
export interface PatternWorker {
  onmessage: ((event: MessageEvent<PatternAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(asked: Asked): void;
  terminate(): void;
}

/** All texts of a dataset take a sound pattern a few milliseconds. */
const LIMIT_MS = 1000;
const TOO_LONG = "takes too long: use fewer repeats";
const NO_WORKER = "cannot be run: this browser lets the page start no worker";

export class PatternRunner {
  readonly #start: () => Promise<PatternWorker>;
  readonly #limitMs: number;
  #worker: Promise<PatternWorker> | null = null;
  #texts: readonly string[] | null = null;

  /** @param start Gives a worker that is ready to be asked. */
  constructor(start: () => Promise<PatternWorker>, limitMs = LIMIT_MS) {
    this.#start = start;
    this.#limitMs = limitMs;
  }

  /**
   * One pattern at a time: abort the question before, or wait for its answer.
   *
   * @param texts The same array while they are the same: they are sent once.
   * @throws The signal's reason, if it is aborted.
   */
  async run(pattern: Pattern, texts: readonly string[], signal: AbortSignal): Promise<PatternAnswer> {
    signal.throwIfAborted();
    let worker: PatternWorker;
    try {
      worker = await (this.#worker ??= this.#start());
    } catch {
      this.#worker = null;
      return refusal(NO_WORKER);
    }
    signal.throwIfAborted();
    const isSent = this.#texts === texts;
    this.#texts = texts;
    return new Promise((resolve, reject) => {
      const settle = (end: () => void, isEnded: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", abort);
        [worker.onmessage, worker.onerror] = [null, null];
        // A worker that still tries hears nothing: the next question gets a new one.
        if (isEnded) this.#end(worker);
        end();
      };
      const abort = (): void => settle(() => reject(signal.reason as Error), true);
      const timer = setTimeout(() => settle(() => resolve(refusal(TOO_LONG)), true), this.#limitMs);
      signal.addEventListener("abort", abort);
      worker.onmessage = ({ data }): void => settle(() => resolve(data), false);
      worker.onerror = (): void => settle(() => resolve(refusal(NO_WORKER)), true);
      worker.postMessage({ pattern, texts: isSent ? null : texts });
    });
  }

  #end(worker: PatternWorker): void {
    worker.terminate();
    [this.#worker, this.#texts] = [null, null];
  }
}
