/** The gain of the norm between the residual stream and the projections, by which their rows are multiplied. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { GraphModel } from "../open-graph.ts";
import { Sessions } from "../run/sessions.ts";
import type { NotFound, ProjectedFrom } from "./find-projection.ts";
import { Probe } from "./probe.ts";
import type { Stream } from "./residual-stream.ts";

export interface Gain {
  readonly gain: ArrayLike<number>;
}

const UNKNOWN: NotFound = { why: "the norm in front of it is not understood" };

export async function readGain(
  graph: GraphModel,
  index: GraphIndex,
  { tensor, gain }: Stream,
  projected: ProjectedFrom,
): Promise<Gain | NotFound> {
  const { width } = projected;
  if (gain !== undefined) {
    const sessions = new Sessions(graph.model, 1);
    const output = "headland.gain";
    const data = await sessions.runOnce([{ tensor: gain, output }], {}, (out) => out[output]?.data);
    return data instanceof Float32Array && data.length === width ? { gain: data } : UNKNOWN;
  }
  return gainOfSteps(graph, index, tensor, projected);
}

/**
 * Of a norm in separate nodes: a vector of ones and minus ones has the mean 0 and the length √width, so a norm leaves it as
 * it is, times the gain; half the difference to its negative is free of the bias.
 */
async function gainOfSteps(
  graph: GraphModel,
  index: GraphIndex,
  tensor: string,
  projected: ProjectedFrom,
): Promise<Gain | NotFound> {
  const { width } = projected;
  if (width % 2 !== 0) return UNKNOWN;
  const dimsOf = (n: number): number[] => (index.rankOf(tensor) === 2 ? [n, width] : [n, 1, width]);
  const output = "headland.normed";
  const probe = new Probe(graph, index, { tensor, dimsOf, width }, [{ tensor: projected.tensor, output }]);
  try {
    const signs = Float32Array.from({ length: width }, (_, i) => (i % 2 === 0 ? 1 : -1));
    const rows = Float32Array.from([
      ...signs,
      ...signs.map((sign) => -sign),
      ...signs.map((sign) => 3 * sign),
    ]);
    const numbers = (await probe.run(rows)).get(output)?.data;
    if (numbers?.length !== 3 * width) return UNKNOWN;
    const gain = signs.map((sign, i) => ((numbers[i]! - numbers[width + i]!) / 2) * sign);
    // A norm gives the same for a vector three times as long.
    const isNorm = signs.every(
      (_, i) => Math.abs(numbers[2 * width + i]! - numbers[i]!) <= 1e-3 * Math.max(1, Math.abs(numbers[i]!)),
    );
    return isNorm ? { gain } : UNKNOWN;
  } finally {
    await probe.release();
  }
}
