/** Writes tensors in the format of ONNX files. */
import { bytesField, intField } from "../onnx/file/protobuf.ts";

/** TensorProto.DataType. */
export const DATA_TYPE = { float: 1, int8: 3, int64: 7, float16: 10, double: 11, bfloat16: 16 } as const;
export type DataType = keyof typeof DATA_TYPE;

/** Arrays by element type; Uint16Array holds the bits of float16. */
export type TensorData = Float32Array | Uint16Array | Int8Array | BigInt64Array;

/** @param shape Row-major; its product is the length of `data`. */
export function writeTensor(name: string, shape: readonly number[], data: TensorData): Buffer {
  const n = shape.reduce((a, b) => a * b, 1);
  if (n !== data.length) throw new Error(`${name}: expected ${n} numbers, received ${data.length}`);
  return Buffer.concat([
    ...shape.map((dim) => intField(1, dim)),
    intField(2, DATA_TYPE[typeOf(data)]),
    bytesField(8, name),
    bytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]);
}

/** Where the numbers of a tensor are: contiguous, row-major, little-endian. */
export interface Place {
  /** A file beside the graph. */
  readonly location: string;
  /** In bytes. */
  readonly offset: number;
  readonly length: number;
}

/** A tensor whose numbers stay where they are. */
export function writeReference(
  name: string,
  type: DataType,
  shape: readonly number[],
  { location, offset, length }: Place,
): Buffer {
  const entries = Object.entries({ location, offset, length });
  return Buffer.concat([
    ...shape.map((dim) => intField(1, dim)),
    intField(2, DATA_TYPE[type]),
    bytesField(8, name),
    ...entries.map(([key, value]) =>
      bytesField(13, Buffer.concat([bytesField(1, key), bytesField(2, String(value))])),
    ),
    intField(14, 1),
  ]);
}

function typeOf(data: TensorData): DataType {
  if (data instanceof Float32Array) return "float";
  if (data instanceof Uint16Array) return "float16";
  return data instanceof Int8Array ? "int8" : "int64";
}
