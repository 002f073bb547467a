/** Inspects a model of content/, by its weights if its ONNX files are not understood. */
import type { FoundModel } from "../config/find-model.ts";
import { ModelError } from "../errors.ts";
import type { Tell } from "../guard/step-board.ts";
import { weightsWarning } from "../run/read-weights.ts";
import { inspectModel, type Clock, type Inspection } from "./inspect-model.ts";

/** @throws {ModelError} if there is no attention; it says what was found instead. */
export async function inspectFound(found: FoundModel, clock: Clock, tell: Tell): Promise<Inspection> {
  const { source, names, fromWeights } = found;
  try {
    return await inspectModel(source, clock, { tell, ...(names ? { names } : {}) });
  } catch (error) {
    if (fromWeights === undefined || !(error instanceof ModelError)) throw error;
    const inspection = await inspectFound(await fromWeights(), clock, tell);
    return { ...inspection, warnings: [weightsWarning(error), ...inspection.warnings] };
  }
}
