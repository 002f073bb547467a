/**
 * Writes safetensors files, https://github.com/huggingface/safetensors#format: the length of a JSON header in 8 bytes, the
 * header, then the numbers of all tensors, row by row, little-endian, one after the other.
 */

/** Types that are written. */
export type TensorType = "F64" | "F32" | "I32" | "U32" | "U8" | "BOOL";

const BYTES: Readonly<Record<TensorType, number>> = { F64: 8, F32: 4, I32: 4, U32: 4, U8: 1, BOOL: 1 };
/** The header is filled up with spaces, so that the first tensor begins at a multiple of it. */
const ALIGNMENT = 8;

export interface Tensor {
  readonly name: string;
  readonly dtype: TensorType;
  readonly shape: readonly number[];
}

/**
 * Everything before the numbers.
 *
 * @param tensors In the order in which their numbers follow.
 * @param metadata Texts by name.
 */
export function safetensorsHead(
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  let end = 0;
  const entries = tensors.map(({ name, dtype, shape }) => {
    const begin = end;
    end += shape.reduce((n, size) => n * size, 1) * BYTES[dtype];
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const text = JSON.stringify(Object.fromEntries([["__metadata__", metadata] as const, ...entries]));
  const header = new TextEncoder().encode(text);
  const length = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(8 + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(header, 8);
  return bytes;
}
