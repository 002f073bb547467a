/** Positions as waves of many lengths (Vaswani et al. 2017): sines in the first half of a row, cosines in the second. */
import type { Graph, Value } from "../../graph/graph.ts";

/** The most numbers of a table that is computed. */
export const MOST_OF_SINUSOID = 1 << 22;

/**
 * @param name Of the table in the graph. @param shape Its width is an even number.
 * @param nSteps In how many steps the waves grow to 10,000 times the length of the first.
 * @returns [n, width]
 */
export function sinusoid(
  graph: Graph,
  name: string,
  [n, width]: readonly [n: number, width: number],
  nSteps = width / 2,
): Value {
  const half = width / 2;
  const table = Float32Array.from({ length: n * width }, (_, i) => {
    const [position, column] = [Math.floor(i / width), i % width];
    const angle = position / 10_000 ** ((column % half) / nSteps);
    return column < half ? Math.sin(angle) : Math.cos(angle);
  });
  return graph.initializer(name, [n, width], table);
}
