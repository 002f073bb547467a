/** Runs a graph under construction on numbers. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { Building, Weights } from "#pipeline/architectures/building.ts";
import { Marks } from "#pipeline/architectures/marks.ts";
import { Graph, type Value } from "#pipeline/graph/graph.ts";
import { transpose } from "#pipeline/graph/layout.ts";
import { lookUp } from "#pipeline/graph/lookup.ts";
import { linear } from "#pipeline/graph/matrix-product.ts";

/** Builds with weights that stand in the graph. @param numbers By name, row by row, as PyTorch stores them. */
export function buildingWith(numbers: Readonly<Record<string, readonly number[]>> = {}): Building {
  const graph = new Graph();
  const weights: Weights = {
    has: (name) => name in numbers,
    tensor: (name, shape) => graph.initializer(name, shape, Float32Array.from(numbers[name] ?? [])),
    product: (x, name, nOutputs) =>
      linear(graph, x, transpose(graph, weights.tensor(name, [nOutputs, Number(x.shape.at(-1))]), [1, 0])),
    rows: (name, shape, indices) => lookUp(graph, weights.tensor(name, shape), indices),
  };
  return { graph, weights, marks: new Marks() };
}

export async function runGraph(
  graph: Graph,
  output: Value,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<{ readonly dims: readonly number[]; readonly data: number[] }> {
  graph.output("result", output);
  const session = await InferenceSession.create(graph.bytes(), { intraOpNumThreads: 1 });
  try {
    const { result } = await session.run(feeds);
    if (result === undefined) throw new Error("the graph has no result");
    return { dims: result.dims, data: Array.from(result.data as ArrayLike<number | bigint>, Number) };
  } finally {
    await session.release();
  }
}

/** int64 [rows, columns] */
export function longs(rows: readonly (readonly number[])[]): Tensor {
  const shape = [rows.length, rows[0]?.length ?? 0];
  return new Tensor("int64", BigInt64Array.from(rows.flat(), BigInt), shape);
}
