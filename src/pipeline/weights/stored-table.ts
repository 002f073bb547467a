/** Rows of a table in a safetensors file, read by range: tables of words are too large to be held beside a model. */
import { ByteFile } from "../onnx/file/byte-file.ts";
import type { Weight } from "./weight-files.ts";

/** How numbers of each type become float32. */
const READ: Readonly<
  Record<string, { readonly nBytes: number; readonly read: (bytes: ArrayBuffer) => Float32Array }>
> = {
  F32: { nBytes: 4, read: (bytes) => new Float32Array(bytes) },
  F64: { nBytes: 8, read: (bytes) => new Float32Array(new Float64Array(bytes)) },
  F16: { nBytes: 2, read: (bytes) => new Float32Array(new Float16Array(bytes)) },
  BF16: { nBytes: 2, read: widened },
};

export class StoredTable {
  readonly nRows: number;
  /** Numbers of a row; 1 for a vector. */
  readonly width: number;
  readonly #weight: Weight;
  readonly #file: ByteFile;

  /** @throws {RangeError} if it is no table of real numbers. */
  constructor(weight: Weight) {
    const [nRows = 0, width = 1] = weight.shape;
    if (READ[weight.dtype] === undefined) throw new RangeError(`${weight.dtype} is no type of a table`);
    this.nRows = nRows;
    this.width = width;
    this.#weight = weight;
    this.#file = new ByteFile(weight.path);
  }

  /** [to - from, width]. The bytes are copied, because numbers must begin at a multiple of their size. */
  rows(from: number, to: number): Float32Array {
    const { dtype, offset } = this.#weight;
    const { nBytes, read } = READ[dtype]!;
    const size = this.width * nBytes;
    return read(new Uint8Array(this.#file.bytes(offset + from * size, (to - from) * size)).buffer);
  }

  close(): void {
    this.#file.close();
  }
}

/** A bfloat16 is the upper half of a float32. */
function widened(bytes: ArrayBuffer): Float32Array {
  const halves = new Uint16Array(bytes);
  const wide = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) wide[i] = halves[i]! * 0x10000;
  return new Float32Array(wide.buffer);
}
