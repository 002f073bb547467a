/** Arrays as files of numbers hold them: a type, a shape, and values row by row. */

/** Every type of number, by its kind (float, int, unsigned, bool) and its bytes. */
const NUMBER_TYPES = {
  f2: Float16Array,
  f4: Float32Array,
  f8: Float64Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  i8: BigInt64Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  u8: BigUint64Array,
  b1: Uint8Array,
} as const;

export type NumberType = keyof typeof NUMBER_TYPES;
export type Numbers =
  | Float16Array
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** An array in memory. A truth value is 0 or 1. */
export type NamedValues =
  | { readonly type: NumberType; readonly shape: readonly number[]; readonly values: Numbers }
  | { readonly type: "text"; readonly shape: readonly number[]; readonly values: readonly string[] };

interface Stored {
  readonly shape: readonly number[];
  readonly nValues: number;
}

/** An array in a file. It is read when it is asked for; the file must be open. */
export type StoredArray =
  | (Stored & {
      readonly type: NumberType;
      /** The numbers were in 16 bits, though `read` gives more. */
      readonly isNarrow?: boolean;
      /** `count` values from `from` on, row by row; all of them without. @throws {ModelError} if the bytes are damaged. */
      readonly read: (from?: number, count?: number) => Numbers;
    })
  | (Stored & { readonly type: "text"; readonly read: () => string[] });

export function isNumberType(name: string): name is NumberType {
  return Object.hasOwn(NUMBER_TYPES, name);
}

export function bytesOf(type: NumberType): number {
  return NUMBER_TYPES[type].BYTES_PER_ELEMENT;
}

export function nValuesOf(shape: readonly number[]): number {
  return shape.reduce((n, size) => n * size, 1);
}

/** An array that has been read already. */
export function arrayInMemory(array: NamedValues): StoredArray {
  const { shape } = array;
  const nValues = nValuesOf(shape);
  if (array.type === "text") return { type: "text", shape, nValues, read: () => [...array.values] };
  const { type, values } = array;
  return {
    type,
    shape,
    nValues,
    read: (from = 0, count = nValues - from) => values.slice(from, from + count),
  };
}

/** Numbers from bytes, which are copied. @param bytes As many as the numbers have. */
export function numbersFrom(type: NumberType, bytes: Buffer, isBigEndian = false): Numbers {
  const size = bytesOf(type);
  const copy = Buffer.from(bytes);
  if (isBigEndian && size > 1) swap(copy, size);
  return new NUMBER_TYPES[type](copy.buffer, copy.byteOffset, copy.length / size);
}

/** The bytes of numbers, little-endian as every machine that Headland runs on. */
export function bytesFrom(numbers: Numbers): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** Copies values of a Fortran array (the first axis runs fastest) into row order. */
export function toRowOrder<Values extends Numbers | string[]>(
  values: Values,
  shape: readonly number[],
): Values {
  const ordered = values.slice() as Values;
  const at = shape.map(() => 0);
  // The stride of each axis in the Fortran array.
  const strides = shape.map((_, axis) => nValuesOf(shape.slice(0, axis)));
  let from = 0;
  for (let to = 0; to < values.length; to++) {
    ordered[to] = values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++at[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      at[axis] = 0;
    }
  }
  return ordered;
}

function swap(bytes: Buffer, size: number): void {
  if (size === 2) bytes.swap16();
  else if (size === 4) bytes.swap32();
  else bytes.swap64();
}
