/** For each tensor of a graph: the node that computes it, the nodes that read it, the inputs it depends on, and its rank. */
import { ModelError } from "../../errors.ts";
import { isContent } from "../feeds/input-content.ts";
import { everyInput, type OnnxInput, type OnnxModel, type OnnxNode, type OnnxTensor } from "./onnx-graph.ts";
import { readIntegers } from "./read-graph.ts";

/** Dependencies are stored as bits. A decoder of 80 layers with a cache has about 320 inputs. */
const MAX_INPUTS = 2048;
/** Operators that read the shape of a tensor but not its content. */
export const SHAPE_ONLY = new Set(["Shape", "Size", "RandomNormalLike", "RandomUniformLike", "EyeLike"]);
/** Operators whose output has the rank of their first input. */
const KEEPS_RANK = new Set(
  "Identity Cast Dropout Softmax Transpose Tanh Sigmoid Erf Relu Neg Exp Log Sqrt Abs Clip Slice Concat LayerNormalization Trilu Pad CumSum ScatterND ScatterElements QuantizeLinear DequantizeLinear DynamicQuantizeLinear Split BatchNormalization Tile Not Reciprocal Pow GatherElements".split(
    " ",
  ),
);
const BROADCASTS = new Set(
  "Add Sub Mul Div Max Min Where And Or Equal Less Greater MatMul FusedMatMul".split(" "),
);

const [BOOL, FLOAT16] = [9, 10];
const COMPARES = new Set("Not And Or Xor Equal Less LessOrEqual Greater GreaterOrEqual IsNaN".split(" "));

export class GraphIndex {
  readonly model: OnnxModel;
  /** Inputs that hold content, as bits. */
  readonly #content: bigint;
  readonly #producers = new Map<string, OnnxNode>();
  readonly #consumers = new Map<string, OnnxNode[]>();
  readonly #data = new Map<string, bigint>();
  readonly #ranks = new Map<string, number | undefined>();

  /** @throws {ModelError} if the graph has more inputs than any transformer. */
  constructor(model: OnnxModel) {
    this.model = model;
    this.#content = model.inputs.reduce(
      (bits, input, i) => (isContent(input) ? bits | (1n << BigInt(i)) : bits),
      0n,
    );
    if (model.inputs.length > MAX_INPUTS) throw tooManyInputs(model);
    model.inputs.forEach((input, i) => this.#data.set(input.name, 1n << BigInt(i)));
    for (const node of model.nodes) this.#add(node);
  }

  producer(tensor: string): OnnxNode | undefined {
    return this.#producers.get(tensor);
  }

  consumers(tensor: string): readonly OnnxNode[] {
    return this.#consumers.get(tensor) ?? [];
  }

  /** The inputs from which the tensor's content is computed, as bits; 0 for constants and shapes. */
  dataOf(tensor: string): bigint {
    return this.#data.get(tensor) ?? 0n;
  }

  /** The content inputs from which a tensor is computed, or all its inputs if none of them has content. */
  sourcesOf(tensor: string): OnnxInput[] {
    const data = this.dataOf(tensor);
    const bits = data & this.#content || data;
    return this.model.inputs.filter((_, i) => ((bits >> BigInt(i)) & 1n) === 1n);
  }

  /** Whether the tensor is computed from a content input, not only from masks, positions or constants. */
  hasContent(tensor: string): boolean {
    return (this.dataOf(tensor) & this.#content) !== 0n;
  }

  /** Whether queries depend on a content input that keys do not depend on, as in attention between two sequences. */
  hasOwnContent(query: string, key: string): boolean {
    return (this.dataOf(query) & ~this.dataOf(key) & this.#content) !== 0n;
  }

  /** Whether the nodes just before a tensor show that it is computed in float16 (bfloat16 is widened before a run). */
  isHalf(tensor: string): boolean {
    const seen = new Set([tensor]);
    for (const name of seen) {
      if (seen.size > 48) return false;
      const type = this.constant(name)?.dataType;
      if (type === FLOAT16) return true;
      const node = this.#producers.get(name);
      if (node === undefined) continue;
      const to = node.opType === "Cast" ? node.attributes.get("to")?.i : undefined;
      if (to !== undefined) return to === FLOAT16;
      for (const input of node.inputs) if (input !== "") seen.add(input);
    }
    return false;
  }

  /** Whether the last nodes before a tensor show that it is boolean. */
  isBoolean(tensor: string): boolean {
    let at = tensor;
    for (let step = 0; step < 16; step++) {
      const type = this.constant(at)?.dataType ?? this.model.inputs.find(({ name }) => name === at)?.dataType;
      if (type !== undefined) return type === BOOL;
      const node = this.#producers.get(at);
      if (node === undefined) return false;
      if (node.opType === "Cast") return node.attributes.get("to")?.i === BOOL;
      if (COMPARES.has(node.opType)) return true;
      // Operators that move or repeat numbers keep their type; a Where has the type of its choices.
      at = node.inputs[node.opType === "Where" ? 1 : 0] ?? "";
    }
    return false;
  }

  /** A weight of the model; undefined if the tensor is computed. */
  constant(tensor: string): OnnxTensor | undefined {
    const node = this.#producers.get(tensor);
    if (node?.opType === "Constant") return node.attributes.get("value")?.tensor;
    return this.model.initializers.get(tensor);
  }

  /** Values of a small integer constant: a shape, axes. */
  integersOf(tensor: string): readonly number[] | undefined {
    const constant = this.constant(tensor);
    if (constant) return readIntegers(this.model.file, constant);
    const value = this.#producers.get(tensor)?.attributes;
    return value?.get("value_ints")?.ints;
  }

  /** Rank, if the file or the operators tell it. */
  rankOf(tensor: string, depth = 0): number | undefined {
    if (this.#ranks.has(tensor)) return this.#ranks.get(tensor);
    // A cycle in a damaged graph also ends here.
    this.#ranks.set(tensor, undefined);
    const rank = depth > 64 ? undefined : this.#findRank(tensor, depth);
    this.#ranks.set(tensor, rank);
    return rank;
  }

  #findRank(tensor: string, depth: number): number | undefined {
    const known = this.model.ranks.get(tensor) ?? this.constant(tensor)?.dims.length;
    const node = this.#producers.get(tensor);
    if (known !== undefined || node === undefined) return known;
    const rankAt = (i: number): number | undefined => this.rankOf(node.inputs[i] ?? "", depth + 1);
    const { opType, attributes } = node;
    if (opType === "Transpose") return attributes.get("perm")?.ints?.length ?? rankAt(0);
    if (KEEPS_RANK.has(opType)) return rankAt(0);
    if (opType === "Gemm") return 2;
    if (opType === "Einsum") return attributes.get("equation")?.s?.split("->")[1]?.trim().length;
    if (opType === "Reshape" || opType === "Expand") return this.#lengthOf(node.inputs[1] ?? "");
    if (opType === "Unsqueeze" || opType === "Squeeze") {
      const axes = attributes.get("axes")?.ints ?? this.integersOf(node.inputs[1] ?? "");
      const rank = rankAt(0);
      if (axes === undefined || rank === undefined) return undefined;
      return opType === "Unsqueeze" ? rank + axes.length : rank - axes.length;
    }
    if (!BROADCASTS.has(opType)) return undefined;
    const ranks = node.inputs.slice(0, 3).map((_, i) => rankAt(i));
    // Broadcasting can only add axes: an unknown operand leaves the rank open.
    return ranks.every((rank) => rank !== undefined) ? Math.max(...ranks) : undefined;
  }

  /** Number of entries of a one-dimensional tensor, e.g. the target rank of a Reshape. */
  #lengthOf(shape: string): number | undefined {
    const constant = this.constant(shape);
    if (constant) return constant.dims[0];
    const node = this.#producers.get(shape);
    const ints = node?.attributes.get("value_ints")?.ints;
    if (ints) return ints.length;
    if (node?.opType === "Shape") return this.rankOf(node.inputs[0] ?? "");
    if (node?.opType !== "Concat") return undefined;
    const lengths = node.inputs.map((input) => this.#lengthOfPart(input));
    return lengths.every((n) => n !== undefined) ? lengths.reduce((a, b) => a + b, 0) : undefined;
  }

  #lengthOfPart(tensor: string): number | undefined {
    const constant = this.constant(tensor);
    if (constant) return constant.dims[0] ?? 1;
    // Exporters assemble shapes from single numbers, each of which they make one-dimensional first.
    const node = this.#producers.get(tensor);
    return node?.opType === "Unsqueeze" || node?.opType === "Reshape" ? 1 : undefined;
  }

  #add(node: OnnxNode): void {
    const inputs = everyInput(node);
    let data = 0n;
    for (const input of inputs) {
      if (input === "") continue;
      const consumers = this.#consumers.get(input);
      if (consumers) consumers.push(node);
      else this.#consumers.set(input, [node]);
      if (!SHAPE_ONLY.has(node.opType)) data |= this.dataOf(input);
    }
    for (const output of node.outputs) {
      this.#producers.set(output, node);
      this.#data.set(output, data);
    }
  }
}

function tooManyInputs(model: OnnxModel): ModelError {
  return new ModelError({
    what: "the graph has more inputs than any transformer",
    where: model.file.path,
    expected: `at most ${MAX_INPUTS}`,
    received: String(model.inputs.length),
  });
}
