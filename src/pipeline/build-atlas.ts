/** Runs the stages of a build. This is the only file that knows their order. */
import { join } from "node:path";
import { atlasFiles, atlasFolder } from "#atlas/address.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import type { HeadPattern } from "#atlas/head/head-selection.ts";
import { DigestIndex, type Digests } from "./cache/digest-index.ts";
import { withFreeLock, withLock } from "./cache/lock.ts";
import { removeFolder } from "./cache/move-folder.ts";
import { Store } from "./cache/store.ts";
import { Uses } from "./cache/uses.ts";
import type { CaptureReport } from "./capture/capture.ts";
import { capturedFor, keepCapture, keptCapture } from "./capture/keep-capture.ts";
import { reportKey, storedReport, storeReport } from "./capture/stored-report.ts";
import { isFile } from "./config/folder.ts";
import type { AtlasConfig } from "./config/load-content.ts";
import { ConfigError } from "./errors.ts";
import { limitsFrom, type Limits } from "./guard/limits.ts";
import type { HubSettings } from "./hub/settings.ts";
import { identifyAtlas, type IdentifiedAtlas } from "./inputs/identify-atlas.ts";
import type { Streams } from "./inputs/model-input.ts";
import { checkPublished, describeDamage, rememberPublished } from "./pack/check-published.ts";
import { makeManifest } from "./pack/make-manifest.ts";
import { packAtlas, type AtlasParts } from "./pack/pack-atlas.ts";
import type { PackedHead } from "./pack/pack-head.ts";
import { readBuildKey } from "./pack/read-build-key.ts";
import { AtlasWriter } from "./pack/write-atlas.ts";
import { buildPatterns } from "./patterns/build-patterns.ts";
import { computeHeads, selectedHeads } from "./run/compute-heads.ts";
import { expectColor, expectEnough } from "./run/expect-enough.ts";
import { GuardedInput } from "./run/guarded-input.ts";
import {
  DamagedResult,
  forgetDamaged,
  headKeys,
  headTasks,
  keptHeads,
  missingHeads,
  type PlannedHead,
} from "./run/head-tasks.ts";
import { expectGrowth } from "./run/limit-store.ts";
import { lockName, stampsPath } from "./run/lock-name.ts";
import { expectSelected, NothingSelected } from "./run/nothing-selected.ts";
import { orFromWeights } from "./run/read-weights.ts";
import { WorkerPool } from "./run/worker-pool.ts";
import { missingUnits, type UnitInput } from "./units/missing-units.ts";
import { joinedReport, keptHeadList } from "./units/stored-units.ts";

/** To be raised when a stage computes something else from the same input, so that old results are no longer used. */
export const STAGES = { capture: 9, head: 34, pack: 19 };

/** How often a build repeats work that the disk has damaged. */
const MOST_ATTEMPTS = 3;

export interface BuildOptions {
  /** Where atlases are published, e.g. `public/atlas`. */
  readonly outFolder: string;
  /** Where results are kept between builds, e.g. `.headland`. */
  readonly workFolder: string;
  /** Where results of heads are kept, if not there: e.g. a folder that many machines share. */
  readonly storeFolder?: string;
  /** Publishes what is in the store, and computes nothing: what is missing is an error. */
  readonly isMerge?: boolean;
  readonly workers?: number;
  /** Threads that several atlases share; their own, as many as `workers` says, if not given. */
  readonly pool?: WorkerPool;
  readonly signal?: AbortSignal;
  /** Computes only these heads now; the atlas is published once all heads exist. */
  readonly select?: readonly HeadPattern[];
  /** Read every file and compute everything again. */
  readonly force?: boolean;
  /** Reads every file, including published ones, and computes only what is damaged. */
  readonly verify?: boolean;
  /** What is known of files, shared by several atlases; the one in `workFolder` if not given. */
  readonly digests?: Digests;
  readonly onProgress?: (progress: Progress) => void;
  /** Called once if another process builds this atlas; this one waits until it is done. */
  readonly onWait?: (owner: string) => void;
  /** Where models come from; read from the environment if not given. */
  readonly hub?: HubSettings;
  /** Limits for reading the model and the dataset; from the environment if not given. */
  readonly limits?: Limits;
}

/** Counts are bytes in a download, sequences in a capture. */
export interface Progress {
  readonly stage: "download" | "capture" | "heads";
  readonly nDone: number;
  readonly nTotal: number;
  /** Downloads only. */
  readonly file?: string;
}

export interface Outcome {
  readonly state: "built" | "unchanged" | "partial";
  readonly nHeads: number;
  /** Heads computed by this build; the others were kept from earlier ones. */
  readonly nComputed: number;
  readonly warnings: readonly string[];
  /** All heads of an atlas that is not published yet. */
  readonly heads?: readonly HeadId[];
}

/** Builds one atlas, or finds that it is up to date. @throws {UserError} if the input has mistakes. */
export async function buildAtlas(atlas: AtlasConfig, options: BuildOptions): Promise<Outcome> {
  if (atlas.source.kind === "headvis") return buildPatterns(atlas, options);
  const pool = options.pool ?? new WorkerPool(options.workers);
  try {
    return await orFromWeights(atlas, (chosen) => buildWith(pool, chosen, options));
  } finally {
    if (!options.pool) await pool.close();
  }
}

async function buildWith(pool: WorkerPool, atlas: AtlasConfig, options: BuildOptions): Promise<Outcome> {
  const identified = await identifyAtlas(STAGES, atlas, await identifyOptions(options));
  const { inputKey, buildKey, warnings } = identified;
  const published = join(options.outFolder, atlasFolder(atlas.id));
  const unchanged: Outcome = { state: "unchanged", nHeads: 0, nComputed: 0, warnings };
  const stampsFile = stampsPath(options.workFolder, atlasFolder(atlas.id));
  let damages: string[] = [];
  const isDone = async (): Promise<boolean> => {
    const found = await readBuildKey(published);
    if (options.force === true || (found ?? buildKey) !== buildKey) return false;
    // Without manifest and list there is no atlas, and nothing to say of it.
    if (found === undefined && !(await isFile(join(published, atlasFiles.files)))) return false;
    const damaged = await checkPublished(published, { stampsFile, isThorough: options.verify ?? false });
    damages = damaged.length > 0 ? [`The atlas is published again: ${describeDamage(damaged)}.`] : [];
    if (damaged.length === 0) await new Uses(options.workFolder).touch(buildKey);
    return damaged.length === 0;
  };
  if (await isDone()) {
    await forgetSpentCapture(options.workFolder, inputKey, buildKey);
    return unchanged;
  }
  const about: AtlasInWork = { ...identified, published, stampsFile, inputs: [] };
  // Atlases with different names may share a capture. Each has its own lock, and all processes take them in this order.
  return owning([lockName(atlasFolder(atlas.id)), inputKey], options, async () => {
    try {
      return (await isDone()) ? unchanged : await makeAtlas(pool, about, options, damages);
    } catch (error) {
      if (!(error instanceof NothingSelected)) throw error;
      const keyOf = headKeys({ stage: STAGES.head, atlas, inputKey });
      const nHeads = await error.nKept(new Store(storeFolderOf(options)), keyOf);
      return { state: "partial", nHeads, nComputed: 0, warnings, heads: error.heads };
    } finally {
      await closeInputs(about);
    }
  });
}

/** A build with `--force` that was stopped leaves the vectors of an atlas that is whole; those of other builds stay. */
async function forgetSpentCapture(workFolder: string, inputKey: string, buildKey: string): Promise<void> {
  const folder = join(workFolder, "captures", inputKey);
  if ((await capturedFor(folder)) !== buildKey) return;
  await withFreeLock(join(workFolder, "locks", inputKey), () => removeFolder(folder));
}

/** Whether files that look as they did need not be read again. */
export function isTrusting({ force, verify }: Pick<BuildOptions, "force" | "verify">): boolean {
  return force !== true && verify !== true;
}

/** Runs while no other process works at any of these. */
function owning<T>(names: readonly string[], options: BuildOptions, run: () => Promise<T>): Promise<T> {
  const [name, ...others] = names;
  if (name === undefined) return run();
  const { signal, onWait } = options;
  return withLock(join(options.workFolder, "locks", name), () => owning(others, options, run), {
    ...(signal ? { signal } : {}),
    ...(onWait ? { onWait } : {}),
  });
}

/** How a build finds out what an atlas is made of. */
export async function identifyOptions(
  options: Pick<
    BuildOptions,
    "workFolder" | "digests" | "hub" | "signal" | "onProgress" | "force" | "verify"
  >,
): Promise<Parameters<typeof identifyAtlas>[2]> {
  const { workFolder, hub, signal, onProgress } = options;
  return {
    digests: options.digests ?? (await DigestIndex.open(workFolder, { isTrusting: isTrusting(options) })),
    ...(hub ? { hub } : {}),
    ...(signal ? { signal } : {}),
    onDownload: ({ file, nBytes, nTotalBytes }) =>
      onProgress?.({ stage: "download", nDone: nBytes, nTotal: nTotalBytes, file }),
  };
}

/** Where results of heads are kept. */
export function storeFolderOf({
  workFolder,
  storeFolder,
}: Pick<BuildOptions, "workFolder" | "storeFolder">): string {
  return storeFolder ?? join(workFolder, "store");
}

interface AtlasInWork extends IdentifiedAtlas {
  /** Folder of the published atlas. */
  readonly published: string;
  /** Remembers the times of its files. */
  readonly stampsFile: string;
  /** Those that are open: they give pictures while it is packed. */
  readonly inputs: GuardedInput[];
}

/**
 * Computes what is missing and publishes it. What a disk has damaged meanwhile is found where it is read, and made again.
 *
 * @param found What is known to be damaged already, in words.
 */
async function makeAtlas(
  pool: WorkerPool,
  about: AtlasInWork,
  options: BuildOptions,
  found: readonly string[],
): Promise<Outcome> {
  const { atlas, inputKey } = about;
  const captureFolder = join(options.workFolder, "captures", inputKey);
  const storeFolder = storeFolderOf(options);
  const store = new Store(storeFolder);
  const damages = [...found];
  let isForced = options.force ?? false;
  let captured = await captureInput(about, store, options, isForced);
  const tasksOf = ({ streams, report }: CapturedInput): PlannedHead[] =>
    headTasks({ stage: STAGES.head, atlas, streams, report, captureFolder, inputKey, storeFolder });
  let nComputed = 0;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const isShort = await isMissing(selectedHeads(tasksOf(captured), options.select), store);
    if (isShort && options.isMerge) {
      const heads = captured.report.heads.map(({ id }) => id);
      throw await missingUnits(atlas, unitInput(about, store, heads), options.storeFolder);
    }
    if (isShort && !captured.hasVectors) captured = await captureInput(about, store, options, true);
    const tasks = tasksOf(captured);
    await noteUse(tasks, about, options.workFolder);
    const { manifest, tables } = makeManifest({ ...about, ...captured });
    const wanted = selectedHeads(tasks, options.select);
    const { signal, onProgress } = options;
    const computed = await computeHeads(wanted, {
      manifest,
      tables,
      store,
      pool,
      isForced,
      ...(signal ? { signal } : {}),
      onCount: (nDone, nTotal) => onProgress?.({ stage: "heads", nDone, nTotal }),
    });
    nComputed += computed.nComputed;
    isForced = false;
    if (computed.isCaptureDamaged) {
      damages.push("The vectors kept of this model were damaged on disk; the model was run again.");
      captured = await captureInput(about, store, options, true);
      continue;
    }
    const missing = await missingHeads(tasks, store);
    const warnings = [...about.warnings, ...manifest.warnings, ...damages];
    if (missing.length > 0) {
      const heads = tasks.map(({ head }) => head);
      return { state: "partial", nHeads: tasks.length - missing.length, nComputed, warnings, heads };
    }
    // The vectors are by far the largest files, and packing does not need them: a build killed from here on resumes without them.
    if (captured.hasVectors) await storeReport(store, inputKey, captured.report);
    await removeFolder(captureFolder);
    captured = { ...captured, hasVectors: false };
    try {
      const { numbers } = captured.report;
      const parts = { manifest, tables, ...(numbers ? { numbers } : {}) };
      await publish(pool, about, parts, keptHeads(tasks, store), options);
    } catch (error) {
      if (!(error instanceof DamagedResult)) throw error;
      damages.push("Results kept of heads were damaged on disk; they were computed again.");
      await forgetDamaged(tasks, store);
      continue;
    }
    await about.digests.save();
    await rememberPublished(about.published, about);
    return { state: "built", nHeads: tasks.length, nComputed, warnings };
  }
  throw new ConfigError({
    what: "the disk does not keep the data that is written",
    where: options.workFolder,
    expected: "the same bytes when they are read again",
    received: `other bytes, ${MOST_ATTEMPTS} times`,
    cure: "Check the disk, or remove the folder and build again.",
  });
}

async function isMissing(tasks: readonly PlannedHead[], store: Store): Promise<boolean> {
  return (await missingHeads(tasks, store)).length > 0;
}

/** Before a head is computed: a build that is killed has told what it was for, and that the store has grown. */
async function noteUse(
  tasks: readonly PlannedHead[],
  { atlas, buildKey, inputKey }: AtlasInWork,
  workFolder: string,
): Promise<void> {
  const keys = [reportKey(inputKey), ...tasks.map(({ key }) => key)];
  await new Uses(workFolder).record(buildKey, { atlas: atlasFolder(atlas.id), inputKey, keys });
  await expectGrowth(workFolder);
}

/** What units make of the atlas. */
export function unitInput(
  { atlas, inputKey }: Pick<IdentifiedAtlas, "atlas" | "inputKey">,
  store: Store,
  heads: readonly HeadId[],
): UnitInput {
  return { store, inputKey, heads, keyOf: headKeys({ stage: STAGES.head, atlas, inputKey }) };
}

interface CapturedInput {
  readonly streams: Streams;
  readonly report: CaptureReport;
  /** False where the report is all that is left of the capture. */
  readonly hasVectors: boolean;
}

/** Stages 2 to 4: the input as the model reads it, and what is kept of its capture, or a capture made now. */
async function captureInput(
  about: AtlasInWork,
  store: Store,
  options: BuildOptions,
  isAnew: boolean,
): Promise<CapturedInput> {
  const { atlas, model, inputKey } = about;
  const { workFolder, signal, limits = limitsFrom(process.env) } = options;
  const folder = join(workFolder, "captures", inputKey);
  await closeInputs(about);
  const opening = { workFolder, limits, isTrusting: isTrusting(options), ...(signal ? { signal } : {}) };
  const input = await GuardedInput.open(atlas, model, opening);
  about.inputs.push(input);
  const { streams } = input;
  expectEnough(atlas, streams);
  expectColor(atlas, streams);
  const kept = isAnew ? undefined : await keptCapture(folder);
  if (kept !== undefined) return { streams, report: kept, hasVectors: true };
  const stored = isAnew ? undefined : await storedReport(store, inputKey);
  if (stored !== undefined) return { streams, report: stored, hasVectors: false };
  const joined = isAnew ? undefined : await joinedReport(store, inputKey, input);
  if (joined !== undefined) {
    await storeReport(store, inputKey, joined);
    return { streams, report: joined, hasVectors: false };
  }
  if (options.isMerge) {
    const heads = (await keptHeadList.get(store, inputKey)) ?? (await input.heads());
    throw await missingUnits(atlas, unitInput(about, store, heads), options.storeFolder);
  }
  await expectSelected(input, options.select);
  const [main] = streams.values();
  const report = await keepCapture(folder, about.buildKey, async (staging) => {
    const made = await input.capture(staging, (nDone) =>
      options.onProgress?.({ stage: "capture", nDone, nTotal: main?.sequences.length ?? 0 }),
    );
    await about.expectSame();
    return made;
  });
  return { streams, report, hasVectors: true };
}

async function closeInputs({ inputs }: AtlasInWork): Promise<void> {
  for (const input of inputs.splice(0)) await input.close();
}

/** Stage 8: all files of the atlas, which then takes the old one's place. */
async function publish(
  pool: WorkerPool,
  { published, expectSame }: AtlasInWork,
  parts: AtlasParts,
  heads: AsyncIterable<PackedHead>,
  options: BuildOptions,
): Promise<void> {
  const writer = await AtlasWriter.start(published, join(options.workFolder, "staging"));
  try {
    await packAtlas(writer, parts, heads, {
      drawAll: (tasks) => pool.drawMaps(tasks, options.signal),
    });
    await expectSame();
    await writer.publish();
  } catch (error) {
    // Reports the first error; files that cannot be removed now are removed by the next build.
    await writer.discard().catch(() => undefined);
    throw error;
  }
}
