/** Who executes: work is handed to threads, a task each; results do not depend on how many there are. */
import { availableParallelism } from "node:os";
import { Tinypool } from "tinypool";
import type { DrawnFile, SheetTask } from "../pack/draw-sheets.ts";
import { delivered, type Carried } from "../problems/carry-error.ts";
import type { HeadEnd, HeadTask } from "./head-task.ts";

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Called as each head is done, in the order in which they finish. */
  readonly onHead?: (task: HeadTask) => void;
}

/** How long a thread waits for the heads of the next atlas: longer than it takes to pack the last one. */
const IDLE_MS = 60_000;

const FILENAME = new URL("./worker.ts", import.meta.url).href;

/** Threads, started as work comes and kept from atlas to atlas: what they have loaded and compiled serves again. */
export class WorkerPool {
  readonly #workers: number;
  #threads: Tinypool | undefined;

  /** @param workers Number of threads at most; the number of cores by default. */
  constructor(workers: number = availableParallelism()) {
    this.#workers = workers;
  }

  /**
   * Computes all heads. Each keeps its own result in the store, so that what is done stays done whenever this stops.
   *
   * @returns The tasks that found the capture damaged, in their order.
   * @throws the first task's error, after the other tasks in work have ended; the signal's reason if it was aborted.
   */
  async computeHeads(tasks: readonly HeadTask[], { signal, onHead }: RunOptions = {}): Promise<HeadTask[]> {
    try {
      const ends = await Promise.all(
        tasks.map(async (task) => {
          const end = (await this.#run(task, "head", signal)) as HeadEnd;
          if (end === "kept") onHead?.(task);
          return end;
        }),
      );
      return tasks.filter((_, i) => ends[i] !== "kept");
    } catch (error) {
      // What is still waiting must not run.
      await this.close();
      throw error;
    }
  }

  /** Draws all sheets, and gives them in the order of the tasks. @throws as `computeHeads`. */
  async *drawSheets(tasks: readonly SheetTask[], signal?: AbortSignal): AsyncGenerator<DrawnFile[]> {
    const drawn = tasks.map((task) => this.#run(task, "sheets", signal) as Promise<DrawnFile[]>);
    // A failure is met where the sheet is awaited, and by then the others may have failed too.
    for (const sheets of drawn) sheets.catch(() => undefined);
    try {
      for (const sheets of drawn) yield await sheets;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const threads = this.#threads;
    this.#threads = undefined;
    await threads?.destroy();
  }

  async #run(task: unknown, name: "head" | "sheets", signal: AbortSignal | undefined): Promise<unknown> {
    signal?.throwIfAborted();
    this.#threads ??= new Tinypool({
      filename: FILENAME,
      minThreads: 0,
      maxThreads: this.#workers,
      idleTimeout: IDLE_MS,
      runtime: "worker_threads",
    });
    const carried: unknown = await this.#threads.run(task, { name, ...(signal ? { signal } : {}) });
    return delivered(carried as Carried<unknown>);
  }
}
