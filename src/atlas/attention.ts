/** `heads/L3H5/attention.json`: the pattern of every sequence in one head, fetched on the first click. */
import { FormatError, readBytes, readRange, writeBytes, writeRange } from "./columns.ts";
import type { Column, RangeColumn } from "./columns.ts";

/**
 * Sequences in dataset order, each a row-major [length, length] matrix: row = query, column = key.
 * A byte holds √weight × 255: small weights keep their order, large ones are exact to 0.4 %.
 */
export interface AttentionFile {
  readonly v: 1;
  readonly weights: Column;
  /** Length of every token's value vector, [nTokens]. Absent where the model's values are not understood. */
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

/** The patterns of one head, decoded as they are asked for. */
export interface Attention {
  /** Weight of `key` for `query`; both are positions in sequence number `sequence`. */
  weight(sequence: number, query: number, key: number): number;
  /** Length of every token's value vector, [nTokens]; null where it is not known. */
  readonly valueNorms: Float32Array | null;
}

/**
 * Reads a head's patterns.
 *
 * @param starts First token of each sequence, and the number of tokens as last entry.
 * @throws {FormatError} if the file is of another version or not for these sequences.
 */
export function decodeAttention(json: unknown, starts: Uint32Array): Attention {
  const file = json as Partial<AttentionFile> | null;
  if (file?.v !== 1) throw new FormatError("attention: expected format version 1.");
  const nSequences = starts.length - 1;
  const lengths = Uint32Array.from({ length: nSequences }, (_, s) => starts[s + 1]! - starts[s]!);
  const offsets = new Uint32Array(nSequences + 1);
  lengths.forEach((length, s) => {
    offsets[s + 1] = offsets[s]! + length * length;
  });
  const bytes = readBytes(file.weights, offsets[nSequences]!, "weights");
  const nTokens = starts[nSequences] ?? 0;
  return {
    valueNorms: file.valueNorms ? readRange(file.valueNorms, nTokens, "valueNorms") : null,
    weight(sequence, query, key) {
      const length = lengths[sequence] ?? 0;
      if (query >= length || key >= length) return 0;
      return (bytes[offsets[sequence]! + query * length + key]! / 255) ** 2;
    },
  };
}
