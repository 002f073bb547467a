/**
 * The graphs of opened models, for stages that read their weights. They are kept beside the models, because the models are part of
 * the library, and the form of graphs is not.
 */
import type { AttentionModel } from "./attention-model.ts";
import type { GraphModel } from "./open-graph.ts";

const GRAPHS = new WeakMap<AttentionModel, readonly GraphModel[]>();

/** @param graphs One per file of the model. @returns The model. */
export function withGraphs(model: AttentionModel, graphs: readonly GraphModel[]): AttentionModel {
  GRAPHS.set(model, graphs);
  return model;
}

/** One per file of the model; none for models that were not opened from files. */
export function graphsOf(model: AttentionModel): readonly GraphModel[] {
  return GRAPHS.get(model) ?? [];
}
