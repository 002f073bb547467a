/**
 * The replay guard: softmax(q·kᵀ …) recomputed in float64 from the tensors that are shown, step by step as the graph does
 * it, must give the weights that the model itself computed. It catches a wrong operand, a wrong scale, an unknown bias.
 */
import type { OnnxNode } from "../file/onnx-graph.ts";
import type { PathStep, PlainSource } from "../find/attention-block.ts";
import { permute, straighten } from "./order-axes.ts";
import { SCORE_OPERATIONS } from "./score-operations.ts";
import {
  traceAdded,
  traced,
  traceInput,
  traceOpaque,
  traceStep,
  type Sides,
  type Traced,
} from "./score-terms.ts";
import type { Tensor } from "./tensor.ts";

/** Everything a replay needs from one run of a block. */
export interface ReplayInput {
  /** [batch…, Sq, d] and [batch…, Sk, d], their batch axes as the graph has them. */
  readonly q: Tensor;
  readonly k: Tensor;
  /** The output of the softmax. */
  readonly weights: Tensor;
  /** Operands of the steps between product and softmax, by tensor name. */
  readonly operands: ReadonlyMap<string, Tensor>;
}

/** Steps that are not recomputed: the graph's own numbers are compared before them and used after them. */
function isOpaque({ node }: PathStep): boolean {
  return !SCORE_OPERATIONS.has(node.opType);
}

/** Names of tensors that a replay of this block needs. */
export function replayOperands({ path, addend, sides }: PlainSource): string[] {
  const operands = path.flatMap((step) => {
    const { node, operand } = step;
    const others = node.inputs.filter((input, i) => i !== operand && input !== "");
    return isOpaque(step) ? [node.inputs[operand] ?? "", node.outputs[0] ?? ""] : others;
  });
  return [...(addend ? [addend.tensor] : []), ...operands, ...sideOperands(sides)];
}

/** Inputs of the nodes that put together what is added to scores. */
export function sideOperands(sides: readonly OnnxNode[]): string[] {
  return sides.flatMap(({ inputs }) => inputs.filter((input) => input !== ""));
}

export function sidesIn(sides: readonly OnnxNode[], operands: ReadonlyMap<string, Tensor>): Sides {
  return { operands, makers: new Map(sides.map((node) => [node.outputs[0] ?? "", node])) };
}

/** The result of a replay; without scores if shapes do not match. */
export interface Replay {
  /**
   * Largest difference between recomputed and exposed weights; NaN where shapes do not fit, or numbers are none. Rows of
   * which no key can be seen are left out: what a softmax makes of them is no attention.
   */
  readonly error: number;
  /** The input of the softmax, in the graph's layout. */
  readonly scores?: Traced;
}

export function replay(source: PlainSource, input: ReplayInput): Replay {
  const sides = sidesIn(source.sides, input.operands);
  let scores: Traced | undefined = withAddend(source, traced(scoreProduct(source, input)), sides);
  let error = 0;
  for (const step of source.path) {
    if (scores === undefined) break;
    const { node, operand } = step;
    if (isOpaque(step)) {
      const before = input.operands.get(node.inputs[operand] ?? "");
      const after = input.operands.get(node.outputs[0] ?? "");
      if (before) error = Math.max(error, relativeError(scores.all.data, before.data));
      scores = before && after && traceOpaque(scores, before, after);
      continue;
    }
    const before: Traced = scores;
    const inputs = node.inputs.map((name, i) => (i === operand ? before : traceInput(node, name, i, sides)));
    scores = traceStep(node, inputs, operand);
  }
  if (scores === undefined) return { error: Number.NaN };
  return { error: Math.max(error, softmaxError(turnedTo(source, scores.all), input.weights)), scores };
}

/** Gemm's third operand. */
function withAddend({ addend }: PlainSource, product: Traced, sides: Sides): Traced | undefined {
  if (addend === undefined) return product;
  const added = traceAdded(addend.tensor, sides, Math.sign(addend.beta));
  if (added === undefined) return undefined;
  const scaled = ({ dims, data }: Tensor): Tensor => ({
    dims,
    data: Float64Array.from(data, (x) => x * addend.beta),
  });
  const all = scaled(added.all);
  const own = added.own === added.all ? all : added.own && scaled(added.own);
  return traceStep(ADD, [product, { ...added, all, own }], 0);
}

const ADD: OnnxNode = { name: "", opType: "Add", domain: "", inputs: [], outputs: [], attributes: new Map() };

/** Scores and weights whose keys run along another axis than the last are compared with it as the last. */
function turnedTo(source: PlainSource, scores: Tensor): Tensor {
  if (!source.weightsTurned) return scores;
  const n = scores.dims.length;
  const perm = scores.dims.map((_, i) => (i === n - 1 ? n - 2 : i === n - 2 ? n - 1 : i));
  return permute({ dims: scores.dims, data: Float64Array.from(scores.data) }, perm);
}

function scoreProduct(source: PlainSource, { q, k }: ReplayInput): Tensor {
  const [rows, columns] = source.isTurned ? [k, q] : [q, k];
  const [nRows = 0, dHead = 0] = rows.dims.slice(-2);
  const nColumns = columns.dims.at(-2) ?? 0;
  const rank = Math.max(rows.dims.length, columns.dims.length) - 2;
  const batchOf = (tensor: Tensor): number[] =>
    [...new Array<number>(rank).fill(1), ...tensor.dims.slice(0, -2)].slice(tensor.dims.length - 2);
  const [rowBatch, columnBatch] = [batchOf(rows), batchOf(columns)];
  const batch = rowBatch.map((dim, i) => Math.max(dim, columnBatch[i] ?? 1));
  const nGroups = batch.reduce((a, b) => a * b, 1);
  const data = new Float64Array(nGroups * nRows * nColumns);
  for (let group = 0; group < nGroups; group++) {
    const rowGroup = groupOf(group, batch, rowBatch) * nRows;
    const columnGroup = groupOf(group, batch, columnBatch) * nColumns;
    for (let i = 0; i < nRows; i++) {
      for (let j = 0; j < nColumns; j++) {
        const [a, b] = [(rowGroup + i) * dHead, (columnGroup + j) * dHead];
        let sum = 0;
        for (let d = 0; d < dHead; d++) sum += rows.data[a + d]! * columns.data[b + d]!;
        data[(group * nRows + i) * nColumns + j] = sum * source.alpha;
      }
    }
  }
  const straight = { dims: [...batch, nRows, nColumns], data };
  return source.productOrder ? straighten(straight, source.productOrder) : straight;
}

/** Index of a broadcast group among a side's own groups. */
function groupOf(group: number, whole: readonly number[], own: readonly number[]): number {
  let [rest, index, step] = [group, 0, 1];
  for (let axis = whole.length - 1; axis >= 0; axis--) {
    const at = rest % whole[axis]!;
    rest = (rest - at) / whole[axis]!;
    if (own[axis] !== 1) index += at * step;
    step *= own[axis]!;
  }
  return index;
}

/** Largest difference, as a share of the larger of 1 and the number itself; NaN if a number on either side is none. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.NaN;
  let worst = 0;
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] === expected[i]) continue;
    const error = Math.abs(actual[i]! - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    if (Number.isNaN(error)) return error;
    worst = Math.max(worst, error);
  }
  return worst;
}

/** Rows of scores may be longer than those of the weights by a sink that is cut off. */
function softmaxError(scores: Tensor, weights: Tensor): number {
  const nKeys = weights.dims.at(-1) ?? 0;
  const width = scores.dims.at(-1) ?? 0;
  const nRows = weights.data.length / Math.max(1, nKeys);
  if (width < nKeys || scores.data.length !== nRows * width) return Number.NaN;
  let worst = 0;
  for (let row = 0; row < nRows; row++) {
    let top = -Infinity;
    for (let j = 0; j < width; j++) top = Math.max(top, scores.data[row * width + j]!);
    if (top === -Infinity) continue;
    let sum = 0;
    for (let j = 0; j < width; j++) sum += Math.exp(scores.data[row * width + j]! - top);
    for (let j = 0; j < nKeys; j++) {
      const shown = weights.data[row * nKeys + j]!;
      const error = Math.abs(Math.exp(scores.data[row * width + j]! - top) / sum - shown);
      if (Number.isNaN(error)) return error;
      worst = Math.max(worst, error);
    }
  }
  return worst;
}
