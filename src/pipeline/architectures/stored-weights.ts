/** Weights by reference: every tensor that a family asks for becomes a link to its bytes in a safetensors file. */
import { relative, sep } from "node:path";
import type { Problem } from "../errors.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { lookUp } from "../graph/lookup.ts";
import { fusedMatMul } from "../graph/matrix-product.ts";
import type { DataType } from "../graph/write-tensor.ts";
import type { Weight } from "../weights/weight-files.ts";
import type { Weights } from "./building.ts";
import { CURE_OF_QUANTIZED } from "./check-config.ts";
import { groupTensors } from "./group-tensors.ts";

const TYPES: Readonly<Record<string, DataType>> = {
  ...{ F32: "float", F16: "float16", BF16: "bfloat16", F64: "double" },
};
/** The others that hold numbers of a model are those of quantized ones. */
const QUANTIZED = /^(?:[IU]\d+|F\d_.+|F4)$/;
/** A norm's weight and bias in checkpoints that go back to TensorFlow. */
const OLD_NAMES: readonly (readonly [RegExp, string])[] = [
  [/\.weight$/, ".gamma"],
  [/\.bias$/, ".beta"],
];
const CURE = "Take another revision or copy of the model, or one whose config.json belongs to these weights.";

/** What weights may be stored in. */
export const NUMBERS: readonly string[] = Object.keys(TYPES);

/** Something wrong with one tensor. */
interface TensorProblem extends Omit<Problem, "where"> {
  readonly name: string;
  /** The file or folder that it is in. */
  readonly path: string;
}

/** A tensor of the graph, still in the numbers that it is stored in. */
interface Linked {
  readonly value: Value;
  readonly type: DataType;
}

export class StoredWeights implements Weights {
  /** Bytes of all tensors that were asked for, in float32. */
  nBytes = 0;
  readonly #problems: TensorProblem[] = [];
  readonly #graph: Graph;
  readonly #stored: ReadonlyMap<string, Weight>;
  readonly #folder: string;
  readonly #prefix: string;
  readonly #linked = new Map<string, Linked>();
  readonly #widened = new Map<string, Value>();
  readonly #used = new Set<string>();

  /** @param prefix What the checkpoint's names have in front of those that the family uses. */
  constructor(graph: Graph, stored: ReadonlyMap<string, Weight>, folder: string, prefix: string) {
    this.#graph = graph;
    this.#stored = stored;
    this.#folder = folder;
    this.#prefix = prefix;
  }

  /** What is wrong with the tensors that were asked for. */
  problems(): Problem[] {
    const kindOf = ({ what, expected, received }: TensorProblem): string => [what, expected, received].join();
    return groupTensors(this.#problems, kindOf).map(({ name, first: { path, ...problem } }) => ({
      ...problem,
      where: `${path}, ${name}`,
    }));
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  tensor(name: string, shape: readonly number[]): Value {
    const value = this.#widened.get(name) ?? this.#widen(this.#link(name, shape));
    this.#widened.set(name, value);
    return value;
  }

  /** The matrix is not turned before: in a large model, that would take longer than the products themselves. */
  product(x: Value, name: string, nOutputs: number): Value {
    const matrix = this.tensor(name, [nOutputs, Number(x.shape.at(-1))]);
    return fusedMatMul(this.#graph, x, matrix, { transB: 1 });
  }

  rows(name: string, shape: readonly [n: number, width: number], indices: Value): Value {
    const { value, type } = this.#link(name, shape);
    return this.#widen({ value: lookUp(this.#graph, value, indices), type });
  }

  /** Tensors that nothing asked for. */
  unused(): (Weight & { readonly name: string })[] {
    const all = [...this.#stored].map(([name, weight]) => ({ ...weight, name }));
    return all.filter(({ name, sameAs }) => sameAs === undefined && !this.#used.has(name));
  }

  #find(name: string): string | undefined {
    const whole = this.#prefix + name;
    const spellings = [whole, ...OLD_NAMES.map(([now, then]) => whole.replace(now, then))];
    return spellings.find((spelling) => this.#stored.has(spelling));
  }

  #link(name: string, shape: readonly number[]): Linked {
    const known = this.#linked.get(name);
    if (known !== undefined) return known;
    const linked = this.#write(name, shape);
    this.#linked.set(name, linked);
    return linked;
  }

  /** The graph is built to its end although something is wrong, so that all mistakes are told at once. */
  #write(name: string, shape: readonly number[]): Linked {
    const found = this.#find(name);
    const weight = found === undefined ? undefined : this.#stored.get(found);
    const whole = found ?? this.#prefix + name;
    const missing: Linked = { value: { name: whole, shape }, type: "float" };
    const refuse = (what: string, expected: string, received: string, cure = CURE): Linked => {
      const path = weight?.path ?? this.#folder;
      this.#problems.push({ name: whole, path, what, expected, received, cure });
      return missing;
    };
    const wanted = `[${shape.join(", ")}]`;
    if (weight === undefined) return refuse("a tensor is missing", `a tensor of shape ${wanted}`, "none");
    this.#used.add(weight.sameAs ?? whole);
    const type = TYPES[weight.dtype];
    if (type === undefined)
      return QUANTIZED.test(weight.dtype)
        ? refuse("a tensor is quantized", NUMBERS.join(", "), weight.dtype, CURE_OF_QUANTIZED)
        : refuse("a tensor is stored in numbers that weights do not have", NUMBERS.join(", "), weight.dtype);
    const isFit = weight.shape.length === shape.length && shape.every((size, i) => size === weight.shape[i]);
    if (!isFit)
      return refuse(
        "a tensor has another shape",
        `${wanted}, by config.json`,
        `[${weight.shape.join(", ")}]`,
      );
    const location = relative(this.#folder, weight.path).replaceAll(sep, "/");
    const { offset, length } = weight;
    this.nBytes += 4 * shape.reduce((product, size) => product * size, 1);
    return { value: this.#graph.reference(whole, type, shape, { location, offset, length }), type };
  }

  #widen({ value, type }: Linked): Value {
    return type === "float" ? value : this.#graph.node("Cast", [value], value.shape, { to: 1 });
  }
}
