/**
 * Lengths of the value vectors, which the weights multiply. A large weight on a short value has little effect
 * (Kobayashi et al. 2020, Attention is not only a weight).
 */
import { toHeads, type HeadSplit } from "./order-axes.ts";
import type { Tensor } from "./tensor.ts";

/**
 * @param values [B, Hkv, Sk, d], as a fused operator has them.
 * @param keyHeads Key head of each query head.
 * @returns [B, H, 1, Sk]
 */
export function fusedValueNorms(values: Tensor, keyHeads: readonly number[]): Tensor {
  const [batch = 0, nKvHeads = 0, length = 0, dHead = 0] = values.dims;
  const data = new Float32Array(batch * keyHeads.length * length);
  let to = 0;
  for (let b = 0; b < batch; b++) {
    for (const head of keyHeads) {
      const first = (b * nKvHeads + head) * length * dHead;
      for (let s = 0; s < length; s++) data[to++] = lengthOf(values, first + s * dHead, dHead, 1);
    }
  }
  return { dims: [batch, keyHeads.length, 1, length], data };
}

/**
 * @param values The values as they enter their product with the weights, straightened: [batch…, d, Sk].
 * @param weightDims Batch axes of the weights, which `split` tells apart.
 * @returns [B, H, 1, Sk]; undefined where the values' axes do not answer to those of the weights.
 */
export function plainValueNorms(
  values: Tensor,
  weightDims: readonly number[],
  nKeys: number,
  split: HeadSplit,
): Tensor | undefined {
  const [dHead = 0, length = 0] = values.dims.slice(-2);
  const own = values.dims.slice(0, -2);
  const nGroups = product(own);
  const isShared = own.toReversed().every((dim, i) => dim === 1 || dim === weightDims.at(-1 - i));
  // Sequences and heads folded into one axis count on in the same order.
  const isFolded = own.length === 1 && nGroups === product(weightDims);
  if (length !== nKeys || own.length > weightDims.length || !(isShared || isFolded)) return undefined;
  const data = new Float32Array(nGroups * length);
  for (let group = 0; group < nGroups; group++) {
    for (let key = 0; key < length; key++)
      data[group * length + key] = lengthOf(values, group * dHead * length + key, dHead, length);
  }
  return toHeads({ dims: [...(isFolded ? weightDims : own), 1, length], data }, weightDims, split);
}

function product(dims: readonly number[]): number {
  return dims.reduce((a, b) => a * b, 1);
}

function lengthOf({ data }: Tensor, from: number, dHead: number, step: number): number {
  let square = 0;
  for (let axis = 0; axis < dHead; axis++) square += (data[from + axis * step] ?? 0) ** 2;
  return Math.sqrt(square);
}
