/**
 * A thread beside the work of a process. It ends the process when a step takes too long, when memory use is too high, and when
 * the parent process is gone. The main thread could not do this: loops in native code or in a regular expression block it.
 */
import { readFileSync, writeSync } from "node:fs";
import { workerData } from "node:worker_threads";
import type { Limits } from "./limits.ts";
import { StepBoard } from "./step-board.ts";
import { VERDICT_FD, type Verdict } from "./verdict.ts";

export interface WatchData {
  readonly limits: Limits;
  readonly board: SharedArrayBuffer;
  readonly parentPid: number;
}

/** Memory fills at a few gigabytes per second at most. */
const LOOK_MS = 50;
/** If the machine slept or the process was paused, no work was done in that time. */
const MOST_BETWEEN_MS = 1000;

function watch({ limits, board: buffer, parentPid }: WatchData): void {
  const board = new StepBoard(buffer);
  let [count, spentMs, lookedMs] = [board.count, 0, performance.now()];
  setInterval(() => {
    const nowMs = performance.now();
    const isNew = board.count !== count || board.isIdle;
    spentMs = isNew ? 0 : spentMs + Math.min(nowMs - lookedMs, MOST_BETWEEN_MS);
    [count, lookedMs] = [board.count, nowMs];
    if (process.ppid !== parentPid) end();
    else if (memoryInUse() > limits.memoryBytes) end({ limit: "memory", ...stepOn(board) });
    else if (spentMs > limits.stepMs) end({ limit: "time", ...stepOn(board) });
  }, LOOK_MS);
}

function stepOn(board: StepBoard): Pick<Verdict, "step"> {
  const step = board.read();
  return step ? { step } : {};
}

function end(verdict?: Verdict): void {
  try {
    if (verdict) writeSync(VERDICT_FD, JSON.stringify(verdict));
  } catch {
    // The parent does not read the pipe, but the process must end anyway.
  } finally {
    process.kill(process.pid, "SIGKILL");
  }
}

/** Excludes mapped files, because the system can take their pages back when it needs them. */
function memoryInUse(): number {
  if (process.platform === "linux") {
    const [, kilobytes] = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "latin1")) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  }
  return process.memoryUsage.rss();
}

watch(workerData as WatchData);
