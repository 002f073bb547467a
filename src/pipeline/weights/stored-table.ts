/** Rows of a table in a safetensors file, read by range: tables of words are too large to be held beside a model. */
import { ByteFile } from "../onnx/file/byte-file.ts";
import type { Weight } from "./weight-files.ts";

/** How numbers of each type become float32. */
const READ: Readonly<
  Record<
    string,
    { readonly nBytes: number; readonly read: (bytes: ArrayBuffer, nNumbers: number) => Float32Array }
  >
> = {
  F32: { nBytes: 4, read: (bytes, n) => new Float32Array(bytes, 0, n) },
  F64: { nBytes: 8, read: (bytes, n) => new Float32Array(new Float64Array(bytes, 0, n)) },
  F16: { nBytes: 2, read: (bytes, n) => new Float32Array(new Float16Array(bytes, 0, n)) },
  BF16: { nBytes: 2, read: widened },
};

export class StoredTable {
  readonly nRows: number;
  /** Numbers of a row; 1 for a vector. */
  readonly width: number;
  readonly #weight: Weight;
  readonly #file: ByteFile;
  #memory = new ArrayBuffer(0);

  /** @throws {RangeError} if it is no table of real numbers. */
  constructor(weight: Weight) {
    const [nRows = 0, width = 1] = weight.shape;
    if (READ[weight.dtype] === undefined) throw new RangeError(`${weight.dtype} is no type of a table`);
    this.nRows = nRows;
    this.width = width;
    this.#weight = weight;
    this.#file = new ByteFile(weight.path);
  }

  /** [to - from, width] */
  rows(from: number, to: number): Float32Array {
    return this.#read(from, to, new ArrayBuffer(this.#sizeOf(from, to)));
  }

  /** The same, in memory that the next part is read to: many parts one after the other take no more than one. */
  part(from: number, to: number): Float32Array {
    const size = this.#sizeOf(from, to);
    if (this.#memory.byteLength < size) this.#memory = new ArrayBuffer(size);
    return this.#read(from, to, this.#memory);
  }

  /** The bytes are copied, because numbers must begin at a multiple of their size. */
  #read(from: number, to: number, memory: ArrayBuffer): Float32Array {
    const { dtype, offset } = this.#weight;
    this.#file.fill(new Uint8Array(memory, 0, this.#sizeOf(from, to)), offset + this.#sizeOf(0, from));
    return READ[dtype]!.read(memory, (to - from) * this.width);
  }

  #sizeOf(from: number, to: number): number {
    return (to - from) * this.width * READ[this.#weight.dtype]!.nBytes;
  }

  close(): void {
    this.#file.close();
  }
}

/** A bfloat16 is the upper half of a float32. */
function widened(bytes: ArrayBuffer, nNumbers: number): Float32Array {
  const halves = new Uint16Array(bytes, 0, nNumbers);
  const wide = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) wide[i] = halves[i]! * 0x10000;
  return new Float32Array(wide.buffer);
}
