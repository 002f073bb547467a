/** Computes the weights of a fused attention operator, which does not output them, by its definition. */
import type { FusedSource } from "../find/attention-block.ts";
import type { Tensor } from "../run/tensor.ts";
import { pastOf, type FusedOperands, type FusedTensors } from "./fused-operands.ts";

/** [B, H, Sq, Sk] each; scores as they enter the softmax, −Infinity for keys that cannot be seen. */
export interface FusedWeights {
  readonly scores: Tensor;
  readonly weights: Tensor;
  /** The scores of the second reading, computed from the same products of queries and keys; absent without one. */
  readonly others?: Tensor;
}

/** An operator and the tensors it reads. */
export interface FusedReading {
  readonly source: FusedSource;
  readonly tensors: FusedTensors;
}

/** @param other A second reading of the same queries and keys, with other masks or biases. */
export function fusedWeights(
  reading: FusedReading,
  { q, k }: FusedOperands,
  other?: FusedReading,
): FusedWeights {
  const [batch = 0, nHeads = 0, nQueries = 0, dHead = 0] = q.dims;
  const [, nKvHeads = 1, nKeys = 0] = k.dims;
  const size = { batch, nQueries, nKeys, dHead };
  const dims = [batch, nHeads, nQueries, nKeys];
  const scores = new Float32Array(batch * nHeads * nQueries * nKeys);
  const weights = new Float32Array(scores.length);
  const row = new Float64Array(nKeys);
  const score = scoring(reading, size);
  const isOther = other !== undefined && other !== reading;
  const [otherScore, others] = isOther ? [scoring(other, size), new Float32Array(scores.length)] : [];
  // A smooth softmax has one more score, 0, that belongs to no key.
  const smooth = reading.source.node.attributes.get("smooth_softmax")?.i === 1 ? 0 : undefined;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < nHeads; h++) {
      const keys = b * nKvHeads + Math.floor((h * nKvHeads) / nHeads);
      const sink = reading.tensors.sinks?.data[h] ?? smooth;
      for (let i = 0; i < nQueries; i++) {
        const query = ((b * nHeads + h) * nQueries + i) * dHead;
        const at = ((b * nHeads + h) * nQueries + i) * nKeys;
        for (let j = 0; j < nKeys; j++) {
          const key = (keys * nKeys + j) * dHead;
          let product = 0;
          for (let d = 0; d < dHead; d++) product += q.data[query + d]! * k.data[key + d]!;
          row[j] = score(product, b, h, i, j);
          if (others && otherScore) others[at + j] = otherScore(product, b, h, i, j);
        }
        writeRow(row, sink, scores, weights, at);
      }
    }
  }
  return {
    scores: { dims, data: scores },
    weights: { dims, data: weights },
    ...(other ? { others: { dims, data: others ?? scores } } : {}),
  };
}

interface Size {
  readonly batch: number;
  readonly nQueries: number;
  readonly nKeys: number;
  readonly dHead: number;
}

/** A product of a query and a key → the score that enters the softmax. */
type Scoring = (product: number, b: number, h: number, i: number, j: number) => number;

function scoring({ source, tensors }: FusedReading, size: Size): Scoring {
  const { options, node } = source;
  const { softcap } = options;
  const scale = options.scale ?? 1 / Math.sqrt(size.dHead);
  const visible = visibility(source, tensors, size);
  const bias = biasReader(tensors.scoreBias, options.isBooleanMask);
  const cap = (x: number): number => (softcap > 0 ? Math.tanh(x / softcap) * softcap : x);
  // The standard operator caps the scores after adding the mask; the others add the mask afterwards.
  const isCapLast = node.domain === "";
  return (product, b, h, i, j) => {
    const masked = bias(b, h, i, j) + visible(b, i, j);
    return isCapLast && masked > -Infinity ? cap(product * scale + masked) : cap(product * scale) + masked;
  };
}

function writeRow(
  row: Float64Array,
  sink: number | undefined,
  scores: Float32Array,
  weights: Float32Array,
  at: number,
): void {
  let top = sink ?? -Infinity;
  for (const score of row) top = Math.max(top, score);
  let sum = sink === undefined ? 0 : Math.exp(sink - top);
  for (const score of row) sum += top === -Infinity ? 0 : Math.exp(score - top);
  for (let j = 0; j < row.length; j++) {
    scores[at + j] = row[j]!;
    weights[at + j] = sum === 0 ? 0 : Math.exp(row[j]! - top) / sum;
  }
}

/** 0 if query i of sequence b sees key j, else the number added to the score. */
function visibility(
  source: FusedSource,
  tensors: FusedTensors,
  size: Omit<Size, "dHead">,
): (b: number, i: number, j: number) => number {
  const { nQueries, nKeys } = size;
  const { isCausal, window, maskValue, causalFrom } = source.options;
  const padding = paddingReader(tensors, maskValue, size);
  return (b, i, j) => {
    const past =
      causalFrom === "start" ? 0 : tensors.lengths ? pastOf(tensors, b, nQueries) : nKeys - nQueries;
    const position = past + i;
    if (isCausal && j > position) return -Infinity;
    if (window > 0 && j <= position - window) return -Infinity;
    return padding(b, i, j);
  };
}

/** Reads a mask of 0 and 1, of lengths, or of ends and starts. */
function paddingReader(
  { mask, lengths }: FusedTensors,
  maskValue: number,
  size: Omit<Size, "dHead">,
): (b: number, i: number, j: number) => number {
  const { batch, nQueries, nKeys } = size;
  if (lengths) return (b, _, j) => (j <= (lengths.data[b] ?? 0) || nQueries === nKeys ? 0 : -Infinity);
  if (mask === undefined) return () => 0;
  const at = (index: number): number => mask.data[index] ?? 1;
  const [n = 0, second = 0] = mask.dims;
  if (mask.dims.length === 2) return (b, _, j) => (at(b * second + j) > 0 ? 0 : maskValue);
  if (mask.dims.length === 3) return (b, i, j) => (at((b * nQueries + i) * nKeys + j) > 0 ? 0 : maskValue);
  if (mask.dims.length === 4) {
    const size = mask.dims[3] ?? 0;
    return (b, i, j) => (at((b * size + nKeys - nQueries + i) * size + j) > 0 ? 0 : maskValue);
  }
  // One end per sequence, or all ends followed by all starts.
  const hasStarts = n === 2 * batch;
  return (b, _, j) => (j < at(b) && j >= (hasStarts ? at(batch + b) : 0) ? 0 : maskValue);
}

/** Reads a bias of any rank, aligned at the last axis and shared along axes of size 1. */
function biasReader(
  bias: Tensor | undefined,
  isBoolean: boolean,
): (b: number, h: number, i: number, j: number) => number {
  if (bias === undefined) return () => 0;
  const dims = [1, 1, 1, 1, ...bias.dims].slice(-4);
  const [nB = 1, nH = 1, nI = 1, nJ = 1] = dims;
  return (b, h, i, j) => {
    const index =
      (((nB > 1 ? b : 0) * nH + (nH > 1 ? h : 0)) * nI + (nI > 1 ? i : 0)) * nJ + (nJ > 1 ? j : 0);
    const value = bias.data[index] ?? 0;
    if (!isBoolean) return value;
    return value > 0 ? 0 : -Infinity;
  };
}

/** weights · V in the operator's layout: [B, Sq, H·d], or [B, H, Sq, d] if its operands have that layout. */
export function fusedOutput(source: FusedSource, weights: Tensor, v: Tensor): Tensor {
  const [batch = 0, nHeads = 0, nQueries = 0, nKeys = 0] = weights.dims;
  const [, nKvHeads = 1, , dValue = 0] = v.dims;
  const isSplit = source.options.isSplit;
  const data = new Float64Array(batch * nHeads * nQueries * dValue);
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < nHeads; h++) {
      const values = b * nKvHeads + Math.floor((h * nKvHeads) / nHeads);
      for (let i = 0; i < nQueries; i++) {
        const to = isSplit
          ? ((b * nHeads + h) * nQueries + i) * dValue
          : ((b * nQueries + i) * nHeads + h) * dValue;
        for (let j = 0; j < nKeys; j++) {
          const weight = weights.data[((b * nHeads + h) * nQueries + i) * nKeys + j]!;
          const from = (values * nKeys + j) * dValue;
          for (let d = 0; d < dValue; d++) data[to + d]! += weight * v.data[from + d]!;
        }
      }
    }
  }
  return { dims: [batch, nQueries, nHeads * dValue], data };
}
