/** An ONNX graph after skimming: nodes, names and shapes, but no weights. */
import type { InputName } from "#atlas/input-name.ts";
import type { Bytes } from "./byte-file.ts";
import type { Range } from "./protobuf.ts";

/** A tensor's description; its numbers stay in the file. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  /** TensorProto.DataType: 1 float, 7 int64, 9 bool, 10 float16 … */
  readonly dataType: number;
  /** The whole TensorProto. */
  readonly range: Range;
  /** Its raw data, if it is stored as such. */
  readonly raw?: Range;
  /** Its location in another file. */
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

/** The layout of pictures in their input. */
export interface PictureLayout {
  /** The axis of the channels: before rows and columns, after them, or absent. */
  readonly channels: "first" | "last" | "none";
  /** Undefined if the graph does not tell. */
  readonly nChannels?: number;
  /** Whether there is an axis for several pictures. */
  readonly hasBatch: boolean;
}

/** Name, type and shape of an input, an output or an intermediate tensor. */
export interface OnnxInput {
  readonly name: string;
  readonly dataType: number;
  /** A number, or a symbol such as `batch_size`. */
  readonly dims: readonly (number | string)[];
  readonly whole: Range;
  /** The size of its vocabulary: the rows of the table in which the graph looks its numbers up, if it does. */
  readonly vocabulary?: number;
  /** Its role, if that is clear. */
  readonly role?: InputName;
  /** For an input of pictures: their layout. */
  readonly picture?: PictureLayout;
}

export interface OnnxGraph {
  /** Each node after all nodes that it depends on. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  /** Sparse weights, by name. They are never read, only passed on. */
  readonly sparse: ReadonlyMap<string, Range>;
  /** Inputs to be fed, without the initializers that old exports list as inputs. */
  readonly inputs: readonly OnnxInput[];
  readonly outputs: readonly string[];
  /** Number of axes of the tensors that the file describes. */
  readonly ranks: ReadonlyMap<string, number>;
}

export interface OnnxModel extends OnnxGraph {
  readonly file: Bytes;
  /** Fields of the model other than its graph: versions, operator sets, functions. */
  readonly header: readonly Range[];
  /** Version of each operator set by domain; `""` is ai.onnx. */
  readonly opsets: ReadonlyMap<string, number>;
  /** `domain:name` of the functions that the model itself defines. */
  readonly functions: ReadonlySet<string>;
}

/** The tensors that a node reads, including those read in its subgraphs. */
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

/** All tensors stored in a graph: its weights, those of its subgraphs, and those in attributes. */
export function* tensorsOf(graph: OnnxGraph): Generator<OnnxTensor> {
  yield* graph.initializers.values();
  for (const node of graph.nodes) {
    for (const { tensor, graph: inner } of node.attributes.values()) {
      if (tensor) yield tensor;
      if (inner) yield* tensorsOf(inner);
    }
  }
}
