/** Reads GraphProto, NodeProto, AttributeProto, TensorProto and ValueInfoProto as far as Headland needs them. */
import type { Bytes } from "./byte-file.ts";
import type { OnnxAttribute, OnnxGraph, OnnxInput, OnnxNode, OnnxTensor } from "./onnx-graph.ts";
import { fieldsOf, ProtobufError, readInts, readText, type Field, type Range } from "./protobuf.ts";

/** Real exports nest two Ifs at most; deeper nesting would exhaust the stack. */
const MAX_DEPTH = 12;
const BYTES = 2;

export function readGraph(file: Bytes, range: Range, depth = 0): OnnxGraph {
  if (depth > MAX_DEPTH) throw new ProtobufError(`more than ${MAX_DEPTH} graphs inside each other`);
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, OnnxTensor>();
  const inputs: OnnxInput[] = [];
  const outputs: string[] = [];
  const sparse = new Map<string, Range>();
  const ranks = new Map<string, number>();
  for (const field of fieldsOf(file, range)) {
    if (field.wire !== BYTES) continue;
    if (field.number === 1) nodes.push(readNode(file, field, depth));
    else if (field.number === 5) {
      const tensor = readTensor(file, field.range);
      initializers.set(tensor.name, tensor);
    } else if (field.number === 15) {
      // SparseTensorProto: its values come first, and have its name.
      for (const values of within(file, field.range, [1]))
        sparse.set(readTensor(file, values.range).name, field.whole);
    } else if (field.number >= 11 && field.number <= 13) {
      const value = readValue(file, field);
      if (field.number === 11) inputs.push(value);
      if (field.number === 12) outputs.push(value.name);
      if (value.dims.length > 0) ranks.set(value.name, value.dims.length);
    }
  }
  return {
    nodes,
    initializers,
    sparse,
    inputs: inputs.filter((input) => !initializers.has(input.name) && !sparse.has(input.name)),
    outputs,
    ranks,
  };
}

function readNode(file: Bytes, field: Field, depth: number): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  const texts = new Map<number, string>();
  for (const part of fieldsOf(file, field.range)) {
    if (part.wire !== BYTES) continue;
    if (part.number === 1) inputs.push(readText(file, part.range));
    else if (part.number === 2) outputs.push(readText(file, part.range));
    else if (part.number === 5) readAttribute(file, part.range, attributes, depth);
    else if (part.number === 3 || part.number === 4 || part.number === 7) {
      texts.set(part.number, readText(file, part.range));
    }
  }
  const domain = texts.get(7) ?? "";
  return {
    name: texts.get(3) ?? "",
    opType: texts.get(4) ?? "",
    domain: domain === "ai.onnx" ? "" : domain,
    inputs,
    outputs,
    attributes,
    whole: field.whole,
  };
}

/** Headland does not read longer text attributes, such as compiled kernels and tables. */
const MAX_TEXT_BYTES = 4096;

function readAttribute(
  file: Bytes,
  range: Range,
  attributes: Map<string, OnnxAttribute>,
  depth: number,
): void {
  let name = "";
  const attribute: { -readonly [K in keyof OnnxAttribute]: OnnxAttribute[K] } = {};
  const ints: number[] = [];
  for (const part of fieldsOf(file, range)) {
    if (part.number === 1 && part.wire === BYTES) name = readText(file, part.range);
    else if (part.number === 2) attribute.f = part.value;
    else if (part.number === 3) attribute.i = part.value;
    else if (part.number === 4 && part.range.end - part.range.start < MAX_TEXT_BYTES)
      attribute.s = readText(file, part.range);
    else if (part.number === 5 && part.wire === BYTES) attribute.tensor = readTensor(file, part.range);
    else if (part.number === 6 && part.wire === BYTES)
      attribute.graph = readGraph(file, part.range, depth + 1);
    else if (part.number === 8) for (const value of readInts(file, part)) ints.push(value);
  }
  if (ints.length > 0) attribute.ints = ints;
  attributes.set(name, attribute);
}

function readTensor(file: Bytes, range: Range): OnnxTensor {
  const dims: number[] = [];
  const entries = new Map<string, string>();
  const tensor: { name: string; dataType: number; raw?: Range } = { name: "", dataType: 0 };
  let isExternal = false;
  for (const part of fieldsOf(file, range)) {
    if (part.number === 1) for (const dim of readInts(file, part)) dims.push(dim);
    else if (part.number === 2) tensor.dataType = part.value;
    else if (part.number === 8 && part.wire === BYTES) tensor.name = readText(file, part.range);
    else if (part.number === 9 && part.wire === BYTES) tensor.raw = part.range;
    else if (part.number === 13 && part.wire === BYTES) readEntry(file, part.range, entries);
    else if (part.number === 14) isExternal = part.value === 1;
  }
  if (!isExternal) return { ...tensor, dims, range };
  const length = entries.get("length");
  const external = {
    location: entries.get("location") ?? "",
    offset: Number(entries.get("offset") ?? 0),
    ...(length === undefined ? {} : { length: Number(length) }),
  };
  return { ...tensor, dims, range, external };
}

function readEntry(file: Bytes, range: Range, entries: Map<string, string>): void {
  let [key, value] = ["", ""];
  for (const part of fieldsOf(file, range)) {
    if (part.number === 1) key = readText(file, part.range);
    if (part.number === 2) value = readText(file, part.range);
  }
  entries.set(key, value);
}

/** All nested messages along this path of field numbers. */
function* within(file: Bytes, range: Range, path: readonly number[]): Generator<Field> {
  const [first, ...rest] = path;
  for (const field of fieldsOf(file, range)) {
    if (field.number !== first) continue;
    if (rest.length === 0) yield field;
    else if (field.wire === BYTES) yield* within(file, field.range, rest);
  }
}

/** ValueInfoProto: name 1; type 2 → tensor 1 → element 1, shape 2 → dim 1. */
function readValue(file: Bytes, field: Field): OnnxInput {
  let name = "";
  let dataType = 0;
  const dims: (number | string)[] = [];
  for (const part of within(file, field.range, [1])) name = readText(file, part.range);
  for (const part of within(file, field.range, [2, 1, 1])) dataType = part.value;
  for (const part of within(file, field.range, [2, 1, 2, 1])) dims.push(readDim(file, part.range));
  return { name, dataType, dims, whole: field.whole };
}

function readDim(file: Bytes, range: Range): number | string {
  for (const part of fieldsOf(file, range)) {
    if (part.number === 1) return part.value;
    if (part.number === 2) return readText(file, part.range);
  }
  return "";
}

/**
 * Integers of a small tensor: a shape, a permutation, an axis.
 *
 * @returns undefined if it is not an integer tensor, has more than 64 entries, or is in another file.
 */
export function readIntegers(file: Bytes, tensor: OnnxTensor): number[] | undefined {
  const { raw, dataType, external, range } = tensor;
  if (external || (dataType !== 7 && dataType !== 6)) return undefined;
  if (raw) {
    const size = dataType === 7 ? 8 : 4;
    const length = raw.end - raw.start;
    if (length > 64 * size || length % size !== 0) return undefined;
    const bytes = file.bytes(raw.start, length);
    return Array.from({ length: length / size }, (_, i) =>
      size === 8 ? Number(bytes.readBigInt64LE(i * 8)) : bytes.readInt32LE(i * 4),
    );
  }
  const values: number[] = [];
  for (const field of fieldsOf(file, range)) {
    if (field.number !== 5 && field.number !== 7) continue;
    if (field.range.end - field.range.start > 640 || values.length > 64) return undefined;
    values.push(...readInts(file, field));
  }
  return values;
}
