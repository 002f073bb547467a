/** The tensors of a safetensors file as arrays, and its metadata as texts: the format itself has no tensors of text. */
import { bytesOf, numbersFrom, nValuesOf, type NumberType, type StoredArray } from "../arrays/array.ts";
import { modelMistakes, type Problem } from "../errors.ts";
import type { Bytes } from "../onnx/file/byte-file.ts";
import { readSafetensors, type StoredTensor } from "../weights/safetensors.ts";
import { isVectorName } from "./layout.ts";
import { textArray } from "./text-array.ts";

const TYPES: Readonly<Record<string, NumberType>> = {
  ...{ F64: "f8", F32: "f4", F16: "f2", I64: "i8", I32: "i4", I16: "i2", I8: "i1" },
  ...{ U64: "u8", U32: "u4", U16: "u2", U8: "u1", BOOL: "b1" },
};

/**
 * Metadata of other names are left alone: a file may have any.
 *
 * @throws {ModelError} as `readSafetensors` does, and for tensors in few bits, which only some programs know.
 */
export function safetensorsArrays(file: Bytes): ReadonlyMap<string, StoredArray> {
  const { tensors, metadata } = readSafetensors(file);
  const arrays = new Map<string, StoredArray>();
  const problems: Problem[] = [];
  for (const [name, text] of Object.entries(metadata))
    if (isVectorName(name)) arrays.set(name, textArray(text));
  for (const [name, tensor] of tensors) {
    const array = fromTensor(file, tensor);
    if (array !== undefined) arrays.set(name, array);
    else
      problems.push({
        what: "its dtype is unknown",
        where: `${file.path}, ${name}`,
        expected: [...Object.keys(TYPES), "BF16"].join(", "),
        received: tensor.dtype,
        cure: "Convert it with .float() and save it again.",
      });
  }
  if (problems.length > 0) throw modelMistakes(problems);
  return arrays;
}

function fromTensor(file: Bytes, { dtype, shape, offset }: StoredTensor): StoredArray | undefined {
  const nValues = nValuesOf(shape);
  if (dtype === "BF16")
    return {
      type: "f4",
      isNarrow: true,
      shape,
      nValues,
      read: (from = 0, count = nValues - from) => widened(file.bytes(offset + from * 2, count * 2)),
    };
  const type = TYPES[dtype];
  if (type === undefined) return undefined;
  const size = bytesOf(type);
  return {
    type,
    shape,
    nValues,
    read: (from = 0, count = nValues - from) =>
      numbersFrom(type, file.bytes(offset + from * size, count * size)),
  };
}

/** A bfloat16 is the upper half of a float32. */
function widened(bytes: Buffer): Float32Array {
  const wide = new Uint32Array(bytes.length / 2);
  for (let i = 0; i < wide.length; i++) wide[i] = bytes.readUInt16LE(i * 2) * 0x10000;
  return new Float32Array(wide.buffer);
}
