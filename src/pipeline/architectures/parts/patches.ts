/** A picture cut into patches, each of them projected to a token. */
import type { Value } from "../../graph/graph.ts";
import { rawReshape } from "../../graph/layout.ts";
import type { Building } from "../building.ts";

export interface Patches {
  /** Width of a token. */
  readonly width: number;
  /** Height and width of a patch in pixels; pixels beyond the last whole patch are left out. */
  readonly sides: readonly [number, number];
  readonly bias?: boolean;
}

/** @param pixels [batch, channels, height, width] @returns [batch, nPatches, width], row by row. */
export function patchRows(
  { graph, weights }: Building,
  name: string,
  pixels: Value,
  { width, sides, bias = true }: Patches,
): Value {
  const [batch, nChannels, ...picture] = pixels.shape;
  const grid = sides.map((side, axis) => Math.floor(Number(picture[axis]) / side));
  const nPatches = grid.reduce((product, n) => product * n, 1);
  const kernel = weights.tensor(`${name}.weight`, [width, Number(nChannels), ...sides]);
  const offset = bias ? [weights.tensor(`${name}.bias`, [width])] : [];
  const projected = graph.node("Conv", [pixels, kernel, ...offset], [batch!, width, ...grid], {
    kernel_shape: sides,
    strides: sides,
  });
  const rows = rawReshape(graph, projected, [batch!, width, nPatches]);
  return graph.node("Transpose", [rows], [batch!, nPatches, width], { perm: [0, 2, 1] });
}
