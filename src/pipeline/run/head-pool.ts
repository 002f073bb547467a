/** Who executes: heads are handed to worker threads, one task each; results do not depend on how many there are. */
import { availableParallelism } from "node:os";
import { Tinypool } from "tinypool";
import type { HeadTask } from "./head-task.ts";

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Called as each head is done, in the order in which they finish. */
  readonly onHead?: (task: HeadTask) => void;
}

/** How long a thread waits for the heads of the next atlas: longer than it takes to pack the last one. */
const IDLE_MS = 60_000;

/** Worker threads, started as heads come and kept from atlas to atlas: what they have loaded and compiled serves again. */
export class HeadPool {
  readonly #workers: number;
  #threads: Tinypool | undefined;

  /** @param workers Number of threads at most; the number of cores by default. */
  constructor(workers: number = availableParallelism()) {
    this.#workers = workers;
  }

  /**
   * Runs all tasks. Each keeps its own result in the store, so that what is done stays done whenever this stops.
   *
   * @throws the first task's error, after the other tasks in work have ended; the signal's reason if it was aborted.
   */
  async run(tasks: readonly HeadTask[], { signal, onHead }: RunOptions = {}): Promise<void> {
    this.#threads ??= new Tinypool({
      filename: new URL("./head-task.ts", import.meta.url).href,
      minThreads: 0,
      maxThreads: this.#workers,
      idleTimeout: IDLE_MS,
      runtime: "worker_threads",
    });
    const threads = this.#threads;
    try {
      await Promise.all(
        tasks.map(async (task) => {
          signal?.throwIfAborted();
          await threads.run(task, signal ? { signal } : {});
          onHead?.(task);
        }),
      );
    } catch (error) {
      // What is still waiting must not run.
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const threads = this.#threads;
    this.#threads = undefined;
    await threads?.destroy();
  }
}
