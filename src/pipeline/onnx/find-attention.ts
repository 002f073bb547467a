/**
 * Finds attention by pattern: every Softmax that stands between a product of two data tensors (queries and keys)
 * and a product with a third (values). Names play no part, so any export will do.
 */
import type { OnnxModel, OnnxNode } from "./skim-model.ts";

/** One attention block of a graph: all heads of one layer. */
export interface AttentionBlock {
  /** Set in graphs with several kinds of blocks: encoder, decoder, cross, text, vision, audio. */
  readonly tower?: string;
  readonly kind: "self" | "cross";
  /** Ordinal within its tower. */
  readonly layer: number;
  /** Tensor names. */
  readonly query: string;
  readonly key: string;
  readonly weights: string;
  /** How the product reads its operands. */
  readonly layout: ProductLayout;
  /** From the product to the softmax, in the order of computation. */
  readonly path: readonly PathStep[];
  /** For people: the operators from the softmax back to the product. */
  readonly how: string;
}

export interface ProductLayout {
  /** Keys arrive as [.., d, S] and are turned; otherwise as [.., S, d]. */
  readonly keyTransposed: boolean;
  /** [B, S, H, d] instead of [B, H, S, d]. */
  readonly queryHeadsInside: boolean;
  readonly keyHeadsInside: boolean;
  /** Factor inside the product itself. */
  readonly alpha: number;
}

export interface PathStep {
  readonly node: OnnxNode;
  /** Which of the node's inputs comes from the product. */
  readonly operand: number;
}

/** Softmaxes that are no attention, and why. */
export interface Rejection {
  readonly softmax: string;
  readonly why: string;
}

export interface Finding {
  readonly blocks: readonly AttentionBlock[];
  readonly rejections: readonly Rejection[];
}

/** Operators between product and softmax, with the operands that may come from the product. */
const SCORE_OPERATORS: Readonly<Record<string, readonly number[]>> = {
  Add: [0, 1],
  Sub: [0, 1],
  Mul: [0, 1],
  Div: [0],
  Max: [0, 1],
  Min: [0, 1],
  Where: [1, 2],
  Cast: [0],
  Reshape: [0],
  Squeeze: [0],
  Unsqueeze: [0],
  Identity: [0],
  Dropout: [0],
  Tanh: [0],
  Clip: [0],
};
const PRODUCTS = ["MatMul", "FusedMatMul", "Einsum", "Gemm"];
/** Operators between softmax and the product with the values. */
const WEIGHT_OPERATORS = [
  "Cast",
  "Dropout",
  "Where",
  "Identity",
  "Reshape",
  "Transpose",
  "Mul",
  "Squeeze",
  "Unsqueeze",
];
const MAX_STEPS = 24;

/** Looks at every Softmax of the graph, in the order of computation. */
export function findAttention(model: OnnxModel): Finding {
  const graph = new GraphIndex(model);
  const found: Omit<AttentionBlock, "tower" | "layer">[] = [];
  const rejections: Rejection[] = [];
  for (const softmax of model.nodes.filter((node) => node.opType === "Softmax" && node.domain === "")) {
    const block = readBlock(graph, softmax);
    if (typeof block === "string")
      rejections.push({ softmax: softmax.name || (softmax.outputs[0] ?? ""), why: block });
    else found.push(block);
  }
  return { blocks: nameLayers(graph, found), rejections };
}

function readBlock(graph: GraphIndex, softmax: OnnxNode): Omit<AttentionBlock, "tower" | "layer"> | string {
  const axis = softmax.attributes.get("axis")?.i ?? -1;
  if (axis === 0) return "it runs over the first axis";
  const weights = softmax.outputs[0] ?? "";
  const product = walkBack(graph, softmax.inputs[0] ?? "", []);
  if (product === undefined) return "its scores are no product of two data tensors";
  if (!reachesValues(graph, weights, 0)) return "its result is not multiplied by values";
  const layout = readLayout(product.node);
  if (layout === undefined) return `its ${product.node.opType} is of a kind that is not known`;
  const [query = "", key = ""] = product.node.inputs;
  const isCross = [...graph.dataOf(query)].some((input) => !graph.dataOf(key).has(input));
  const operators = [product.node, ...product.path.map((step) => step.node), softmax].map(
    (node) => node.opType,
  );
  return {
    kind: isCross ? "cross" : "self",
    query,
    key,
    weights,
    layout,
    path: product.path,
    how: operators.join(" → "),
  };
}

/** Depth first, so that of a sum of scores and bias the scores are found whichever side they stand on. */
function walkBack(
  graph: GraphIndex,
  tensor: string,
  path: readonly PathStep[],
): { node: OnnxNode; path: readonly PathStep[] } | undefined {
  const node = graph.producer(tensor);
  if (node === undefined || path.length > MAX_STEPS) return undefined;
  if (PRODUCTS.includes(node.opType)) {
    const areData = node.inputs.slice(0, 2).every((input) => graph.dataOf(input).size > 0);
    return areData ? { node, path } : undefined;
  }
  for (const operand of SCORE_OPERATORS[node.opType] ?? []) {
    const input = node.inputs[operand];
    if (input === undefined || graph.dataOf(input).size === 0) continue;
    const found = walkBack(graph, input, [{ node, operand }, ...path]);
    if (found) return found;
  }
  return undefined;
}

function reachesValues(graph: GraphIndex, tensor: string, depth: number): boolean {
  if (depth > MAX_STEPS) return false;
  return graph.consumers(tensor).some((node) => {
    if (PRODUCTS.includes(node.opType)) {
      const other = node.inputs.slice(0, 2).find((input) => input !== tensor);
      return other !== undefined && graph.dataOf(other).size > 0;
    }
    return (
      WEIGHT_OPERATORS.includes(node.opType) &&
      node.outputs.some((out) => reachesValues(graph, out, depth + 1))
    );
  });
}

function readLayout(product: OnnxNode): ProductLayout | undefined {
  const flag = (name: string): boolean => product.attributes.get(name)?.i === 1;
  const alpha = product.attributes.get("alpha")?.f ?? 1;
  const plain = { queryHeadsInside: false, keyHeadsInside: false };
  if (product.opType === "MatMul") return { ...plain, keyTransposed: true, alpha: 1 };
  if (product.opType === "FusedMatMul" || product.opType === "Gemm") {
    if (flag("transA") || flag("transBatchA") || flag("transBatchB")) return undefined;
    return { ...plain, keyTransposed: !flag("transB"), alpha };
  }
  return readEquation(product.attributes.get("equation")?.s ?? "");
}

/** `bhqd,bhkd->bhqk` and its like: the letters say where heads, positions and d stand. */
function readEquation(equation: string): ProductLayout | undefined {
  const match = /^(\w{4}),(\w{4})->(\w{4})$/.exec(equation.replaceAll(" ", ""));
  if (!match) return undefined;
  const [, query = "", key = "", scores = ""] = match;
  const [batch = "", head = "", queryPosition = "", keyPosition = ""] = scores;
  const inner = Array.from(query).find((letter) => key.includes(letter) && !scores.includes(letter)) ?? "";
  const outside = batch + head + queryPosition + inner;
  const inside = batch + queryPosition + head + inner;
  if (query !== outside && query !== inside) return undefined;
  const keyPlain = batch + head + keyPosition + inner;
  const keyInside = batch + keyPosition + head + inner;
  const keyTurned = batch + head + inner + keyPosition;
  if (![keyPlain, keyInside, keyTurned].includes(key)) return undefined;
  return {
    keyTransposed: key === keyTurned,
    queryHeadsInside: query === inside,
    keyHeadsInside: key === keyInside,
    alpha: 1,
  };
}

/** Which of a graph's inputs say what kind of data a tower reads. */
const TOWER_NAMES: readonly (readonly [RegExp, string])[] = [
  [/pixel/, "vision"],
  [/features|audio|input_values/, "audio"],
  [/input_ids|inputs_embeds|decoder/, "text"],
];

/** Blocks over the same data form a tower; a graph with a single one needs no names. */
function nameLayers(
  graph: GraphIndex,
  found: readonly Omit<AttentionBlock, "tower" | "layer">[],
): AttentionBlock[] {
  const hasCross = found.some((block) => block.kind === "cross");
  const towerOf = (block: Omit<AttentionBlock, "tower" | "layer">): string => {
    if (block.kind === "cross") return "cross";
    const inputs = [...graph.dataOf(block.query)];
    const named = TOWER_NAMES.find(([pattern]) => inputs.some((input) => pattern.test(input)))?.[1] ?? "text";
    return hasCross ? "decoder" : named;
  };
  const towers = new Set(found.map(towerOf));
  const counts = new Map<string, number>();
  return found.map((block) => {
    const tower = towerOf(block);
    const layer = counts.get(tower) ?? 0;
    counts.set(tower, layer + 1);
    return towers.size > 1 ? { ...block, tower, layer } : { ...block, layer };
  });
}

/** Who makes and who takes each tensor, and which fed inputs it depends on. */
class GraphIndex {
  readonly #producers = new Map<string, OnnxNode>();
  readonly #consumers = new Map<string, OnnxNode[]>();
  readonly #data = new Map<string, ReadonlySet<string>>();

  constructor(model: OnnxModel) {
    for (const input of model.inputs)
      this.#data.set(input.name, isMask(input.name) ? NONE : new Set([input.name]));
    for (const node of model.nodes) {
      for (const input of node.inputs) {
        const consumers = this.#consumers.get(input);
        if (consumers) consumers.push(node);
        else this.#consumers.set(input, [node]);
      }
      // The shape of a tensor says nothing about its content.
      const isShape = node.opType === "Shape" || node.opType === "Size";
      const depends = isShape ? NONE : union(node.inputs.map((input) => this.dataOf(input)));
      for (const output of node.outputs) {
        this.#producers.set(output, node);
        this.#data.set(output, depends);
      }
    }
  }

  producer(tensor: string): OnnxNode | undefined {
    return this.#producers.get(tensor);
  }

  consumers(tensor: string): readonly OnnxNode[] {
    return this.#consumers.get(tensor) ?? [];
  }

  /** Fed inputs, apart from masks and positions, that the tensor is computed from; empty for constants. */
  dataOf(tensor: string): ReadonlySet<string> {
    return this.#data.get(tensor) ?? NONE;
  }
}

const NONE: ReadonlySet<string> = new Set();

function isMask(input: string): boolean {
  return /mask|position_ids|token_type_ids|past_key_values|cache/.test(input);
}

function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const filled = sets.filter((set) => set.size > 0);
  if (filled.length <= 1) return filled[0] ?? NONE;
  const [first] = filled;
  if (filled.every((set) => set === first)) return first ?? NONE;
  return new Set(filled.flatMap((set) => [...set]));
}
