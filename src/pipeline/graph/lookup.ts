/** Differentiable lookups in a table. */
import { sizes, type Graph, type Value } from "./graph.ts";
import { rawReshape } from "./layout.ts";

/**
 * Rows of a table: [n, width] and integers of any shape → [...shape, width].
 * A row that is looked up several times receives the sum of its gradients.
 */
export function lookUp(graph: Graph, table: Value, indices: Value): Value {
  const width = table.shape[1]!;
  const output = graph.node("Gather", [table, indices], [...indices.shape, width], { axis: 0 });
  return graph.record([table, indices], output, (gradient) => {
    const shape = sizes(table);
    const n = sizes(indices).reduce((a, b) => a * b, 1);
    const zeros = graph.node("Expand", [graph.floats([0]), graph.longs(shape)], shape);
    return [
      graph.node(
        "ScatterND",
        [zeros, rawReshape(graph, indices, [n, 1]), rawReshape(graph, gradient, [n, width])],
        shape,
        { reduction: "add" },
      ),
      undefined,
    ];
  });
}

/** As many leading rows of a table as the sequences have tokens: [n, width] and ids [batch, length] → [length, width]. */
export function firstRows(graph: Graph, table: Value, ids: Value): Value {
  const [n, width] = sizes(table);
  const length = ids.shape[1]!;
  const end =
    typeof length === "number"
      ? graph.longs([length])
      : graph.node("Shape", [ids], [1], { start: 1, end: 2 });
  const output = graph.node("Slice", [table, graph.longs([0]), end, graph.longs([0])], [length, width!]);
  return graph.record([table], output, (gradient) => {
    const rest = [n! - Number(length), width!];
    const zeros = graph.node("Expand", [graph.floats([0]), graph.longs(rest)], rest);
    return [rest[0] === 0 ? gradient : graph.node("Concat", [gradient, zeros], table.shape, { axis: 0 })];
  });
}
