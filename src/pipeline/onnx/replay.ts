/**
 * The replay guard: softmax(q·kᵀ …) recomputed in float64 from the tensors that are shown, step by step as the graph does
 * it, must give the weights that the model itself computed. It catches a wrong operand, a wrong scale, an unknown bias.
 */
import type { AttentionBlock } from "./find-attention.ts";

/** Numbers of one tensor. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly data: ArrayLike<number>;
}

/** Everything a replay needs from one run of a block. */
export interface ReplayInput {
  /** [B, H, Sq, d] and [B, H, Sk, d]. */
  readonly q: Tensor;
  readonly k: Tensor;
  /** [B, H, Sq, Sk] */
  readonly weights: Tensor;
  /** Operands of the steps between product and softmax, by tensor name. */
  readonly operands: ReadonlyMap<string, Tensor>;
}

/** Names of the operands that a replay of this block needs. */
export function replayOperands(block: AttentionBlock): string[] {
  return block.path.flatMap(({ node, operand }) =>
    node.inputs.filter((input, i) => i !== operand && input !== "" && OPERATIONS[node.opType] !== undefined),
  );
}

/**
 * Largest difference between recomputed and exposed weights; NaN where a step is not understood.
 * Rows of the model that are not numbers themselves (padding that may see nothing) are left out.
 */
export function replayError(block: AttentionBlock, input: ReplayInput): number {
  let scores = scoreProduct(input, block.layout.alpha);
  for (const { node, operand } of block.path) {
    const operation = OPERATIONS[node.opType];
    if (operation === undefined) return Number.NaN;
    const others = node.inputs.map((name, i) => (i === operand ? scores : input.operands.get(name)));
    const next = operation(others, operand);
    if (next === undefined) return Number.NaN;
    scores = next;
  }
  return softmaxError(scores.data, input.weights);
}

function scoreProduct({ q, k }: ReplayInput, alpha: number): Tensor {
  const [batch = 0, heads = 0, nQueries = 0, dHead = 0] = q.dims;
  const nKeys = k.dims[2] ?? 0;
  const data = new Float64Array(batch * heads * nQueries * nKeys);
  for (let group = 0; group < batch * heads; group++) {
    for (let i = 0; i < nQueries; i++) {
      for (let j = 0; j < nKeys; j++) {
        let sum = 0;
        for (let d = 0; d < dHead; d++) {
          sum += q.data[(group * nQueries + i) * dHead + d]! * k.data[(group * nKeys + j) * dHead + d]!;
        }
        data[(group * nQueries + i) * nKeys + j] = sum * alpha;
      }
    }
  }
  return { dims: [batch, heads, nQueries, nKeys], data };
}

type Operation = (inputs: readonly (Tensor | undefined)[], operand: number) => Tensor | undefined;

const keep: Operation = (inputs, operand) => inputs[operand];

/** What each operator of the path does to the scores. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  Add: elementwise((a, b) => a + b),
  Sub: elementwise((a, b) => a - b),
  Mul: elementwise((a, b) => a * b),
  Div: elementwise((a, b) => a / b),
  Max: elementwise(Math.max),
  Min: elementwise(Math.min),
  Tanh: ([x]) => x && { dims: x.dims, data: Float64Array.from(x.data, Math.tanh) },
  Where: ([condition, a, b]) => {
    const picked = elementwise((c, x) => (c === 0 ? Number.NaN : x))([condition, a], 1);
    return picked && b && merge(condition, picked, b);
  },
  Reshape: ([x, shape]) => x && shape && { dims: reshaped(x.dims, Array.from(shape.data)), data: x.data },
  Cast: keep,
  Identity: keep,
  Dropout: keep,
  Unsqueeze: keep,
  Squeeze: keep,
};

/** Where the condition is 0, the value of `b`. */
function merge(condition: Tensor | undefined, picked: Tensor, b: Tensor): Tensor | undefined {
  if (condition === undefined) return undefined;
  const other = elementwise((c, y) => (c === 0 ? y : 0))([condition, b], 1);
  const chosen = elementwise((c, x) => (c === 0 ? 0 : x))([condition, picked], 1);
  return elementwise((x, y) => x + y)([chosen, other], 0);
}

/** Broadcasts as NumPy does. */
function elementwise(compute: (a: number, b: number) => number): Operation {
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

function softmaxError(scores: ArrayLike<number>, weights: Tensor): number {
  const nKeys = weights.dims.at(-1) ?? 0;
  if (scores.length !== weights.data.length) return Number.NaN;
  let worst = 0;
  for (let row = 0; row < scores.length; row += nKeys) {
    let top = -Infinity;
    for (let j = 0; j < nKeys; j++) top = Math.max(top, scores[row + j]!);
    let sum = 0;
    for (let j = 0; j < nKeys; j++) sum += Math.exp(scores[row + j]! - top);
    for (let j = 0; j < nKeys; j++) {
      const shown = weights.data[row + j]!;
      const error = Math.abs(Math.exp(scores[row + j]! - top) / sum - shown);
      if (!Number.isNaN(shown) && top !== -Infinity)
        worst = Number.isNaN(error) ? error : Math.max(worst, error);
      if (Number.isNaN(worst)) return worst;
    }
  }
  return worst;
}
