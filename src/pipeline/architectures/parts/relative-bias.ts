/** A learned number for every distance between query and key, shared by ranges of distances (Raffel et al. 2020). */
import type { Value } from "../../graph/graph.ts";
import type { Building } from "../building.ts";
import { positionsOf } from "./masks.ts";

export interface RelativeBias {
  /** Half of the buckets are for keys before the query, half for keys behind it. */
  readonly nBuckets: number;
  /** From this distance on, all share one bucket. */
  readonly maxDistance: number;
  readonly nHeads: number;
}

/**
 * @param ids [batch, length]
 * @returns [1, nHeads, length, length], to be added to scores.
 */
export function relativeBias(
  { graph, weights }: Building,
  name: string,
  ids: Value,
  { nBuckets, maxDistance, nHeads }: RelativeBias,
): Value {
  const length = ids.shape[1]!;
  const both = [length, length];
  const op = (opType: string, ...inputs: readonly Value[]): Value => graph.node(opType, inputs, both);
  const long = (value: number): Value => graph.longs([value], []);
  const cast = (x: Value, to: number): Value => graph.node("Cast", [x], both, { to });
  const positions = positionsOf(graph, ids);
  const queries = graph.node("Unsqueeze", [positions, graph.longs([1])], [length, 1]);
  const ahead = op("Sub", positions, queries);
  const half = nBuckets / 2;
  const behind = op("Mul", cast(op("Greater", ahead, long(0)), 7), long(half));
  const distance = op("Abs", ahead);
  // Small distances have a bucket each; larger ones share buckets that grow by a constant factor.
  const nExact = Math.floor(half / 2);
  const ratio = op("Div", cast(op("Max", distance, long(1)), 1), graph.floats([nExact]));
  // In the order of the original, because a distance on the border of two buckets depends on the rounding.
  const share = op("Div", op("Log", ratio), graph.floats([Math.log(maxDistance / nExact)]));
  const steps = op("Mul", share, graph.floats([half - nExact]));
  const shared = op("Min", op("Add", cast(steps, 7), long(nExact)), long(half - 1));
  const bucket = op("Add", behind, op("Where", op("Less", distance, long(nExact)), distance, shared));
  const rows = weights.rows(`${name}.weight`, [nBuckets, nHeads], bucket);
  const perHead = graph.node("Transpose", [rows], [nHeads, length, length], { perm: [2, 0, 1] });
  return graph.node("Unsqueeze", [perHead, graph.longs([0])], [1, nHeads, length, length]);
}
