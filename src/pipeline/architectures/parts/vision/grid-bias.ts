/** A learned number for every distance between two patches of a grid, and three for the token in front of them (Bao et al. 2021). */
import type { Graph, Value } from "../../../graph/graph.ts";

/**
 * @param table [(2 rows − 1) (2 columns − 1) + 3, nHeads]: a row for every step down and to the right, from the largest up
 *   and left on; then one for the token's view of patches, one for theirs of it, and one for its own of itself.
 * @returns [1, nHeads, 1 + rows × columns, 1 + rows × columns], to be added to scores.
 */
export function gridBias(graph: Graph, table: Value, rows: number, columns: number): Value {
  const n = rows * columns;
  const perRow = 2 * columns - 1;
  const nSteps = (2 * rows - 1) * perRow;
  const long = (value: number): Value => graph.longs([value], []);
  const filled = (value: number, shape: readonly number[]): Value =>
    graph.node("Expand", [long(value), graph.longs(shape)], shape);
  // Computed by the graph, because lists of this length are large.
  const places = graph.node("Range", [long(0), long(n), long(1)], [n]);
  const down = graph.node("Div", [places, long(columns)], [n]);
  const right = graph.node("Mod", [places, long(columns)], [n]);
  const steps = graph.node("Add", [graph.node("Mul", [down, long(perRow)], [n]), right], [n]);
  const ofQuery = graph.node("Unsqueeze", [steps, graph.longs([1])], [n, 1]);
  const apart = graph.node("Sub", [ofQuery, steps], [n, n]);
  const index = graph.node("Add", [apart, long((nSteps - 1) / 2)], [n, n]);
  const seen = graph.node("Concat", [filled(nSteps + 1, [n, 1]), index], [n, n + 1], { axis: 1 });
  const first = graph.node("Concat", [filled(nSteps + 2, [1, 1]), filled(nSteps, [1, n])], [1, n + 1], {
    axis: 1,
  });
  const whole = graph.node("Concat", [first, seen], [n + 1, n + 1], { axis: 0 });
  const nHeads = table.shape[1]!;
  const numbers = graph.node("Gather", [table, whole], [n + 1, n + 1, nHeads], { axis: 0 });
  const perHead = graph.node("Transpose", [numbers], [nHeads, n + 1, n + 1], { perm: [2, 0, 1] });
  return graph.node("Unsqueeze", [perHead, graph.longs([0])], [1, nHeads, n + 1, n + 1]);
}
