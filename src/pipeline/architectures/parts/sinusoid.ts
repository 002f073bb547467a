/** Positions as waves of many lengths (Vaswani et al. 2017): sines in the first half of a row, cosines in the second. */
import type { Graph, Value } from "../../graph/graph.ts";

/** The most numbers of a table that is computed. */
export const MOST_OF_SINUSOID = 1 << 22;

/** @param width An even number. @returns [n, width] */
export function sinusoid(graph: Graph, n: number, width: number): Value {
  const half = width / 2;
  const table = Float32Array.from({ length: n * width }, (_, i) => {
    const [position, column] = [Math.floor(i / width), i % width];
    const angle = position / 10_000 ** ((2 * (column % half)) / width);
    return column < half ? Math.sin(angle) : Math.cos(angle);
  });
  return graph.initializer(`sinusoid_${n}_${width}`, [n, width], table);
}
