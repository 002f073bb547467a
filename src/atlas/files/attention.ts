/** `heads/L3H5/attention.json`: the pattern of every sequence in one head, fetched on the first click. */
import { readBytes, writeBytes, type Column } from "./columns.ts";
import { openFile } from "./fields.ts";
import { readLengths, writeRange, type RangeColumn } from "./range-column.ts";

/**
 * Sequences in dataset order, each a row-major [length, length] matrix: row = query, column = key.
 * A byte holds √weight × 255: small weights keep their order, large ones are exact to 0.4 %.
 */
export interface AttentionFile {
  readonly v: 1;
  readonly weights: Column;
  /** Length of every token's value vector, [nTokens]. Absent if the model's values are not understood. */
  readonly valueNorms?: RangeColumn;
}

/**
 * @param weights Patterns of all sequences one after the other, each weight in 0 … 1.
 * @param valueNorms [nTokens]
 */
export function encodeAttention(
  weights: Float32Array,
  valueNorms: Float32Array | null = null,
): AttentionFile {
  const bytes = new Uint8Array(weights.length);
  for (let i = 0; i < weights.length; i++) {
    bytes[i] = Math.round(Math.sqrt(Math.min(1, Math.max(0, weights[i]!))) * 255);
  }
  return {
    v: 1,
    weights: writeBytes(bytes),
    ...(valueNorms ? { valueNorms: writeRange(valueNorms) } : {}),
  };
}

/** The patterns of one head, decoded on demand. */
export interface Attention {
  /** Weight of `key` for `query`; both are positions in sequence number `sequence`, or in their own of two. */
  weight(sequence: number, query: number, key: number): number;
  /** Length of every token's value vector, [nTokens], 0 if it has none; null if unknown. */
  readonly valueNorms: Float32Array | null;
}

/**
 * Reads a head's patterns.
 *
 * @param starts First token of each sequence, and the number of tokens as last entry.
 * @param split Cross-attention: the first token of each sequence that asks; those before it answer.
 * @throws {FormatError} if the file is of another version, damaged or not for these sequences.
 */
export function decodeAttention(
  json: unknown,
  starts: Uint32Array,
  split: Uint32Array | null = null,
): Attention {
  const file = openFile(json, "attention");
  const nSequences = starts.length - 1;
  const lengths = (from: (s: number) => number, end: (s: number) => number): Uint32Array =>
    Uint32Array.from({ length: nSequences }, (_, s) => end(s) - from(s));
  const nQueries = lengths(
    (s) => split?.[s] ?? starts[s]!,
    (s) => starts[s + 1]!,
  );
  const nKeys = lengths(
    (s) => starts[s]!,
    (s) => split?.[s] ?? starts[s + 1]!,
  );
  // Long sequences have more pairs than 32 bits can count, so the check must not overflow.
  const offsets = new Float64Array(nSequences + 1);
  nQueries.forEach((length, s) => {
    offsets[s + 1] = offsets[s]! + length * nKeys[s]!;
  });
  const bytes = readBytes(file["weights"], offsets[nSequences]!, "weights");
  const keys = nKeys.reduce((sum, n) => sum + n, 0);
  const given = file["valueNorms"];
  const norms = given === undefined ? null : readLengths(given, keys, "valueNorms");
  return {
    valueNorms: norms && spread(norms, starts, nKeys),
    weight(sequence, query, key) {
      const width = nKeys[sequence] ?? 0;
      if (query >= (nQueries[sequence] ?? 0) || key >= width) return 0;
      return (bytes[offsets[sequence]! + query * width + key]! / 255) ** 2;
    },
  };
}

/** Numbers of the keys at their tokens. */
function spread(norms: Float32Array, starts: Uint32Array, nKeys: Uint32Array): Float32Array {
  const all = new Float32Array(starts[starts.length - 1]!);
  let at = 0;
  nKeys.forEach((n, s) => {
    all.set(norms.subarray(at, at + n), starts[s]);
    at += n;
  });
  return all;
}
