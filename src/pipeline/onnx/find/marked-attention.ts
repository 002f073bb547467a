/** Reads attention where a graph of ours says that it is: nothing is searched for, and nothing is judged by pattern. */
import type { Marks } from "../../architectures/marks.ts";
import type { GraphIndex } from "../file/graph-index.ts";
import type { AttentionBlock } from "./attention-block.ts";
import { readPlainAttention } from "./plain-attention.ts";

/** @throws {Error} if a mark is not on attention: a family would be wrong. */
export function markedAttention(graph: GraphIndex, { attention }: Marks): AttentionBlock[] {
  return attention.map(({ tower, kind, layer, nHeads, pattern }): AttentionBlock => {
    const node = graph.producer(pattern);
    const read = node && readPlainAttention(graph, node);
    if (read === undefined || typeof read === "string")
      throw new Error(`${pattern} is marked as attention: ${read ?? "no node computes it"}`);
    return { ...read, ...(tower === undefined ? {} : { tower }), kind, layer, nHeads };
  });
}
