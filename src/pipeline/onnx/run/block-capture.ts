/** The result of one run for one block. */
import type { AttentionBlock } from "../find/attention-block.ts";
import type { Tensor } from "./tensor.ts";

/** Float32, in the same axis order for every export. */
export interface BlockCapture {
  readonly block: AttentionBlock;
  readonly nHeads: number;
  /** Number of heads with their own keys; fewer than nHeads if query heads share keys. */
  readonly nKvHeads: number;
  /** Key head of each query head, from 0 to nKvHeads − 1. */
  readonly keyHeads: readonly number[];
  readonly dHead: number;
  /** [B, H, Sq, d], as the queries enter the product. B counts windows where attention runs over windows. */
  readonly q: Tensor;
  /** [B, H, Sk, d]; keys that heads share are repeated for each query head. */
  readonly k: Tensor;
  /** [B, H, Sq, Sk], as they leave the softmax. */
  readonly weights: Tensor;
  /** [B, H, 1, Sk], the length of each key's value vector; absent if the graph's values are not understood. */
  readonly valueNorms?: Tensor;
}
