/** Runs a model over all batches: each batch through the whole model, or all batches through one layer before the next. */
import type { MadeFeeds } from "../inputs/feeds/make-feeds.ts";
import type { AttentionModel, BlockCapture, ReplayReport } from "../onnx/open-model.ts";
import type { Carried, ModelPart } from "../onnx/parts/graph-parts.ts";
import type { BlockReplay } from "../onnx/run/block-replay.ts";
import { reportReplay } from "../onnx/run/replay-report.ts";

/** Sequences by their places in the dataset. */
export type Batch = readonly number[];

export interface BatchJob {
  readonly batches: readonly Batch[];
  readonly feedsOf: (batch: Batch) => Promise<MadeFeeds>;
  /** Keeps what a batch gave. @param nFed Sequences in the batch as it was fed. */
  readonly write: (blocks: readonly BlockCapture[], batch: Batch, nFed: number) => void;
  /** Says what is being done now. */
  readonly tell: (doing: string) => void;
  /** Called with the number of sequences done. */
  readonly onDone: (nSequences: number) => void;
}

/** The replay is float64 in JavaScript: a few sequences prove as much as many. */
const REPLAY_SEQUENCES = 4;

export async function runBatches(model: AttentionModel, job: BatchJob): Promise<ReplayReport> {
  return model.parts === undefined ? runWhole(model, job) : runInParts(model, model.parts, job);
}

async function runWhole(model: AttentionModel, job: BatchJob): Promise<ReplayReport> {
  const { batches, feedsOf, write, tell } = job;
  const [first = []] = batches;
  const few = first.slice(0, REPLAY_SEQUENCES);
  tell("running the model and recomputing its patterns");
  const { feeds, batch: nFed } = await feedsOf(few);
  const { captured, ...replay } = await model.replay(feeds, nFed);
  // Long sequences are few in a batch: the replay has run all of the first one, and its numbers are kept. Of a larger batch
  // it has run a part, which does not count: products of integers may depend on what runs beside them.
  const isWhole = few.length === first.length;
  if (isWhole) write(captured, few, nFed);
  let nDone = isWhole ? few.length : 0;
  if (isWhole) job.onDone(nDone);
  for (const batch of isWhole ? batches.slice(1) : batches) {
    tell(sequences("running the model on", nDone, batch));
    const made = await feedsOf(batch);
    write(await model.run(made.feeds, made.batch), batch, made.batch);
    nDone += batch.length;
    job.onDone(nDone);
  }
  return replay;
}

/** One part's weights are in memory at a time; what each batch hands on to the next part is kept. */
async function runInParts(
  model: AttentionModel,
  parts: readonly ModelPart[],
  job: BatchJob,
): Promise<ReplayReport> {
  const { batches, feedsOf, write, tell } = job;
  const nSequences = batches.reduce((n, batch) => n + batch.length, 0);
  const few = (batches[0] ?? []).slice(0, REPLAY_SEQUENCES);
  const replays: BlockReplay[] = [];
  const carried: Carried[] = batches.map(() => ({}));
  let ofFew: Carried = {};
  let nRun = 0;
  for (const [p, part] of parts.entries()) {
    const which = `part ${p + 1} of ${parts.length} of the model`;
    try {
      tell(`running ${which} and recomputing its patterns`);
      const made = await feedsOf(few);
      const replayed = await part.replay(made.feeds, made.batch, ofFew);
      ofFew = replayed.carried;
      for (const { error, explained, notFinite } of replayed.blocks)
        replays.push({ error, explained, notFinite });
      for (const [i, batch] of batches.entries()) {
        tell(sequences(`running ${which} on`, nRun - p * nSequences, batch));
        const { feeds, batch: nFed } = await feedsOf(batch);
        const run = await part.run(feeds, nFed, carried[i] ?? {});
        carried[i] = run.carried;
        write(run.blocks, batch, nFed);
        nRun += batch.length;
        job.onDone(Math.floor(nRun / parts.length));
      }
    } finally {
      await part.release();
    }
  }
  return reportReplay(model.blocks, replays);
}

function sequences(doing: string, nDone: number, batch: Batch): string {
  return `${doing} sequences ${nDone + 1} to ${nDone + batch.length}`;
}
