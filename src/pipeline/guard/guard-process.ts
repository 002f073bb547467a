/** Starts a watch on the current process. */
import { Worker } from "node:worker_threads";
import { siblingModule } from "#package/sibling-module.ts";
import type { Limits } from "./limits.ts";
import { StepBoard } from "./step-board.ts";
import type { WatchData } from "./watch.ts";

/** @returns The board for steps, to which the time limit applies. The memory limit applies all the time. */
export function guardProcess(limits: Limits): StepBoard {
  const board = new StepBoard();
  const workerData: WatchData = { limits, board: board.buffer, parentPid: process.ppid };
  new Worker(siblingModule("./watch", import.meta.url), { workerData, execArgv: [] }).unref();
  return board;
}
