/** What threads run: each task with its errors kept whole on their way back. */
import { drawSheets } from "../pack/draw-sheets.ts";
import { carrying } from "../problems/carry-error.ts";
import { runHead } from "./head-task.ts";

export const head = carrying(runHead);
export const sheets = carrying(drawSheets);
