/** Checks that a layer attends to whole sequences: one pattern per sequence of the batch. */
import { formatHead } from "#atlas/head/head-id.ts";
import { ModelError } from "../../errors.ts";
import type { BlockCapture } from "./block-capture.ts";

/** @param batch Sequences that were fed. @throws {ModelError} if the layer has another number of patterns. */
export function expectPatterns({ block, weights }: BlockCapture, batch: number): void {
  const [nPatterns = 0] = weights.dims;
  if (nPatterns === batch) return;
  const { tower, layer } = block;
  throw new ModelError({
    what: "a layer attends to separate pieces of a sequence",
    where: formatHead({ ...(tower === undefined ? {} : { tower }), layer, head: 0 }),
    expected: "one pattern per sequence",
    received: `${nPatterns} patterns of ${batch === 1 ? "one sequence" : `${batch} sequences`}`,
    cure: "Attention over windows or blocks cannot be drawn on one map yet.",
  });
}
