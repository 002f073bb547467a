/** What is known of an ONNX graph after skimming: nodes, names and shapes, but no weights. */
import type { InputName } from "#atlas/input-name.ts";
import type { ByteFile } from "./byte-file.ts";
import type { Range } from "./protobuf.ts";

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
  /** The node's field inside the graph, tag included; absent in nodes that Headland adds. */
  readonly whole?: Range;
}

export interface OnnxAttribute {
  readonly f?: number;
  readonly i?: number;
  readonly s?: string;
  readonly ints?: readonly number[];
  readonly tensor?: OnnxTensor;
  readonly graph?: OnnxGraph;
}

/** How pictures lie in the input that takes them. */
export interface PictureLayout {
  /** Axis of the channels: in front of rows and columns, behind them, or nowhere. */
  readonly channels: "first" | "last" | "none";
  /** Undefined where the graph does not tell. */
  readonly nChannels?: number;
  /** Whether there is an axis for several pictures. */
  readonly hasBatch: boolean;
}

/** Name, type and shape of an input, an output or a tensor between them. */
export interface OnnxInput {
  readonly name: string;
  readonly dataType: number;
  /** A number, or a symbol such as `batch_size`. */
  readonly dims: readonly (number | string)[];
  readonly whole: Range;
  /** Rows of the table that the input's numbers point into, where the graph looks them up: its vocabulary. */
  readonly vocabulary?: number;
  /** What it is, where that is clear. */
  readonly role?: InputName;
  /** Of what takes pictures: how they lie in it. */
  readonly picture?: PictureLayout;
}

export interface OnnxGraph {
  /** Each behind all that it needs. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  /** Fields of weights that are stored as lists of what is not 0, by name: never read, only passed on. */
  readonly sparse: ReadonlyMap<string, Range>;
  /** Inputs that are fed: initializers listed as inputs, as old exports do, are left out. */
  readonly inputs: readonly OnnxInput[];
  readonly outputs: readonly string[];
  /** Number of axes of the tensors that the file describes. */
  readonly ranks: ReadonlyMap<string, number>;
}

export interface OnnxModel extends OnnxGraph {
  readonly file: ByteFile;
  /** Fields of the model other than its graph: versions, operator sets, functions. */
  readonly header: readonly Range[];
  /** Version of each operator set by domain; `""` is ai.onnx. */
  readonly opsets: ReadonlyMap<string, number>;
  /** `domain:name` of the functions that the model itself defines. */
  readonly functions: ReadonlySet<string>;
}

/** What a node reads, inside of its subgraphs too. */
export function everyInput(node: OnnxNode): readonly string[] {
  return node.attributes.size > 0
    ? [...node.inputs, ...graphsOf(node).flatMap(takenFromOutside)]
    : node.inputs;
}

/** Names that a subgraph takes from the graphs around it. */
export function takenFromOutside(graph: OnnxGraph): string[] {
  const own = new Set([
    ...graph.inputs.map(({ name }) => name),
    ...graph.initializers.keys(),
    ...graph.sparse.keys(),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const mentioned = [...graph.nodes.flatMap(everyInput), ...graph.outputs];
  return mentioned.filter((name) => name !== "" && !own.has(name));
}

/** Subgraphs of a node: branches of an If, the body of a Loop. */
export function graphsOf(node: OnnxNode): OnnxGraph[] {
  return [...node.attributes.values()].flatMap(({ graph }) => (graph ? [graph] : []));
}

/** All tensors that a graph holds: its weights, those of its subgraphs, and those in attributes. */
export function* tensorsOf(graph: OnnxGraph): Generator<OnnxTensor> {
  yield* graph.initializers.values();
  for (const node of graph.nodes) {
    for (const { tensor, graph: inner } of node.attributes.values()) {
      if (tensor) yield tensor;
      if (inner) yield* tensorsOf(inner);
    }
  }
}
