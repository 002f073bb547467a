/** A learned number for every distance between query and key, shared by ranges of distances (Raffel et al. 2020). */
import type { Value } from "../../graph/graph.ts";
import type { Building } from "../building.ts";
import { positionsOf } from "./masks.ts";

export interface RelativeBias {
  /** Where keys behind the query are seen, half of the buckets are for them: an even number. */
  readonly nBuckets: number;
  /** From this distance on, all share one bucket. */
  readonly maxDistance: number;
  readonly nHeads: number;
  /** Whether no key behind the query is seen. */
  readonly isCausal?: boolean;
}

/**
 * @param ids [batch, length]
 * @returns [1, nHeads, length, length], to be added to scores.
 */
export function relativeBias(
  { graph, weights }: Building,
  name: string,
  ids: Value,
  { nBuckets, maxDistance, nHeads, isCausal = false }: RelativeBias,
): Value {
  const length = ids.shape[1]!;
  const both = [length, length];
  const op = (opType: string, ...inputs: readonly Value[]): Value => graph.node(opType, inputs, both);
  const long = (value: number): Value => graph.longs([value], []);
  const positions = positionsOf(graph, ids);
  const queries = graph.node("Unsqueeze", [positions, graph.longs([1])], [length, 1]);
  const ahead = op("Sub", positions, queries);
  const distance = isCausal ? op("Max", op("Neg", ahead), long(0)) : op("Abs", ahead);
  const nEach = isCausal ? nBuckets : nBuckets / 2;
  const buckets = graph.longs(bucketsOf(nEach, maxDistance));
  const near = op("Gather", buckets, op("Min", distance, long(maxDistance)));
  const behind = (): Value => graph.node("Cast", [op("Greater", ahead, long(0))], both, { to: 7 });
  const bucket = isCausal ? near : op("Add", near, op("Mul", behind(), long(nEach)));
  const rows = weights.rows(`${name}.weight`, [nBuckets, nHeads], bucket);
  const perHead = graph.node("Transpose", [rows], [nHeads, length, length], { perm: [2, 0, 1] });
  return graph.node("Unsqueeze", [perHead, graph.longs([0])], [1, nHeads, length, length]);
}

/**
 * The bucket of every distance from 0 to the largest: small distances have one each; larger ones share buckets that grow
 * by a constant factor. Rounded to float32 where PyTorch rounds, so that borders lie where it puts them.
 */
function bucketsOf(nBuckets: number, maxDistance: number): number[] {
  const { fround, log } = Math;
  const nExact = Math.floor(nBuckets / 2);
  const range = fround(log(maxDistance / nExact));
  return Array.from({ length: maxDistance + 1 }, (_, distance) => {
    if (distance < nExact) return distance;
    const share = fround(fround(log(fround(distance / nExact))) / range);
    return Math.min(nExact + Math.trunc(fround(share * (nBuckets - nExact))), nBuckets - 1);
  });
}
