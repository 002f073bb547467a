/** Finds the heads of a model. The number of heads per layer is known only once it has run; one sequence is enough. */
import type { HeadId } from "#atlas/head/head-id.ts";
import { untold, type Tell } from "../guard/step-board.ts";
import { makeFeeds } from "../inputs/feeds/make-feeds.ts";
import { batchOf, type Streams } from "../inputs/model-input.ts";
import type { AttentionModel } from "../onnx/open-model.ts";

/** Heads in the order of the graph, as a capture would find them. @throws {ModelError} if the model cannot be run. */
export async function findHeads(
  model: AttentionModel,
  streams: Streams,
  tell: Tell = untold,
): Promise<HeadId[]> {
  tell({ of: "model", where: model.path, doing: "running the model on one sequence, to count its heads" });
  const { feeds, batch } = await makeFeeds(model.inputs, batchOf(streams, [0]), model.path);
  const blocks = await model.run(feeds, batch);
  return blocks.flatMap(({ block: { tower, layer }, nHeads }) =>
    Array.from({ length: nHeads }, (_, head) =>
      tower === undefined ? { layer, head } : { tower, layer, head },
    ),
  );
}
