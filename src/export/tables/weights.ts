/** The table of a head's attention weights: one row per query and key of a sequence. */
import type { Attention } from "../../atlas/files/attention.ts";
import { spanOf, type TokenTable } from "../../atlas/tokens/tokens.ts";
import { float32Column, int32Column, type Table } from "../table.ts";

/**
 * All weights that the atlas holds above zero. An atlas holds √weight in 255 steps, so rows below 0.0000039 are left
 * out: masked keys, and weights that it rounds to zero.
 */
export function weightsTable(tokens: TokenTable, attention: Attention): Table {
  let nRows = 0;
  eachWeight(tokens, attention, () => nRows++);
  // Long sequences have millions of pairs: arrays of their own types, as long as it takes.
  const [sequences, queries, keys] = [new Int32Array(nRows), new Int32Array(nRows), new Int32Array(nRows)];
  const weights = new Float32Array(nRows);
  let row = 0;
  eachWeight(tokens, attention, (sequence, query, key, weight) => {
    sequences[row] = sequence;
    queries[row] = query;
    keys[row] = key;
    weights[row++] = weight;
  });
  return {
    name: "weights",
    nRows,
    columns: [
      int32Column("sequence", "index of the sequence, from 0", sequences),
      int32Column("query", "position of the query in its sequence, from 0", queries),
      int32Column("key", "position of the key in its sequence, from 0", keys),
      float32Column(
        "weight",
        "attention weight, 0 to 1, as the atlas holds it: (n/255)² for a whole number n from 1 to 255",
        weights,
      ),
    ],
  };
}

/** Calls `see` for every weight above zero. */
function eachWeight(
  tokens: TokenTable,
  attention: Attention,
  see: (sequence: number, query: number, key: number, weight: number) => void,
): void {
  for (let s = 0; s < tokens.nSequences; s++) {
    const [nQueries, nKeys] = [spanOf(tokens, s, "query").n, spanOf(tokens, s, "key").n];
    for (let query = 0; query < nQueries; query++)
      for (let key = 0; key < nKeys; key++) {
        const weight = attention.weight(s, query, key);
        if (weight > 0) see(s, query, key, weight);
      }
  }
}
