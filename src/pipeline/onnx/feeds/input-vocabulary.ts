/** The number of ids that an input may hold: the rows of the embedding table in which the graph looks them up. */
import type { GraphIndex } from "../file/graph-index.ts";

/** Operators between ids and their table. */
const MOVES = new Set(["Cast", "Identity", "Reshape", "Unsqueeze", "Squeeze", "Flatten", "Transpose"]);
/** Operators that look up ids in a table, with the input positions of ids and table. */
const LOOKUPS: ReadonlyMap<string, readonly (readonly [number, number])[]> = new Map(
  Object.entries<readonly (readonly [number, number])[]>({
    Gather: [[1, 0]],
    EmbedLayerNormalization: [
      [0, 2],
      [1, 4],
    ],
    GatherBlockQuantized: [[1, 0]],
  }),
);

/** @returns undefined if the graph does not look the input up in a table. */
export function vocabularyOf(graph: GraphIndex, input: string): number | undefined {
  const seen = new Set([input]);
  for (const tensor of seen) {
    if (seen.size > 64) return undefined;
    for (const node of graph.consumers(tensor)) {
      for (const [ids, table] of LOOKUPS.get(node.opType) ?? []) {
        if (node.inputs[ids] !== tensor) continue;
        const rows = tableRows(graph, node.inputs[table] ?? "");
        if (rows !== undefined) return rows;
      }
      if (MOVES.has(node.opType)) for (const output of node.outputs) seen.add(output);
    }
  }
  return undefined;
}

/** A table may be stored in 8 or 16 bits and scaled before it is used. */
function tableRows(graph: GraphIndex, table: string): number | undefined {
  const dims = graph.constant(table)?.dims ?? graph.constant(graph.producer(table)?.inputs[0] ?? "")?.dims;
  return dims !== undefined && dims.length >= 2 ? dims[0] : undefined;
}
