/** Who executes: heads are handed to worker threads, one task each; results do not depend on how many there are. */
import { availableParallelism } from "node:os";
import { Tinypool } from "tinypool";
import type { HeadTask } from "./head-task.ts";

export interface RunOptions {
  /** Number of worker threads; the number of cores by default. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
  /** Called as each head is done, in the order in which they finish. */
  readonly onHead?: (task: HeadTask) => void;
}

/**
 * Runs all tasks. Each keeps its own result in the store, so that what is done stays done whenever this stops.
 *
 * @throws the first task's error, after the other tasks in work have ended; the signal's reason if it was aborted.
 */
export async function runHeads(tasks: readonly HeadTask[], options: RunOptions = {}): Promise<void> {
  if (tasks.length === 0) return;
  const workers = Math.min(tasks.length, options.workers ?? availableParallelism());
  const pool = new Tinypool({
    filename: new URL("./head-task.ts", import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
    runtime: "worker_threads",
  });
  try {
    await Promise.all(
      tasks.map(async (task) => {
        options.signal?.throwIfAborted();
        await pool.run(task, options.signal ? { signal: options.signal } : {});
        options.onHead?.(task);
      }),
    );
  } finally {
    await pool.destroy();
  }
}
