/** Brings queries, keys and weights of every export into one order: [batch, head, position, …]. */
import type { Tensor } from "./replay.ts";

/** How a tensor arrives. `plain` [B, H, S, d] · `transposed` [B, H, d, S] · `headsInside` [B, S, H, d]. */
export type HeadOrder = "plain" | "transposed" | "headsInside";

/**
 * @param tensor 4-D, or 3-D with heads folded into the batch axis, or 2-D with a single head and sequence.
 * @returns [B, H, S, d], a copy only where the order changes.
 */
export function orderHeads(tensor: Tensor, batch: number, order: HeadOrder): Tensor {
  const dims = unfold(tensor.dims, batch);
  const [b = 0, first = 0, second = 0, third = 0] = dims;
  if (order === "plain") return { dims, data: tensor.data };
  const data = new Float32Array(tensor.data.length);
  if (order === "transposed") {
    for (let group = 0; group < b * first; group++) {
      const at = group * second * third;
      for (let d = 0; d < second; d++) {
        for (let s = 0; s < third; s++) data[at + s * second + d] = tensor.data[at + d * third + s]!;
      }
    }
    return { dims: [b, first, third, second], data };
  }
  for (let i = 0; i < b; i++) {
    for (let s = 0; s < first; s++) {
      for (let h = 0; h < second; h++) {
        const from = ((i * first + s) * second + h) * third;
        const to = ((i * second + h) * first + s) * third;
        for (let d = 0; d < third; d++) data[to + d] = tensor.data[from + d]!;
      }
    }
  }
  return { dims: [b, second, first, third], data };
}

function unfold(dims: readonly number[], batch: number): readonly number[] {
  if (dims.length === 4) return dims;
  if (dims.length === 3) return [batch, (dims[0] ?? 0) / batch, ...dims.slice(1)];
  return [1, 1, ...dims];
}
