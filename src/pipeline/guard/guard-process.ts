/** Sets a watch on the process that we are in. */
import { Worker } from "node:worker_threads";
import { siblingModule } from "#package/sibling-module.ts";
import type { Limits } from "./limits.ts";
import { StepBoard } from "./step-board.ts";
import type { WatchData } from "./watch.ts";

/** @returns Where the steps are written that the time limit is for. The memory limit holds all the time. */
export function guardProcess(limits: Limits): StepBoard {
  const board = new StepBoard();
  const workerData: WatchData = { limits, board: board.buffer, parentPid: process.ppid };
  new Worker(siblingModule("./watch", import.meta.url), { workerData, execArgv: [] }).unref();
  return board;
}
