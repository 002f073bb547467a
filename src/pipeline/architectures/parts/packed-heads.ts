/** Queries, keys and values from one map that keeps those of a head together (GPT-NeoX, BLOOM). */
import type { Graph, Value } from "../../graph/graph.ts";
import { split } from "../../graph/layout.ts";
import { splitHeads } from "./attention.ts";

/** [batch, length, nHeads × 3 × dHead] → three times [batch, nHeads, length, dHead]. */
export function splitPacked(graph: Graph, packed: Value, nHeads: number): [q: Value, k: Value, v: Value] {
  const [q, k, v] = split(graph, splitHeads(graph, packed, nHeads), 3, 3);
  return [q!, k!, v!];
}
