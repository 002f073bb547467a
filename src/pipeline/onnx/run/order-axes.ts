/** Permutes queries, keys and weights of every export to [batch, head, position, …]. */
import type { AxisOrder } from "../find/attention-block.ts";
import type { Tensor } from "./tensor.ts";

/** The permutation that an order stands for at this rank; −1 is an axis to be inserted. */
function permOf(order: AxisOrder, rank: number): readonly number[] {
  const axes = Array.from({ length: rank }, (_, i) => i);
  if (order.type === "axes") {
    const before = order.areLast ? rank - order.perm.filter((axis) => axis >= 0).length : 0;
    return [...axes.slice(0, before), ...order.perm.map((axis) => (axis < 0 ? axis : axis + before))];
  }
  // onnxruntime's transBatch puts the position axis before the batch axes; its plain trans swaps the last two as well.
  if (order.positionFirst && rank > 2) {
    const position = order.swapped ? rank - 1 : 0;
    const inner = order.swapped ? 0 : rank - 1;
    return [...axes.slice(1, -1), position, inner];
  }
  return order.swapped && rank > 1 ? [...axes.slice(0, -2), rank - 1, rank - 2] : axes;
}

/** [batch…, position, d], a copy only where the order changes. */
export function straighten(tensor: Tensor, order: AxisOrder): Tensor {
  return permute(tensor, permOf(order, tensor.dims.length));
}

/** Moves axes; `perm[i]` is the old place of the new axis i, or −1 for a new one of size 1. */
export function permute(tensor: Tensor, perm: readonly number[]): Tensor {
  const dims = perm.map((axis) => (axis < 0 ? 1 : (tensor.dims[axis] ?? 1)));
  const moved = perm.filter((axis) => axis >= 0 && tensor.dims[axis] !== 1);
  if (moved.every((axis, i) => i === 0 || axis > moved[i - 1]!)) return { dims, data: tensor.data };
  const steps = stepsOf(tensor.dims);
  const from = perm.map((axis) => (axis < 0 ? 0 : (steps[axis] ?? 0)));
  const { length } = tensor.data;
  const data = tensor.data instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
  const [rows = 1, columns = 1] = dims.slice(-2);
  const [rowStep = 0, columnStep = 0] = from.slice(-2);
  let [at, to] = [0, 0];
  const index = new Array<number>(dims.length).fill(0);
  while (to < data.length) {
    for (let row = 0; row < rows; row++) {
      let source = at + row * rowStep;
      for (let column = 0; column < columns; column++, source += columnStep) {
        data[to++] = tensor.data[source]!;
      }
    }
    for (let axis = dims.length - 3; axis >= 0; axis--) {
      at += from[axis]!;
      if (++index[axis]! < dims[axis]!) break;
      at -= from[axis]! * dims[axis]!;
      index[axis] = 0;
    }
  }
  return { dims, data };
}

function stepsOf(dims: readonly number[]): number[] {
  const steps = new Array<number>(dims.length).fill(1);
  for (let axis = dims.length - 2; axis >= 0; axis--) steps[axis] = steps[axis + 1]! * dims[axis + 1]!;
  return steps;
}

/** How the batch axes before [position, d] split into sequences (or windows) and heads. */
export interface HeadSplit {
  readonly nBatch: number;
  readonly nHeads: number;
  /** Permutation of the batch axes after which sequences come first and heads last. */
  readonly perm?: readonly number[];
}

/**
 * @param dims Batch axes of queries, [B, H], [B·H], [B, windows, H], [B, H / G, G] … or none.
 * @param batch Number of sequences that were fed.
 * @param expected Number of heads that the graph or the configuration tells; it settles what shapes leave open.
 */
export function splitHeads(dims: readonly number[], batch: number, expected: number | undefined): HeadSplit {
  const total = dims.reduce((a, b) => a * b, 1);
  const [a = 1, b = 1, c = 1] = dims;
  if (dims.length === 0) return { nBatch: 1, nHeads: 1 };
  if (dims.length === 1) {
    const fits = expected !== undefined && expected > 0 && total % expected === 0;
    const nHeads = fits ? expected : total % batch === 0 ? total / batch : 1;
    return { nBatch: total / Math.max(1, nHeads), nHeads };
  }
  if (dims.length === 2) {
    if (expected === a && b === batch && a !== batch) return { nBatch: b, nHeads: a, perm: [1, 0] };
    return { nBatch: a, nHeads: b };
  }
  if (dims.length > 3) return { nBatch: total / (dims.at(-1) ?? 1), nHeads: dims.at(-1) ?? 1 };
  if (expected === c) return { nBatch: a * b, nHeads: c };
  if (expected === b * c) return { nBatch: a, nHeads: b * c };
  if (expected === b) return { nBatch: a * c, nHeads: b, perm: [0, 2, 1] };
  return a === batch ? { nBatch: a, nHeads: b * c } : { nBatch: a * b, nHeads: c };
}

/**
 * A straight tensor [batch…, rows, columns] as [B, H, rows, columns]; axes that it shares with others (one key head for
 * all query heads) are repeated.
 *
 * @param batchDims The whole batch axes, those of queries and keys broadcast against each other.
 */
export function toHeads(tensor: Tensor, batchDims: readonly number[], split: HeadSplit): Tensor {
  const whole = broadcastTo(tensor, batchDims);
  const [rows = 1, columns = 1] = tensor.dims.slice(-2);
  const n = batchDims.length;
  const turned = split.perm ? permute(whole, [...split.perm, n, n + 1]) : whole;
  return { dims: [split.nBatch, split.nHeads, rows, columns], data: turned.data };
}

function broadcastTo(tensor: Tensor, batchDims: readonly number[]): Tensor {
  const [rows = 1, columns = 1] = tensor.dims.slice(-2);
  const own = tensor.dims.slice(0, -2);
  const padded = [...batchDims.slice(own.length).map(() => 1), ...own].slice(-batchDims.length || 0);
  const dims = [...batchDims, rows, columns];
  if (batchDims.length === 0 || padded.every((dim, i) => dim === batchDims[i])) {
    return { dims, data: tensor.data };
  }
  const size = rows * columns;
  const nGroups = batchDims.reduce((x, y) => x * y, 1);
  const data = new Float32Array(nGroups * size);
  const steps = stepsOf([...padded, 1]);
  for (let group = 0; group < nGroups; group++) {
    let [rest, from] = [group, 0];
    for (let axis = batchDims.length - 1; axis >= 0; axis--) {
      const index = rest % batchDims[axis]!;
      rest = (rest - index) / batchDims[axis]!;
      if (padded[axis] !== 1) from += index * steps[axis]!;
    }
    for (let i = 0; i < size; i++) data[group * size + i] = tensor.data[from * size + i]!;
  }
  return { dims, data };
}
