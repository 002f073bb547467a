/** Handles exports with one key head that join the axes of query heads and positions. */
import type { BlockCapture } from "./block-capture.ts";
import { permute } from "./order-axes.ts";

export type Triple = Pick<BlockCapture, "q" | "k" | "weights">;

/**
 * With one key head, some exports join the axes of query heads and positions: q [B, Sq·H, d] and k [B, Sk, d] for weights
 * [B, Sq, H, Sk]. Undefined for other layouts.
 */
export function headsBesidePositions({ q, k, weights }: Triple): Triple | undefined {
  const [batch = 0, nQueries = 0, nHeads = 0, nKeys = 0] = weights.dims;
  const isSo =
    weights.dims.length === 4 &&
    q.dims.length === 3 &&
    k.dims.length === 3 &&
    q.dims[0] === batch &&
    q.dims[1] === nQueries * nHeads &&
    nQueries > 1;
  if (!isSo) return undefined;
  const [length = 0, dHead = 0] = k.dims.slice(-2);
  const apart = { dims: [batch, nQueries, nHeads, dHead], data: q.data };
  return {
    q: permute(apart, [0, 2, 1, 3]),
    k: { dims: [batch, 1, length, dHead], data: k.data },
    weights: permute({ dims: [batch, nQueries, nHeads, nKeys], data: weights.data }, [0, 2, 1, 3]),
  };
}
