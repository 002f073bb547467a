/** Queries, keys and values of a fused attention operator, from its packed and unpacked forms. */
import type { FusedRole, FusedSource } from "../find/attention-block.ts";
import type { Tensor } from "../run/tensor.ts";

/** Tensors of one run by role. */
export type FusedTensors = Readonly<Partial<Record<FusedRole, Tensor>>>;

/** Each [B, heads, positions, d]; keys and values have fewer heads if query heads share them. */
export interface FusedOperands {
  readonly q: Tensor;
  readonly k: Tensor;
  readonly v: Tensor;
}

/** @throws {RangeError} if the tensors have shapes that the operator's definition does not allow. */
export function fusedOperands(source: FusedSource, tensors: FusedTensors): FusedOperands {
  const { nHeads, nKvHeads } = source;
  const fresh = unpack(source, tensors);
  const present = tensors.present;
  const half = present ? present.data.length / 2 : 0;
  const part = (from: number): Tensor | undefined =>
    present && { dims: present.dims.slice(1), data: slice(present.data, from, from + half) };
  const q = tensors.cos && tensors.sin ? rotate(source, fresh.q, tensors) : fresh.q;
  const k = tensors.presentKey ?? part(0) ?? fresh.k;
  const v = tensors.presentValue ?? part(half) ?? fresh.v;
  const isWhole = [q, k, v].every(({ dims }) => dims.length === 4);
  if (!isWhole || (nHeads > 0 && (q.dims[1] !== nHeads || k.dims[1] !== nKvHeads)))
    throw new RangeError("queries, keys and values of unknown shapes");
  return { q, k, v };
}

function unpack(source: FusedSource, tensors: FusedTensors): FusedOperands {
  const { nHeads, nKvHeads, options } = source;
  const { qkv, query, key, value, bias } = tensors;
  if (qkv) {
    const width = qkv.dims.at(-1) ?? 0;
    const [wq = 0, wk = 0, wv = 0] = options.widths ?? [width / 3, width / 3, width / 3];
    const take = (from: number, size: number): Tensor => columns(qkv, from, nHeads, size / nHeads);
    return { q: take(0, wq), k: take(wq, wk), v: take(wq + wk, wv) };
  }
  if (query === undefined) throw new RangeError("no queries");
  if (options.isSplit && key && value) return { q: query, k: key, v: value };
  if (query.dims.length === 5) {
    const take = (i: number): Tensor => withBias(packed(query, i), bias, i);
    return { q: take(0), k: take(1), v: take(2) };
  }
  if (key === undefined) {
    const dHead = (query.dims[2] ?? 0) / (nHeads + 2 * nKvHeads);
    return {
      q: columns(query, 0, nHeads, dHead),
      k: columns(query, nHeads * dHead, nKvHeads, dHead),
      v: columns(query, (nHeads + nKvHeads) * dHead, nKvHeads, dHead),
    };
  }
  const q = withBias(asHeads(query, nHeads), bias, 0);
  if (key.dims.length === 5)
    return { q, k: withBias(packed(key, 0), bias, 1), v: withBias(packed(key, 1), bias, 2) };
  // Keys that are already split come from an earlier run and include their bias.
  const k = key.dims.length === 4 ? key : withBias(asHeads(key, nKvHeads), bias, 1);
  if (value === undefined) throw new RangeError("no values");
  const v =
    value.dims.length === 4
      ? value
      : withBias(asHeads(value, nKvHeads), bias, (q.dims[3] ?? 0) * nHeads * 2, true);
  return { q, k, v };
}

function asHeads(tensor: Tensor, nHeads: number): Tensor {
  if (tensor.dims.length === 4) return tensor;
  return columns(tensor, 0, nHeads, (tensor.dims[2] ?? 0) / nHeads);
}

/** Columns from `from` on of [B, S, width] as [B, H, S, d]. */
function columns(tensor: Tensor, from: number, nHeads: number, dHead: number): Tensor {
  const [batch = 0, length = 0, width = 0] = tensor.dims;
  if (!Number.isInteger(dHead) || from + nHeads * dHead > width) throw new RangeError("a width of no heads");
  const data = new Float32Array(batch * nHeads * length * dHead);
  let to = 0;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < nHeads; h++) {
      for (let s = 0; s < length; s++) {
        const at = (b * length + s) * width + from + h * dHead;
        for (let d = 0; d < dHead; d++) data[to++] = tensor.data[at + d]!;
      }
    }
  }
  return { dims: [batch, nHeads, length, dHead], data };
}

/** Part i of [B, S, H, parts, d] as [B, H, S, d]. */
function packed(tensor: Tensor, i: number): Tensor {
  const [batch = 0, length = 0, nHeads = 0, parts = 0, dHead = 0] = tensor.dims;
  const data = new Float32Array(batch * nHeads * length * dHead);
  let to = 0;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < nHeads; h++) {
      for (let s = 0; s < length; s++) {
        const at = (((b * length + s) * nHeads + h) * parts + i) * dHead;
        for (let d = 0; d < dHead; d++) data[to++] = tensor.data[at + d]!;
      }
    }
  }
  return { dims: [batch, nHeads, length, dHead], data };
}

/** Adds the i-th of the biases [q | k | v], or the one that starts at entry i. */
function withBias(tensor: Tensor, bias: Tensor | undefined, i: number, isStart = false): Tensor {
  if (bias === undefined) return tensor;
  const [batch = 0, nHeads = 0, length = 0, dHead = 0] = tensor.dims;
  const start = isStart ? i : i * nHeads * dHead;
  const data = Float32Array.from(tensor.data);
  for (let group = 0; group < batch * nHeads; group++) {
    for (let s = 0; s < length; s++) {
      for (let d = 0; d < dHead; d++) {
        data[(group * length + s) * dHead + d]! += bias.data[start + (group % nHeads) * dHead + d] ?? 0;
      }
    }
  }
  return { dims: tensor.dims, data };
}

/** Rotary position embedding of the queries, which the operator applies internally. */
function rotate(source: FusedSource, q: Tensor, tensors: FusedTensors): Tensor {
  const { cos, sin } = tensors;
  const [batch = 0, nHeads = 0, length = 0, dHead = 0] = q.dims;
  const half = cos?.dims[1] ?? 0;
  const isInterleaved = source.options.rotary === "interleaved";
  const data = Float32Array.from(q.data);
  for (let b = 0; b < batch; b++) {
    const past = pastOf(tensors, b, length);
    for (let h = 0; h < nHeads; h++) {
      for (let s = 0; s < length; s++) {
        const at = ((b * nHeads + h) * length + s) * dHead;
        for (let i = 0; i < half; i++) {
          const [c = 1, w = 0] = [cos?.data[(past + s) * half + i], sin?.data[(past + s) * half + i]];
          const [x, y] = isInterleaved ? [at + 2 * i, at + 2 * i + 1] : [at + i, at + half + i];
          const [a, e] = [q.data[x] ?? 0, q.data[y] ?? 0];
          data[x] = a * c - e * w;
          data[y] = a * w + e * c;
        }
      }
    }
  }
  return { dims: q.dims, data };
}

/** Number of keys before the first query of a sequence, by the operator's rule for a first prompt. */
export function pastOf(tensors: FusedTensors, sequence: number, nQueries: number): number {
  const nKeys = tensors.presentKey?.dims[2] ?? nQueries;
  const { lengths } = tensors;
  if (lengths === undefined || nKeys === nQueries) return nKeys - nQueries;
  return Math.max(0, (lengths.data[sequence] ?? 0) + 1 - nQueries);
}

function slice(data: ArrayLike<number>, from: number, to: number): ArrayLike<number> {
  return data instanceof Float32Array ? data.subarray(from, to) : Array.prototype.slice.call(data, from, to);
}
