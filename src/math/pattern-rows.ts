/** Walks through the patterns of all sequences, row by row. */

/** In-sequence patterns of a head. */
export interface Patterns {
  /** Index of the first query of each sequence, and the number of queries as the last entry. */
  readonly starts: Uint32Array;
  /** Cross-attention: the same for keys; absent if keys and queries belong to the same tokens. */
  readonly keyStarts?: Uint32Array;
  /** [queries, keys] of every sequence, one after the other. */
  readonly weights: Float32Array;
  readonly isCausal: boolean;
}

export interface PatternRow {
  /** Its query among all queries. */
  readonly query: number;
  /** First query of its sequence. */
  readonly first: number;
  /** First key of its sequence. */
  readonly firstKey: number;
  /** Queries of its sequence. */
  readonly length: number;
  /** Number of keys that the query can see, starting at the first key. */
  readonly nKeys: number;
  /** Index of its first weight. */
  readonly at: number;
}

/** Rows come in the order of their weights. */
export function eachRow(
  { starts, keyStarts = starts, isCausal }: Omit<Patterns, "weights">,
  visit: (row: PatternRow) => void,
): void {
  let at = 0;
  starts.subarray(1).forEach((end, s) => {
    const [first, firstKey] = [starts[s]!, keyStarts[s]!];
    const width = keyStarts[s + 1]! - firstKey;
    for (let query = first; query < end; query++, at += width) {
      const nKeys = isCausal ? query - first + 1 : width;
      visit({ query, first, firstKey, length: end - first, nKeys, at });
    }
  });
}

/** The key with the highest of `nKeys` weights from index `at`, counted from there; the first one of equals. */
export function mostAttended(weights: Float32Array, at: number, nKeys: number): number {
  let attended = 0;
  for (let key = 1; key < nKeys; key++) if (weights[at + key]! > weights[at + attended]!) attended = key;
  return attended;
}
