/** A picture cut into patches, each of them projected to a token. */
import type { Graph, Value } from "../../../graph/graph.ts";
import { rawReshape } from "../../../graph/layout.ts";
import type { Building } from "../../building.ts";

/** What rows and columns are called where pictures may have any size. */
const OPEN_GRID = ["num_rows", "num_columns"] as const;

export interface Patches {
  /** Width of a token. */
  readonly width: number;
  /** Height and width of a patch in pixels; pixels beyond the last whole patch are left out. */
  readonly sides: readonly [number, number];
  readonly bias?: boolean;
}

/** @param pixels [batch, channels, height, width] @returns [batch, nPatches, width], row by row. */
export function patchRows(building: Building, name: string, pixels: Value, patches: Patches): Value {
  return gridRows(building.graph, patchGrid(building, name, pixels, patches));
}

/** @param pixels [batch, channels, height, width] @returns [batch, width, rows, columns] */
export function patchGrid(
  { graph, weights }: Building,
  name: string,
  pixels: Value,
  { width, sides, bias = true }: Patches,
): Value {
  const [batch, nChannels, ...picture] = pixels.shape;
  const grid = picture.map((length, axis) =>
    typeof length === "number" ? Math.floor(length / sides[axis]!) : OPEN_GRID[axis]!,
  );
  const kernel = weights.tensor(`${name}.weight`, [width, Number(nChannels), ...sides]);
  const offset = bias ? [weights.tensor(`${name}.bias`, [width])] : [];
  return graph.node("Conv", [pixels, kernel, ...offset], [batch!, width, ...grid], {
    kernel_shape: sides,
    strides: sides,
  });
}

/** @param grid [batch, width, rows, columns] @returns [batch, rows × columns, width] */
export function gridRows(graph: Graph, grid: Value): Value {
  const [batch, width, rows, columns] = grid.shape;
  const isOpen = typeof rows !== "number" || typeof columns !== "number";
  const nPatches = isOpen ? "num_patches" : rows * columns;
  const flat = rawReshape(graph, grid, [batch!, width!, nPatches]);
  return graph.node("Transpose", [flat], [batch!, nPatches, width!], { perm: [0, 2, 1] });
}
