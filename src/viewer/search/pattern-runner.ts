/** Runs regular expressions, which come from readers and links, in a worker, so that the page never waits for one. */
import { refusal, type Pattern, type PatternAnswer } from "#drawing/search/match-pattern.ts";

export interface Asked {
  readonly pattern: Pattern;
  /** Null if they are the same as in the previous question. */
  readonly texts: readonly string[] | null;
}

/** What is needed of a `Worker`. */
export interface PatternWorker {
  onmessage: ((event: MessageEvent<PatternAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(asked: Asked): void;
  terminate(): void;
}

/** A sound pattern needs a few milliseconds for all texts of a dataset. */
const LIMIT_MS = 1000;
const TOO_LONG = "takes too long: use fewer repeats";
const NO_WORKER = "cannot be run: this browser lets the page start no worker";

export class PatternRunner {
  readonly #start: () => Promise<PatternWorker>;
  readonly #limitMs: number;
  #worker: Promise<PatternWorker> | null = null;
  #texts: readonly string[] | null = null;

  /** @param start Starts a worker; resolves when it is ready. */
  constructor(start: () => Promise<PatternWorker>, limitMs = LIMIT_MS) {
    this.#start = start;
    this.#limitMs = limitMs;
  }

  /**
   * Call it again only after the previous call has answered or was aborted.
   *
   * @param texts Sent once: pass the same array as long as the texts are the same.
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
        // A worker that is still busy cannot be interrupted: end it, and start another for the next question.
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
