/** Who executes: work is handed to threads, a task each; results do not depend on how many there are. */
import { availableParallelism } from "node:os";
import { Tinypool } from "tinypool";
import { formatHead } from "#atlas/head/head-id.ts";
import { siblingModule } from "#package/sibling-module.ts";
import { MachineError } from "../errors.ts";
import type { MapTask, OutputFile } from "../pack/outputs/output.ts";
import { delivered, type Carried } from "../problems/carry-error.ts";
import type { HeadEnd, HeadTask } from "./head-task.ts";

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Called as each head is done, in the order in which they finish. */
  readonly onHead?: (task: HeadTask) => void;
}

/** How long a thread waits for the heads of the next atlas: longer than it takes to pack the last one. */
const IDLE_MS = 60_000;

const FILENAME = siblingModule("./worker", import.meta.url).href;

/** Threads, started as work comes and kept from atlas to atlas: what they have loaded and compiled serves again. */
export class WorkerPool {
  readonly #workers: number;
  #threads: Threads | undefined;

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
          const end = (await this.#run(task, "head", `head ${formatHead(task.head)}`, signal)) as HeadEnd;
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
  async *drawMaps(tasks: readonly MapTask[], signal?: AbortSignal): AsyncGenerator<OutputFile[]> {
    const drawn = tasks.map((task) => this.#run(task, "maps", "thumbnails", signal) as Promise<OutputFile[]>);
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
    await threads?.pool.destroy();
  }

  async #run(task: unknown, name: Work, what: string, signal: AbortSignal | undefined): Promise<unknown> {
    signal?.throwIfAborted();
    const threads = (this.#threads ??= startThreads(this.#workers));
    const end = threads.pool.run(task, { name, ...(signal ? { signal } : {}) }) as Promise<Carried<unknown>>;
    threads.watch();
    try {
      return delivered(await Promise.race([end, threads.failure]));
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof ThreadEnd || isOutOfMemory(error) ? threadProblem(what, error) : error;
    }
  }
}

type Work = "head" | "maps";

interface Threads {
  readonly pool: Tinypool;
  /** Rejects when a thread ends that has no task, e.g. while it starts: tasks may wait for it. */
  readonly failure: Promise<never>;
  /** Looks after threads that have been added: the pool waits for ever for the task of one that exits. */
  readonly watch: () => void;
}

/** A thread has exited before its task was done. */
class ThreadEnd extends Error {
  override name = "ThreadEnd";
}

function startThreads(maxThreads: number): Threads {
  const pool = new Tinypool({
    filename: FILENAME,
    minThreads: 0,
    maxThreads,
    idleTimeout: IDLE_MS,
    runtime: "worker_threads",
  });
  const failure = new Promise<never>((_, reject) => pool.on("error", reject));
  failure.catch(() => undefined);
  const known = new WeakSet<object>();
  const watch = (): void => {
    for (const thread of pool.threads) {
      if (known.has(thread)) continue;
      known.add(thread);
      thread.on("exit", (code: unknown) => {
        // The pool has let go of those that it has ended itself, and of those whose error it knows.
        if (pool.threads.includes(thread))
          thread.emit("error", new ThreadEnd(`it exited with code ${String(code)}`));
      });
    }
  };
  return { pool, failure, watch };
}

function isOutOfMemory(error: unknown): error is Error {
  return (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
}

function threadProblem(what: string, cause: Error): MachineError {
  return new MachineError(
    {
      what: "the thread that works on it ended",
      where: what,
      expected: "a result",
      received: cause.message,
      cure: "Run the same command again: what is done is kept. If memory runs out, let fewer threads work (--workers 1), or show fewer points: limit in the dataset's YAML.",
    },
    { cause },
  );
}
