/** What one run gives for one block. */
import type { AttentionBlock } from "../find/attention-block.ts";
import type { Tensor } from "./tensor.ts";

/** Float32, in one order whatever the export. */
export interface BlockCapture {
  readonly block: AttentionBlock;
  readonly nHeads: number;
  /** Heads with keys of their own; fewer than nHeads where query heads share them. */
  readonly nKvHeads: number;
  /** Key head of each query head, from 0 to nKvHeads − 1. */
  readonly keyHeads: readonly number[];
  readonly dHead: number;
  /** [B, H, Sq, d], as the queries enter the product. B counts windows where attention runs over windows. */
  readonly q: Tensor;
  /** [B, H, Sk, d]; keys that heads share stand there once per query head. */
  readonly k: Tensor;
  /** [B, H, Sq, Sk], as they leave the softmax. */
  readonly weights: Tensor;
  /** [B, H, 1, Sk], the length of each key's value vector; absent where the graph's values are not understood. */
  readonly valueNorms?: Tensor;
}
