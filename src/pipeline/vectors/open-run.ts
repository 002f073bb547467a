/** Stages 2 and 3 for vectors: opens the files of a run, and makes of its sentences what an atlas shows. */
import type { AtlasConfig } from "../config/load-content.ts";
import type { ResolvedModel } from "../config/resolve-model.ts";
import type { Tell } from "../guard/step-board.ts";
import { encodeRun, type EncodedRun } from "./encode-run.ts";
import { openArrays } from "./open-arrays.ts";
import { readRun } from "./read-run.ts";
import type { VectorRun } from "./vector-run.ts";

export interface OpenedRun extends EncodedRun {
  /** To be closed. */
  readonly run: VectorRun;
}

/** @throws {UserError} with all that is wrong with the files, or if the limit of points leaves room for no sequence. */
export async function openRun(
  { dataset, datasetFile }: AtlasConfig,
  { modelPaths }: Pick<ResolvedModel, "modelPaths">,
  tell: Tell,
): Promise<OpenedRun> {
  const where = modelPaths.join(", ");
  tell({ of: "model", where, doing: "reading the file of vectors" });
  const run = await runAt(modelPaths);
  try {
    const { limit, projection } = dataset;
    return { run, ...encodeRun(run, { limit, seed: projection.seed, datasetFile }) };
  } catch (error) {
    run.close();
    throw error;
  }
}

/** @param paths Files that make one run. @throws {UserError} with all that is wrong with them. */
export async function runAt(paths: readonly string[]): Promise<VectorRun> {
  const open = await openArrays(paths);
  try {
    return readRun(paths.join(", "), open);
  } catch (error) {
    open.close();
    throw error;
  }
}
