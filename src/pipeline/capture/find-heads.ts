/**
 * Finds the heads of a model. The number of heads per layer of a foreign graph is known only once it has run; one sequence is
 * enough. Where a graph of ours tells it, nothing is run.
 */
import type { HeadId } from "#atlas/head/head-id.ts";
import { untold, type Tell } from "../guard/step-board.ts";
import { makeFeeds } from "../inputs/feeds/make-feeds.ts";
import { batchOf, type Streams } from "../inputs/model-input.ts";
import type { AttentionBlock, AttentionModel } from "../onnx/open-model.ts";

/** Heads in the order of the graph, as a capture would find them. @throws {ModelError} if the model cannot be run. */
export async function findHeads(
  model: AttentionModel,
  streams: Streams,
  tell: Tell = untold,
): Promise<HeadId[]> {
  const told = model.blocks.flatMap((block) =>
    block.nHeads === undefined ? [] : headsOf(block, block.nHeads),
  );
  if (model.blocks.every(({ nHeads }) => nHeads !== undefined)) return told;
  tell({ of: "model", where: model.path, doing: "running the model on one sequence, to count its heads" });
  const { feeds, batch } = await makeFeeds(model.inputs, batchOf(streams, [0]), model.path);
  const blocks = await model.run(feeds, batch);
  return blocks.flatMap(({ block, nHeads }) => headsOf(block, nHeads));
}

function headsOf({ tower, layer }: AttentionBlock, nHeads: number): HeadId[] {
  return Array.from({ length: nHeads }, (_, head) =>
    tower === undefined ? { layer, head } : { tower, layer, head },
  );
}
