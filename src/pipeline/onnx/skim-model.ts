/** Skims an ONNX file: graph, names and shapes, but no weights. */
import { ModelError, describeProblem } from "../errors.ts";
import { ByteFile } from "./byte-file.ts";
import { fieldsOf, ProtobufError, readInts, readText, type Field, type Range } from "./protobuf.ts";

/** A tensor's description; its numbers stay in the file. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  /** TensorProto.DataType: 1 float, 7 int64, 9 bool, 10 float16 … */
  readonly dataType: number;
  /** The whole TensorProto. */
  readonly range: Range;
  /** Its raw numbers, where they are stored as such. */
  readonly raw?: Range;
  /** Where its numbers lie in another file. */
  readonly external?: { readonly location: string; readonly offset: number; readonly length?: number };
}

export interface OnnxNode {
  readonly name: string;
  readonly opType: string;
  /** Empty for ai.onnx. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
  /** The node's field inside the graph, tag included. */
  readonly whole: Range;
}

export interface OnnxAttribute {
  readonly f?: number;
  readonly i?: number;
  readonly s?: string;
  readonly ints?: readonly number[];
  /** Names a subgraph takes from around it. */
  readonly captured?: readonly string[];
}

export interface OnnxInput {
  readonly name: string;
  readonly dataType: number;
  /** A number, or a symbol such as `batch_size`. */
  readonly dims: readonly (number | string)[];
  readonly whole: Range;
}

export interface OnnxModel {
  readonly file: ByteFile;
  /** Fields of the model other than its graph: versions, operator sets, functions. */
  readonly header: readonly Range[];
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  /** Inputs that are fed: initializers listed as inputs, as old exports do, are left out. */
  readonly inputs: readonly OnnxInput[];
}

/** Opens and skims a file; the caller closes `file`. @throws {ModelError} if it is no ONNX model, or a damaged one. */
export function skimModel(path: string): OnnxModel {
  const file = new ByteFile(path);
  try {
    return readModel(file);
  } catch (error) {
    const shown = error instanceof ProtobufError ? describeProblem(damage(file, error)) : undefined;
    file.close();
    if (shown === undefined) throw error;
    throw new ModelError(shown, { cause: error });
  }
}

function damage(file: ByteFile, error: ProtobufError): Parameters<typeof describeProblem>[0] {
  const head = file.size === 0 ? "" : file.bytes(0, Math.min(file.size, 64)).toString("latin1");
  const expected = "an ONNX model";
  const where = file.path;
  if (file.size === 0) {
    return {
      what: "the file is empty",
      where,
      expected,
      received: "0 bytes",
      cure: "Download or export it again.",
    };
  }
  if (head.startsWith("version https://git-lfs")) {
    const cure = "Fetch the real file (git lfs pull).";
    return { what: "this is a git LFS pointer", where, expected, received: "a pointer to the model", cure };
  }
  if (/^\s*<(!doctype|html)/i.test(head)) {
    const cure = "The download gave a web page instead of the model: check its address.";
    return { what: "this is a web page", where, expected, received: "HTML", cure };
  }
  const cure = "The file is damaged or cut short: download or export it again.";
  return { what: "the file cannot be read", where, expected, received: error.message, cure };
}

function readModel(file: ByteFile): OnnxModel {
  if (file.size === 0) throw new ProtobufError("nothing");
  const header: Range[] = [];
  let graph: Range | undefined;
  for (const field of fieldsOf(file, { start: 0, end: file.size })) {
    if (field.number === 7 && field.wire === 2) graph = field.range;
    else header.push(field.whole);
  }
  if (graph === undefined) throw new ProtobufError("a message without a graph");
  const { nodes, initializers, inputs } = readGraph(file, graph);
  return {
    file,
    header,
    nodes,
    initializers,
    inputs: inputs.filter((input) => !initializers.has(input.name)),
  };
}

interface Graph {
  readonly nodes: OnnxNode[];
  readonly initializers: Map<string, OnnxTensor>;
  readonly inputs: OnnxInput[];
}

function readGraph(file: ByteFile, range: Range): Graph {
  const graph: Graph = { nodes: [], initializers: new Map(), inputs: [] };
  for (const field of fieldsOf(file, range)) {
    if (field.number === 1) graph.nodes.push(readNode(file, field));
    else if (field.number === 5) {
      const tensor = readTensor(file, field.range);
      graph.initializers.set(tensor.name, tensor);
    } else if (field.number === 11) graph.inputs.push(readInput(file, field));
  }
  return graph;
}

function readNode(file: ByteFile, field: Field): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  const texts = new Map<number, string>();
  for (const part of fieldsOf(file, field.range)) {
    if (part.number === 1) inputs.push(readText(file, part.range));
    else if (part.number === 2) outputs.push(readText(file, part.range));
    else if (part.number === 5) readAttribute(file, part.range, attributes);
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

function readAttribute(file: ByteFile, range: Range, attributes: Map<string, OnnxAttribute>): void {
  let name = "";
  const attribute: { -readonly [K in keyof OnnxAttribute]: OnnxAttribute[K] } = {};
  for (const part of fieldsOf(file, range)) {
    if (part.number === 1) name = readText(file, part.range);
    else if (part.number === 2) attribute.f = part.value;
    else if (part.number === 3) attribute.i = part.value;
    else if (part.number === 4 && part.range.end - part.range.start < 4096)
      attribute.s = readText(file, part.range);
    else if (part.number === 6)
      attribute.captured = [...(attribute.captured ?? []), ...namesIn(file, part.range)];
    else if (part.number === 8) attribute.ints = [...(attribute.ints ?? []), ...readInts(file, part)];
  }
  attributes.set(name, attribute);
}

/** Names a subgraph mentions: a superset of what it takes from around it. */
function namesIn(file: ByteFile, range: Range): string[] {
  const { nodes } = readGraph(file, range);
  const mentioned = nodes.flatMap((node) => [
    ...node.inputs,
    ...[...node.attributes.values()].flatMap((attribute) => attribute.captured ?? []),
  ]);
  const outputs: string[] = [];
  for (const field of fieldsOf(file, range))
    if (field.number === 12) outputs.push(readInput(file, field).name);
  return [...mentioned, ...outputs];
}

function readTensor(file: ByteFile, range: Range): OnnxTensor {
  const dims: number[] = [];
  const entries = new Map<string, string>();
  const tensor: { name: string; dataType: number; raw?: Range } = { name: "", dataType: 0 };
  let isExternal = false;
  for (const part of fieldsOf(file, range)) {
    if (part.number === 1) dims.push(...readInts(file, part));
    else if (part.number === 2) tensor.dataType = part.value;
    else if (part.number === 8) tensor.name = readText(file, part.range);
    else if (part.number === 9) tensor.raw = part.range;
    else if (part.number === 13) readEntry(file, part.range, entries);
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

function readEntry(file: ByteFile, range: Range, entries: Map<string, string>): void {
  const pair = ["", ""];
  for (const part of fieldsOf(file, range)) pair[part.number - 1] = readText(file, part.range);
  entries.set(pair[0] ?? "", pair[1] ?? "");
}

function readInput(file: ByteFile, field: Field): OnnxInput {
  let name = "";
  let dataType = 0;
  const dims: (number | string)[] = [];
  for (const part of fieldsOf(file, field.range)) {
    if (part.number === 1) name = readText(file, part.range);
    if (part.number !== 2) continue;
    for (const type of fieldsOf(file, part.range)) {
      if (type.number !== 1) continue;
      for (const tensor of fieldsOf(file, type.range)) {
        if (tensor.number === 1) dataType = tensor.value;
        if (tensor.number !== 2) continue;
        for (const dim of fieldsOf(file, tensor.range)) dims.push(readDim(file, dim.range));
      }
    }
  }
  return { name, dataType, dims, whole: field.whole };
}

function readDim(file: ByteFile, range: Range): number | string {
  for (const part of fieldsOf(file, range)) {
    if (part.number === 1) return part.value;
    if (part.number === 2) return readText(file, part.range);
  }
  return "";
}
