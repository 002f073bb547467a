/** Runs work in threads, one task per thread. Results do not depend on the number of threads. */
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
  /** Called when a head is done, in order of completion. */
  readonly onHead?: (task: HeadTask) => void;
}

/** How long an idle thread waits for the heads of the next atlas: longer than packing an atlas takes. */
const IDLE_MS = 60_000;

const FILENAME = siblingModule("./worker", import.meta.url).href;

/** Threads are started when needed and kept for the next atlas, so that loaded and compiled code is used again. */
export class WorkerPool {
  readonly #workers: number;
  #threads: Threads | undefined;

  /** @param workers Maximum number of threads; the number of cores by default. */
  constructor(workers: number = availableParallelism()) {
    this.#workers = workers;
  }

  /**
   * Computes all heads. Each worker stores its result at once, so finished heads are kept if the build stops.
   *
   * @returns The tasks that found the capture damaged, in their order.
   * @throws the first task's error, after the other running tasks have ended; the signal's reason if it was aborted.
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
      // Waiting tasks must not start.
      await this.close();
      throw error;
    }
  }

  /** Draws all sheets, and returns them in the order of the tasks. @throws as `computeHeads`. */
  async *drawMaps(tasks: readonly MapTask[], signal?: AbortSignal): AsyncGenerator<OutputFile[]> {
    const drawn = tasks.map((task) => this.#run(task, "maps", "thumbnails", signal) as Promise<OutputFile[]>);
    // The caller sees a failure when it awaits the sheet; until then, a further failure must not count as unhandled.
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
  /** Rejects when a thread without a task ends, e.g. while it starts, because tasks may be waiting for it. */
  readonly failure: Promise<never>;
  /** Watches new threads: if a thread exits, the pool would wait for its task forever. */
  readonly watch: () => void;
}

/** A thread exited before its task was done. */
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
        // The pool has already removed threads that it ended itself, and threads whose error it knows.
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
