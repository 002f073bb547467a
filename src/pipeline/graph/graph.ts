/** An ONNX graph under construction, with a record of how each value was computed, from which gradients are derived. */
import type { OnnxAttribute } from "../onnx/file/onnx-graph.ts";
import { bytesField, intField } from "../onnx/file/protobuf.ts";
import { writeInput, writeNode } from "../onnx/file/write-node.ts";
import {
  DATA_TYPE,
  writeReference,
  writeTensor,
  type DataType,
  type Place,
  type TensorData,
} from "./write-tensor.ts";

/** A size, or, in models for inference, the name of an open axis. */
export type Dim = number | string;

/** A tensor of the graph. */
export interface Value {
  readonly name: string;
  readonly shape: readonly Dim[];
}

/** Gradients with respect to the inputs, given those of the outputs; undefined if none is needed. */
export type Backward = (...gradients: Value[]) => readonly (Value | undefined)[];

interface Step {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly backward: Backward;
}

/** Attribute values: an integer, a list of integers, text, or a number marked as float. */
type AttributeValue = number | readonly number[] | string | { readonly float: number };
type Attributes = Readonly<Record<string, AttributeValue>>;

/** A node or tensor in the file's bytes, with the names that it reads and writes. */
interface Written {
  readonly needs: readonly string[];
  readonly makes: readonly string[];
  readonly bytes: Buffer;
}

const OPSET = 18;

export class Graph {
  /** Differentiable steps in the order of computation. */
  readonly steps: Step[] = [];
  readonly #nodes: Written[] = [];
  readonly #tensors: Written[] = [];
  readonly #inputs: Buffer[] = [];
  readonly #outputs = new Map<string, Value>();
  readonly #constants = new Map<string, Value>();
  #count = 0;

  /** An input of the graph. */
  input(name: string, type: DataType, shape: readonly Dim[]): Value {
    this.#inputs.push(writeInput({ name, dataType: DATA_TYPE[type], dims: shape }));
    return { name, shape };
  }

  /** A tensor stored in the file. */
  initializer(name: string, shape: readonly number[], data: TensorData): Value {
    this.#tensors.push({ needs: [], makes: [name], bytes: writeTensor(name, shape, data) });
    return { name, shape };
  }

  /** A tensor whose numbers are in another file. */
  reference(name: string, type: DataType, shape: readonly number[], place: Place): Value {
    this.#tensors.push({ needs: [], makes: [name], bytes: writeReference(name, type, shape, place) });
    return { name, shape };
  }

  /** One float32 number or several; equal ones are stored once. */
  floats(values: readonly number[], shape: readonly number[] = []): Value {
    return this.#constant("float", shape, Float32Array.from(values));
  }

  /** Integers, as for shapes and axes; a vector if no shape is given. */
  longs(values: readonly number[], shape: readonly number[] = [values.length]): Value {
    return this.#constant("int64", shape, BigInt64Array.from(values, BigInt));
  }

  /** Adds a node with one output and no gradient. */
  node(
    opType: string,
    inputs: readonly Value[],
    shape: readonly Dim[],
    attributes: Attributes = {},
    domain = "",
  ): Value {
    return this.nodes(opType, inputs, [shape], attributes, domain)[0]!;
  }

  /** Adds a node with several outputs, one shape for each. */
  nodes(
    opType: string,
    inputs: readonly Value[],
    shapes: readonly (readonly Dim[])[],
    attributes: Attributes = {},
    domain = "",
  ): Value[] {
    const outputs = shapes.map((shape) => ({ name: `${opType}_${this.#count++}`, shape }));
    const [needs, makes] = [inputs.map(({ name }) => name), outputs.map(({ name }) => name)];
    this.#write(opType, needs, makes, attributes, domain);
    return outputs;
  }

  /** Defines how the gradient passes a step; returns the step's output. */
  record(inputs: readonly Value[], output: Value, backward: Backward): Value {
    this.steps.push({ inputs, outputs: [output], backward });
    return output;
  }

  /** Makes a value an output of the graph, under a name. */
  output(name: string, value: Value): void {
    this.#write("Identity", [value.name], [name]);
    this.#outputs.set(name, { name, shape: value.shape });
  }

  /** An output as a value, from which more can be computed. */
  outputOf(name: string): Value | undefined {
    return this.#outputs.get(name);
  }

  /** The ONNX file without the nodes that no output needs, because onnxruntime would compute them. */
  bytes(): Buffer {
    const needed = new Set(this.#outputs.keys());
    const nodes = this.#nodes.toReversed().filter(({ needs, makes }) => {
      if (!makes.some((name) => needed.has(name))) return false;
      for (const name of needs) needed.add(name);
      return true;
    });
    const tensors = this.#tensors.filter(({ makes }) => makes.some((name) => needed.has(name)));
    const set = (domain: string, version: number): Buffer =>
      bytesField(8, Buffer.concat([bytesField(1, domain), intField(2, version)]));
    const graph = Buffer.concat([
      ...nodes.reverse().map(({ bytes }) => bytes),
      bytesField(2, "headland"),
      ...tensors.map(({ bytes }) => bytesField(5, bytes)),
      ...this.#inputs,
      ...[...this.#outputs.keys()].map((name) => bytesField(12, bytesField(1, name))),
    ]);
    const header = [intField(1, 8), bytesField(2, "headland"), set("", OPSET), set("com.microsoft", 1)];
    return Buffer.concat([...header, bytesField(7, graph)]);
  }

  #write(
    opType: string,
    needs: readonly string[],
    makes: readonly string[],
    attributes: Attributes = {},
    domain = "",
  ): void {
    const written = new Map(Object.entries(attributes).map(([key, value]) => [key, attribute(value)]));
    const node = { name: makes[0]!, opType, domain, inputs: needs, outputs: makes, attributes: written };
    this.#nodes.push({ needs, makes, bytes: writeNode(node) });
  }

  #constant(type: DataType, shape: readonly number[], data: TensorData): Value {
    const key = `${type}:${shape.join()}:${data.join()}`;
    const known = this.#constants.get(key);
    if (known) return known;
    const value = this.initializer(`${type}_${this.#count++}`, shape, data);
    this.#constants.set(key, value);
    return value;
  }
}

function attribute(value: AttributeValue): OnnxAttribute {
  if (typeof value === "number") return { i: value };
  if (typeof value === "string") return { s: value };
  return "float" in value ? { f: value.float } : { ints: value };
}

/** @throws {Error} if an axis is open: gradients need known sizes. */
export function sizes(value: Value): number[] {
  return value.shape.map((dim) => {
    if (typeof dim === "string") throw new Error(`${value.name}: expected a known size, received ${dim}`);
    return dim;
  });
}
