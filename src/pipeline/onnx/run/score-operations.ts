/** The steps between product and softmax in float64, as ONNX defines them. */
import type { OnnxNode } from "../file/onnx-graph.ts";
import { permute } from "./order-axes.ts";
import type { Tensor } from "./tensor.ts";

/** Computes a node's output from its inputs; `operand` is the one that holds scores. */
export type ScoreOperation = (
  inputs: readonly (Tensor | undefined)[],
  operand: number,
  attributes?: OnnxNode["attributes"],
) => Tensor | undefined;

const plus = elementwise((a, b) => a + b);
const keep: ScoreOperation = (inputs, operand) => inputs[operand];

/** What each operator between product and softmax does to the scores; an absent one is not replayed. */
export const SCORE_OPERATIONS: ReadonlyMap<string, ScoreOperation> = new Map(
  Object.entries<ScoreOperation>({
    Add: plus,
    // A row that sees nothing stays −Infinity when its highest score, also −Infinity, is subtracted.
    Sub: elementwise((a, b) => (a === -Infinity ? a : a - b)),
    Mul: elementwise((a, b) => a * b),
    Div: elementwise((a, b) => a / b),
    Max: elementwise(Math.max),
    Min: elementwise(Math.min),
    Sum: (inputs, operand) => inputs.reduce((sum, next) => plus([sum, next], operand)),
    Tanh: ([x]) => x && { dims: x.dims, data: Float64Array.from(x.data, Math.tanh) },
    Neg: ([x]) => x && { dims: x.dims, data: Float64Array.from(x.data, (value) => -value) },
    Concat: concatLast,
    Where: ([condition, a, b]) => {
      const picked = elementwise((c, x) => (c === 0 ? Number.NaN : x))([condition, a], 1);
      return picked && b && merge(condition, picked, b);
    },
    Reshape: ([x, shape]) => x && shape && { dims: reshaped(x.dims, Array.from(shape.data)), data: x.data },
    Transpose: ([x], _, attributes) =>
      x && permute(inDoubles(x), attributes?.get("perm")?.ints ?? x.dims.map((__, i) => i).reverse()),
    Expand: ([x, shape]) => x && shape && plus([x, zeros(Array.from(shape.data))], 0),
    Unsqueeze: ([x, axes], _, attributes) => {
      if (x === undefined) return undefined;
      const added = axesOf(axes, attributes) ?? [];
      const rank = x.dims.length + added.length;
      const places = new Set(added.map((axis) => (axis < 0 ? axis + rank : axis)));
      const own = [...x.dims];
      return {
        dims: Array.from({ length: rank }, (__, i) => (places.has(i) ? 1 : (own.shift() ?? 1))),
        data: x.data,
      };
    },
    Squeeze: ([x, axes], _, attributes) => {
      if (x === undefined) return undefined;
      const gone = axesOf(axes, attributes)?.map((axis) => (axis < 0 ? axis + x.dims.length : axis));
      return { dims: x.dims.filter((dim, i) => (gone ? !gone.includes(i) : dim !== 1)), data: x.data };
    },
    Cast: keep,
    Identity: keep,
    Dropout: keep,
  }),
);

/** Axes are an attribute in older operator sets, an input in newer ones. */
function axesOf(
  input: Tensor | undefined,
  attributes: OnnxNode["attributes"] | undefined,
): readonly number[] | undefined {
  return attributes?.get("axes")?.ints ?? (input && Array.from(input.data));
}

function inDoubles({ dims, data }: Tensor): Tensor {
  return { dims, data: Float64Array.from(data) };
}

export function zeros(dims: readonly number[]): Tensor {
  return { dims, data: new Float64Array(dims.reduce((a, b) => a * b, 1)) };
}

export function ones(dims: readonly number[]): Tensor {
  return { dims, data: new Float64Array(dims.reduce((a, b) => a * b, 1)).fill(1) };
}

/** 1 where one of both is not 0, broadcast; undefined where their shapes do not fit. */
export const either: (a: Tensor, b: Tensor) => Tensor | undefined = (a, b) =>
  elementwise((x, y) => (x !== 0 || y !== 0 ? 1 : 0))([a, b], 0);

/** Scores with those of a learned sink behind them, of the same rows. */
function concatLast(inputs: readonly (Tensor | undefined)[]): Tensor | undefined {
  const [a, b] = inputs;
  if (a === undefined || b === undefined || inputs.length !== 2) return undefined;
  const [widthA, widthB] = [a.dims.at(-1) ?? 0, b.dims.at(-1) ?? 0];
  const nRows = a.data.length / widthA;
  if (b.data.length !== nRows * widthB) return undefined;
  const width = widthA + widthB;
  const data = new Float64Array(nRows * width);
  for (let row = 0; row < nRows; row++) {
    for (let i = 0; i < widthA; i++) data[row * width + i] = a.data[row * widthA + i]!;
    for (let i = 0; i < widthB; i++) data[row * width + widthA + i] = b.data[row * widthB + i]!;
  }
  return { dims: [...a.dims.slice(0, -1), width], data };
}

/** Where the condition is 0, the value of `b`. */
function merge(condition: Tensor | undefined, picked: Tensor, b: Tensor): Tensor | undefined {
  if (condition === undefined) return undefined;
  const other = elementwise((c, y) => (c === 0 ? y : 0))([condition, b], 1);
  const chosen = elementwise((c, x) => (c === 0 ? 0 : x))([condition, picked], 1);
  return elementwise((x, y) => x + y)([chosen, other], 0);
}

/** Broadcasts as NumPy does. */
function elementwise(compute: (a: number, b: number) => number): ScoreOperation {
  return ([a, b]) => {
    if (a === undefined || b === undefined) return undefined;
    const rank = Math.max(a.dims.length, b.dims.length);
    const dims = Array.from({ length: rank }, (_, i) => Math.max(dimAt(a, i, rank), dimAt(b, i, rank)));
    const [stepsA, stepsB] = [strides(a, dims), strides(b, dims)];
    const data = new Float64Array(dims.reduce((x, y) => x * y, 1));
    const index = new Array<number>(rank).fill(0);
    let [atA, atB] = [0, 0];
    for (let i = 0; i < data.length; i++) {
      data[i] = compute(a.data[atA]!, b.data[atB]!);
      for (let axis = rank - 1; axis >= 0; axis--) {
        atA += stepsA[axis]!;
        atB += stepsB[axis]!;
        index[axis]!++;
        if (index[axis]! < dims[axis]!) break;
        atA -= stepsA[axis]! * dims[axis]!;
        atB -= stepsB[axis]! * dims[axis]!;
        index[axis] = 0;
      }
    }
    return { dims, data };
  };
}

function dimAt(tensor: Tensor, axis: number, rank: number): number {
  return tensor.dims[axis - (rank - tensor.dims.length)] ?? 1;
}

/** Steps per axis in the broadcast shape: 0 where the tensor is repeated. */
function strides(tensor: Tensor, dims: readonly number[]): number[] {
  const steps = new Array<number>(dims.length).fill(0);
  let step = 1;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    const dim = dimAt(tensor, axis, dims.length);
    if (dim > 1) steps[axis] = step;
    step *= dim;
  }
  return steps;
}

/** ONNX Reshape: 0 keeps a dimension, −1 takes what is left. */
function reshaped(dims: readonly number[], shape: readonly number[]): number[] {
  const kept = shape.map((dim, i) => (dim === 0 ? (dims[i] ?? 1) : dim));
  const total = dims.reduce((a, b) => a * b, 1);
  const rest = kept.filter((dim) => dim !== -1).reduce((a, b) => a * b, 1);
  return kept.map((dim) => (dim === -1 ? total / rest : dim));
}
