/** Checks that a block's queries and keys give its weights, and measures how much of the scores they explain. */
import { explainedShare } from "#math/explained-share.ts";
import type { BlockCapture } from "./block-capture.ts";
import { notFiniteIn, type NotFinite } from "./not-finite.ts";
import type { Tensor } from "./tensor.ts";

/** What a replay measures of one block. */
export interface BlockReplay {
  /** Largest difference between the model's own numbers and recomputed ones; NaN if they cannot be recomputed. */
  readonly error: number;
  /** Per head, the share of the scores' variance that q·k explains, from 0 to 1; empty if the block has NaN. */
  readonly explained: readonly number[];
  /** Heads with NaN or infinities: they agree with nothing, and their block is not recomputed. */
  readonly notFinite: readonly NotFinite[];
}

/** A replay with what it was made of: the same run serves for both. */
export interface ReplayedBlock extends BlockReplay {
  readonly captured: BlockCapture;
}

/** Replays a block, unless it has NaN or infinities, from which nothing can be recomputed. */
export function replayFinite(
  captured: BlockCapture,
  replay: () => Omit<BlockReplay, "notFinite">,
): ReplayedBlock {
  const notFinite = notFiniteIn(captured);
  if (notFinite.length > 0) return { captured, error: Number.NaN, explained: [], notFinite };
  return { captured, ...replay(), notFinite };
}

/** −Infinity if a mask hides the key. */
export function shown({ dims, data }: Tensor, hidden: Tensor | undefined): Tensor {
  return { dims, data: Float64Array.from(data, (x, i) => ((hidden?.data[i] ?? 0) === 0 ? x : -Infinity)) };
}

/** @param own Scores without terms that a map of q·k cannot show; −Infinity if a mask hides the key. */
export function explainedOf({ weights, nHeads }: BlockCapture, scores: Tensor, own: Tensor): number[] {
  const [batch = 0, , nQueries = 0, nKeys = 0] = weights.dims;
  const width = scores.dims.at(-1) ?? nKeys;
  if (scores.data.length !== (weights.data.length / nKeys) * width) return [];
  return Array.from({ length: nHeads }, (_, head) => {
    const size = batch * nQueries * nKeys;
    const [s, p, w] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
    for (let row = 0; row < batch * nQueries; row++) {
      const group = Math.floor(row / nQueries) * nHeads + head;
      const from = group * nQueries + (row % nQueries);
      for (let j = 0; j < nKeys; j++) {
        const [to, at] = [row * nKeys + j, from * width + j];
        s[to] = scores.data[at]!;
        p[to] = own.data[at]!;
        w[to] = own.data[at] === -Infinity ? 0 : weights.data[from * nKeys + j]!;
      }
    }
    return explainedShare(s, p, w, nKeys);
  });
}
