/** What a family builds with: a graph, the checkpoint's weights by name, and a record of where the attention is. */
import type { Graph, Value } from "../graph/graph.ts";
import type { Marks } from "./marks.ts";

/** Provides a model's weights by the names that transformers gives them. */
export interface Weights {
  /** A tensor as it is stored, in float32. */
  tensor(name: string, shape: readonly number[]): Value;
  /** x · Wᵀ, with the matrix of a linear map as PyTorch stores it, [outputs, inputs]: [..., inputs] → [..., outputs]. */
  product(x: Value, name: string, nOutputs: number): Value;
  /** Rows of a table: [n, width] and int64 of any shape → [...shape, width]. Only the rows are widened to float32. */
  rows(name: string, shape: readonly [n: number, width: number], indices: Value): Value;
  /** Whether the checkpoint has the tensor: some parts are optional. */
  has(name: string): boolean;
}

export interface Building {
  readonly graph: Graph;
  readonly weights: Weights;
  readonly marks: Marks;
}
