/** The order of attention blocks: which blocks a block's queries and keys are computed from. */
import { SHAPE_ONLY, type GraphIndex } from "../file/graph-index.ts";
import { everyInput } from "../file/onnx-graph.ts";
import type { Outline } from "./outline.ts";

/** The blocks, as bits, on whose results a block's queries and its keys depend. */
export interface Origins {
  readonly query: bigint;
  readonly key: bigint;
}

export function originsOf(graph: GraphIndex, blocks: readonly Outline[]): Origins[] {
  const own = new Map<string, bigint>();
  blocks.forEach(({ results }, i) => {
    for (const tensor of results) own.set(tensor, bitOf(i));
  });
  const before = new Map<string, bigint>();
  for (const node of graph.model.nodes) {
    if (SHAPE_ONLY.has(node.opType)) continue;
    let bits = 0n;
    for (const input of everyInput(node)) bits |= before.get(input) ?? 0n;
    for (const output of node.outputs) {
      const all = bits | (own.get(output) ?? 0n);
      if (all !== 0n) before.set(output, all);
    }
  }
  return blocks.map(({ query, key }) => ({ query: before.get(query) ?? 0n, key: before.get(key) ?? 0n }));
}

export function bitOf(block: number): bigint {
  return 1n << BigInt(block);
}

/** Streams of hidden states, identified by their first block; `key` is undefined if the keys come from no block's stream. */
export interface Streams {
  readonly query: number;
  readonly key: number | undefined;
}

/** The previous block of a stream: the queries depend on exactly that block and on everything before it. */
export function streamsOf(origins: readonly Origins[]): Streams[] {
  const streams: Streams[] = [];
  const streamOf = (bits: bigint): number | undefined => {
    const earlier = streams.map((_, i) => i).filter((i) => (bits & bitOf(i)) !== 0n);
    const exact = earlier.filter((i) => (origins[i]!.query | origins[i]!.key | bitOf(i)) === bits);
    const [last] = [...earlier, ...exact].reverse();
    return last === undefined ? undefined : streams[last]?.query;
  };
  origins.forEach(({ query, key }, i) =>
    streams.push({ query: streamOf(query) ?? i, key: key === query ? i : streamOf(key) }),
  );
  return streams;
}
