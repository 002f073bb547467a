/** The functions that threads run. Errors of tasks are packed, so that they arrive complete. */
import { drawMaps } from "../pack/draw-maps.ts";
import type { MapTask } from "../pack/outputs/output.ts";
import { carrying } from "../problems/carry-error.ts";
import { runHead } from "./head-task.ts";

export const head = carrying(runHead);
export const maps = carrying((task: MapTask) => drawMaps(task));
