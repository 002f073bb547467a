/** Reads a product of queries and keys from any operator that computes one: which axes are positions, and which is d. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxNode } from "../file/onnx-graph.ts";
import type { AxisOrder, Operand, PlainSource } from "./attention-block.ts";

/** A product of two tensors as rows × columns. The softmax decides which of them are the queries. */
export interface Product {
  readonly rows: Operand;
  readonly columns: Operand;
  readonly alpha: number;
  readonly addend?: NonNullable<PlainSource["addend"]>;
  readonly order?: AxisOrder;
  /** Positions of the row and column axis in the product, counted from the end. */
  readonly rowAxis: number;
  readonly columnAxis: number;
  readonly isQuantized: boolean;
}

/** Operators that compute a product, with the indexes of its two operands. */
export const PRODUCTS: ReadonlyMap<string, readonly [number, number]> = new Map(
  Object.entries<readonly [number, number]>({
    MatMul: [0, 1],
    FusedMatMul: [0, 1],
    Einsum: [0, 1],
    Gemm: [0, 1],
    MatMulInteger: [0, 1],
    MatMulIntegerToFloat: [0, 1],
    DynamicQuantizeMatMul: [0, 1],
    QLinearMatMul: [0, 3],
  }),
);

export function isProduct(node: OnnxNode): boolean {
  return PRODUCTS.has(node.opType);
}

const matrix = (swapped: boolean, positionFirst = false): AxisOrder => ({
  type: "matrix",
  swapped,
  positionFirst,
});

/** @returns undefined if the form of the product is not known. */
export function readProduct(graph: GraphIndex, node: OnnxNode): Product | undefined {
  const places = PRODUCTS.get(node.opType);
  if (places === undefined) return undefined;
  const [a = "", b = ""] = places.map((place) => node.inputs[place]);
  const flag = (name: string): boolean => node.attributes.get(name)?.i === 1;
  const plain = { alpha: 1, rowAxis: -2, columnAxis: -1, isQuantized: false };
  const as = (tensor: string, order: AxisOrder): Operand => ({ tensor, added: [], order });
  switch (node.opType) {
    case "MatMul":
      return { ...plain, rows: as(a, matrix(false)), columns: as(b, matrix(true)) };
    case "FusedMatMul":
    case "Gemm": {
      const rows = as(a, matrix(flag("transA"), flag("transBatchA")));
      const columns = as(b, matrix(!flag("transB"), flag("transBatchB")));
      const alpha = node.attributes.get("alpha")?.f ?? 1;
      const addend = node.opType === "Gemm" ? node.inputs[2] : undefined;
      if (!addend) return { ...plain, rows, columns, alpha };
      const beta = node.attributes.get("beta")?.f ?? 1;
      return { ...plain, rows, columns, alpha, addend: { tensor: addend, beta } };
    }
    case "Einsum":
      return readEinsum(node, a, b, plain);
    default:
      return readQuantized(graph, node, a, b, plain);
  }
}

type Plain = Pick<Product, "alpha" | "rowAxis" | "columnAxis" | "isQuantized">;

/** Equations such as `bhqd,bhkd->bhqk`: the letters give the axes of heads, positions and d. */
function readEinsum(node: OnnxNode, a: string, b: string, plain: Plain): Product | undefined {
  const equation = (node.attributes.get("equation")?.s ?? "").replaceAll(" ", "");
  // Dots mean any number of batch axes, as in a plain product.
  const match = /^(\.{3})?([A-Za-z]+),(\.{3})?([A-Za-z]+)->(\.{3})?([A-Za-z]+)$/.exec(equation);
  if (!match || node.inputs.length !== 2) return undefined;
  const [, dotsA, rows = "", dotsB, columns = "", dots, scores = ""] = match;
  if (dotsA !== dotsB || dotsA !== dots) return undefined;
  const areLast = dots !== undefined;
  const letters = Array.from(scores);
  const inner = Array.from(rows).filter((letter) => columns.includes(letter) && !scores.includes(letter));
  const row = letters.findLast((letter) => rows.includes(letter) && !columns.includes(letter));
  const column = letters.findLast((letter) => columns.includes(letter) && !rows.includes(letter));
  if (inner.length !== 1 || row === undefined || column === undefined) return undefined;
  const batch = letters.filter((letter) => letter !== row && letter !== column);
  const used = new Set([...batch, row, column, ...inner]);
  if (Array.from(rows + columns).some((letter) => !used.has(letter))) return undefined;
  const places = (side: string, position: string): AxisOrder => ({
    type: "axes",
    areLast,
    // −1 marks an axis that this side lacks; its numbers are shared along that axis.
    perm: [...batch, position, ...inner].map((letter) => side.indexOf(letter)),
  });
  const canonical = [...batch, row, column];
  const order = letters.map((letter) => canonical.indexOf(letter));
  return {
    ...plain,
    rows: { tensor: a, added: [], order: places(rows, row) },
    columns: { tensor: b, added: [], order: places(columns, column) },
    rowAxis: scores.indexOf(row) - scores.length,
    columnAxis: scores.indexOf(column) - scores.length,
    ...(order.every((place, i) => place === i) ? {} : { order: { type: "axes", perm: order, areLast } }),
  };
}

/** Products of integers: the operands are captured scaled back to real numbers. */
function readQuantized(
  graph: GraphIndex,
  node: OnnxNode,
  a: string,
  b: string,
  plain: Plain,
): Product | undefined {
  const at = (i: number): string => node.inputs[i] ?? "";
  const quantized = { ...plain, isQuantized: true };
  const rows = (scale: string, zero: string): Operand => dequantized(a, scale, zero, matrix(false));
  const columns = (scale: string, zero: string): Operand => dequantized(b, scale, zero, matrix(true));
  switch (node.opType) {
    case "MatMulInteger": {
      const [scaleA, scaleB] = [scaleOf(graph, a), scaleOf(graph, b)];
      if (scaleA === undefined || scaleB === undefined) return undefined;
      return {
        ...quantized,
        rows: rows(scaleA, at(2)),
        columns: columns(scaleB, at(3)),
      };
    }
    case "MatMulIntegerToFloat":
      return { ...quantized, rows: rows(at(2), at(4)), columns: columns(at(3), at(5)) };
    case "DynamicQuantizeMatMul":
      return {
        ...quantized,
        rows: { tensor: a, added: [], order: matrix(false) },
        columns: columns(at(2), at(3)),
      };
    case "QLinearMatMul":
      return { ...quantized, rows: rows(at(1), at(2)), columns: columns(at(4), at(5)) };
    default:
      return undefined;
  }
}

function dequantized(tensor: string, scale: string, zero: string, order: AxisOrder): Operand {
  const output = `headland.real.${tensor}`;
  const inputs = zero === "" ? [tensor, scale] : [tensor, scale, zero];
  const node = {
    name: "",
    opType: "DequantizeLinear",
    domain: "",
    inputs,
    outputs: [output],
    attributes: new Map(),
  };
  return { tensor: output, added: [node], order };
}

/** Operators that move integers without changing them. */
const MOVES = new Set(["Transpose", "Reshape", "Squeeze", "Unsqueeze", "Identity", "Expand", "Slice"]);

/** The scale that a tensor of integers was quantized with. */
function scaleOf(graph: GraphIndex, tensor: string): string | undefined {
  let at = tensor;
  for (let step = 0; step < 12; step++) {
    const node = graph.producer(at);
    if (node?.opType === "DynamicQuantizeLinear") return node.outputs[1];
    if (node?.opType === "QuantizeLinear") return node.inputs[1];
    if (node === undefined || !MOVES.has(node.opType)) return undefined;
    at = node.inputs[0] ?? "";
  }
  return undefined;
}
