/** Lists what must be computed for an atlas, head by head, and which results are stored already. */
import type { HeadId } from "#atlas/head/head-id.ts";
import { projectionsOf } from "#atlas/method.ts";
import { cacheKey, type Store } from "../cache/store.ts";
import type { CaptureReport } from "../capture/capture.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import type { EncodedDataset } from "../inputs/encoded-dataset.ts";
import { patchObjects } from "../inputs/image/patch-objects.ts";
import { sidesOf, type Streams } from "../inputs/model-input.ts";
import type { PackedHead } from "../pack/pack-head.ts";
import { readBundle, type HeadTask } from "./head-task.ts";

export interface TaskInput {
  /** Number of the stage; it must be raised when the stage computes something else from the same input. */
  readonly stage: number;
  readonly atlas: AtlasConfig;
  readonly streams: Streams;
  readonly report: CaptureReport;
  readonly captureFolder: string;
  readonly inputKey: string;
  readonly storeFolder: string;
}

/** A task without what is derived of its tokens: that is needed only where it is computed, and reads pictures. */
export type PlannedHead = Omit<HeadTask, "colors" | "classes" | "traits">;

/** One task per captured head, in the order of the graph. */
export function headTasks({
  stage,
  atlas,
  streams,
  report,
  captureFolder,
  inputKey,
  storeFolder,
}: TaskInput): PlannedHead[] {
  const { methods, dims, seed, alignment, ...options } = atlas.dataset.projection;
  const projections = projectionsOf({ methods, dims });
  const keyOf = headKeys({ stage, atlas, inputKey });
  const about = new Map(
    [...streams.values()].map((stream) => [
      stream,
      { ids: tokenIds(stream), objects: patchObjects(stream), grid: stream.grid },
    ]),
  );
  const none = { ids: null, objects: null, grid: null };
  return report.heads.map(({ id, dHead, isCausal, checksums }) => {
    const { queries, keys } = sidesOf(streams, id.tower);
    const isCross = queries !== keys;
    return {
      storeFolder,
      key: keyOf(id),
      captureFolder,
      head: id,
      dHead,
      isCausal,
      checksums,
      starts: queries.starts,
      keyStarts: isCross ? keys.starts : null,
      ...((isCross ? undefined : about.get(queries)) ?? none),
      criterion: alignment,
      projections,
      options,
      seed,
    };
  });
}

function tokenIds({ kind, sequences }: EncodedDataset): Uint32Array | null {
  const hasIds = kind === "text" && sequences.every((sequence) => sequence.ids.length > 0);
  return hasIds ? Uint32Array.from(sequences.flatMap((sequence) => sequence.ids)) : null;
}

/** The store key of each head's result. */
export function headKeys({
  stage,
  atlas,
  inputKey,
}: Pick<TaskInput, "stage" | "atlas" | "inputKey">): (id: HeadId) => string {
  const { methods, dims, seed, alignment, ...options } = atlas.dataset.projection;
  const projections = projectionsOf({ methods, dims });
  return (id) => cacheKey(stage, inputKey, id, alignment, projections, options, seed);
}

/** Tasks without a stored result. */
export async function missingHeads<Task extends Pick<HeadTask, "key">>(
  tasks: readonly Task[],
  store: Store,
): Promise<Task[]> {
  const missing: Task[] = [];
  for (const task of tasks) if (!(await store.has(task.key))) missing.push(task);
  return missing;
}

/** A disk has damaged a stored result. The store no longer has it, and it can be computed again. */
export class DamagedResult extends Error {
  override name = "DamagedResult";
}

/** The results of all tasks, one by one. @throws {DamagedResult} at the first damaged one. */
export async function* keptHeads(tasks: readonly PlannedHead[], store: Store): AsyncGenerator<PackedHead> {
  for (const task of tasks) {
    const bundle = await store.get(task.key);
    if (bundle === undefined) throw new DamagedResult(task.key);
    yield readBundle(task.head, bundle);
  }
}

/** Reads all results, so that the store drops every damaged one. */
export async function forgetDamaged(tasks: readonly PlannedHead[], store: Store): Promise<void> {
  for (const task of tasks) await store.get(task.key);
}
