/** Learned positions of patches for pictures of another size than the model was made for. */
import type { Graph, Value } from "../../../graph/graph.ts";
import { rawReshape } from "../../../graph/layout.ts";

/** An input that an operator can do without. */
const NONE: Value = { name: "", shape: [] };

/**
 * Bicubic, as PyTorch interpolates with `align_corners=False`. With `isSmoothed`, a smaller grid is made of all numbers of
 * the table (`antialias=True`).
 *
 * @param table [1, side × side, width], row by row.
 * @param grid Patches of the picture, [batch, width, rows, columns].
 * @returns [1, rows × columns, width]
 */
export function resizedPositions(
  graph: Graph,
  table: Value,
  side: number,
  grid: Value,
  isSmoothed: boolean,
): Value {
  const width = Number(table.shape[2]);
  const [, , rows, columns] = grid.shape;
  const square = rawReshape(graph, table, [1, side, side, width]);
  const planes = graph.node("Transpose", [square], [1, width, side, side], { perm: [0, 3, 1, 2] });
  const sides = graph.node("Shape", [grid], [2], { start: 2, end: 4 });
  const size = graph.node("Concat", [graph.longs([1, width]), sides], [4], { axis: 0 });
  const resized = graph.node("Resize", [planes, NONE, NONE, size], [1, width, rows!, columns!], {
    mode: "cubic",
    coordinate_transformation_mode: "half_pixel",
    // PyTorch has a wider kernel where it smooths, and leaves out what is beyond the border.
    cubic_coeff_a: { float: isSmoothed ? -0.5 : -0.75 },
    antialias: isSmoothed ? 1 : 0,
    exclude_outside: isSmoothed ? 1 : 0,
  });
  const flat = graph.node("Reshape", [resized, graph.longs([1, width, -1])], [1, width, "num_patches"]);
  return graph.node("Transpose", [flat], [1, "num_patches", width], { perm: [0, 2, 1] });
}
