/** The order of the stages: the one file that knows it. */
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { atlasFiles, atlasFolder } from "#atlas/address.ts";
import type { HeadId } from "#atlas/head-id.ts";
import { FORMAT_VERSION, type Manifest } from "#atlas/manifest.ts";
import { projectionsOf } from "#atlas/method.ts";
import { DigestIndex, type Digests } from "./cache/digest-index.ts";
import { cacheKey, Store } from "./cache/store.ts";
import { capture, type CaptureReport } from "./capture/capture.ts";
import type { AtlasConfig } from "./config/load-content.ts";
import { resolveModel } from "./config/resolve-model.ts";
import type { HubSettings } from "./hub/settings.ts";
import { digestInput, expectUnchanged } from "./inputs/digest-input.ts";
import type { EncodedDataset } from "./inputs/encoded-dataset.ts";
import { sidesOf, type Streams } from "./inputs/model-input.ts";
import { openInput } from "./inputs/open-input.ts";
import { ConfigError, describeProblem } from "./errors.ts";
import { makeManifest } from "./pack/make-manifest.ts";
import { packAtlas } from "./pack/pack-atlas.ts";
import type { PackedHead } from "./pack/pack-head.ts";
import { AtlasWriter } from "./pack/write-atlas.ts";
import { LEAST_POINTS } from "./project/project-head.ts";
import { readBundle, type HeadTask } from "./run/head-task.ts";
import { WorkerPool } from "./run/worker-pool.ts";

/** Raised when a stage computes something else from the same input: old results are then not found any more. */
const STAGES = { capture: 6, head: 18, pack: 10 };

export interface BuildOptions {
  /** Where atlases are published, e.g. `public/atlas`. */
  readonly outFolder: string;
  /** Where results are kept between builds, e.g. `.headland`. */
  readonly workFolder: string;
  readonly workers?: number;
  /** Threads that several atlases share; their own, as many as `workers` says, if not given. */
  readonly pool?: WorkerPool;
  readonly signal?: AbortSignal;
  /** Only these heads are computed now; the atlas is published once all are there. */
  readonly select?: (head: HeadId) => boolean;
  /** Read every file and compute everything again. */
  readonly force?: boolean;
  /** What is known of files, shared by several atlases; the one in `workFolder` if not given. */
  readonly digests?: Digests;
  readonly onProgress?: (progress: Progress) => void;
  /** Where models come from; read from the environment if not given. */
  readonly hub?: HubSettings;
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
}

/** Builds one atlas, or finds that it is up to date. @throws {UserError} if the author's input does not allow it. */
export async function buildAtlas(atlas: AtlasConfig, options: BuildOptions): Promise<Outcome> {
  const pool = options.pool ?? new WorkerPool(options.workers);
  try {
    return await buildWith(pool, atlas, options);
  } finally {
    if (!options.pool) await pool.close();
  }
}

async function buildWith(pool: WorkerPool, atlas: AtlasConfig, options: BuildOptions): Promise<Outcome> {
  const model = await resolveModel(atlas, {
    ...(options.hub ? { hub: options.hub } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
    onDownload: ({ file, nBytes, nTotalBytes }) =>
      options.onProgress?.({ stage: "download", nDone: nBytes, nTotal: nTotalBytes, file }),
  });
  const digests =
    options.digests ?? (await DigestIndex.open(options.workFolder, { isTrusting: !options.force }));
  const input = await digestInput(atlas, model, digests);
  await digests.save();
  const expectSame = async (): Promise<void> =>
    expectUnchanged(input, await digestInput(atlas, model, digests));
  const [modelDigest, datasetDigest] = [input.model.digest, input.dataset.digest];
  const { limit, projection, ...shown } = atlas.dataset;
  const inputKey = cacheKey(
    STAGES.capture,
    modelDigest,
    datasetDigest,
    limit,
    atlas.model.special,
    atlas.model.inputs,
    projection.seed,
  );
  // Whether a model is on or off says nothing about its atlas.
  const modelConfig = { ...atlas.model, enabled: undefined };
  const buildKey = cacheKey(STAGES, FORMAT_VERSION, inputKey, projection, modelConfig, shown, model.revision);
  const published = join(options.outFolder, atlasFolder(atlas.id));
  if (!options.force && (await readBuildKey(published)) === buildKey) {
    return { state: "unchanged", nHeads: 0, nComputed: 0, warnings: model.notices };
  }

  const captureFolder = join(options.workFolder, "captures", inputKey);
  const { model: opened, streams } = await openInput(atlas, model, digests);
  await digests.save();
  let report: CaptureReport;
  try {
    expectEnough(atlas, streams);
    const [main] = streams.values();
    report = await captureOnce(captureFolder, options, async (folder) => {
      const made = await capture(opened, streams, folder, {
        modelFolder: model.folder,
        ...(options.signal ? { signal: options.signal } : {}),
        onBatch: (nDone) =>
          options.onProgress?.({ stage: "capture", nDone, nTotal: main?.sequences.length ?? 0 }),
      });
      await expectSame();
      return made;
    });
  } finally {
    await opened.release();
  }

  const tasks = headTasks({
    atlas,
    streams,
    report,
    captureFolder,
    inputKey,
    storeFolder: join(options.workFolder, "store"),
  });
  const store = new Store(join(options.workFolder, "store"));
  const nComputed = await computeHeads(tasks, store, pool, options);
  const missing = await missingHeads(tasks, store);
  const { manifest, tables } = makeManifest({
    atlas,
    model,
    streams,
    modelDigest,
    datasetDigest,
    report,
    buildKey,
  });
  const warnings = [...model.notices, ...manifest.warnings];
  if (missing.length > 0)
    return { state: "partial", nHeads: tasks.length - missing.length, nComputed, warnings };

  const writer = await AtlasWriter.start(published);
  try {
    await packAtlas(writer, { manifest, tables }, keptHeads(tasks, store), (sheets) =>
      pool.drawSheets(sheets, options.signal),
    );
    await expectSame();
    await writer.publish();
  } catch (error) {
    await writer.discard();
    throw error;
  }
  // The vectors are by far the largest; all that is shown of them is kept in the store.
  await rm(captureFolder, { recursive: true, force: true });
  await digests.save();
  return { state: "built", nHeads: tasks.length, nComputed, warnings };
}

function expectEnough(atlas: AtlasConfig, streams: Streams): void {
  const least = Math.ceil(LEAST_POINTS / 2);
  const nTokens = Math.min(...[...streams.values()].map((stream) => stream.nTokens));
  if (nTokens >= least) return;
  throw new ConfigError(
    describeProblem({
      what: "there is too little to draw a map of",
      where: `${atlas.datasetFile}, source`,
      expected: `at least ${least} tokens`,
      received: `${nTokens}`,
    }),
  );
}

async function readBuildKey(folder: string): Promise<string | undefined> {
  try {
    const manifest = JSON.parse(
      await readFile(join(folder, atlasFiles.manifest), "utf8"),
    ) as Partial<Manifest>;
    return manifest.buildKey;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Captures into a folder beside its place and moves it there with its report: a capture is whole or absent. */
async function captureOnce(
  folder: string,
  options: BuildOptions,
  run: (folder: string) => Promise<CaptureReport>,
): Promise<CaptureReport> {
  const reportFile = join(folder, "report.json");
  if (!options.force) {
    const known = await readFile(reportFile, "utf8").catch(() => undefined);
    if (known !== undefined) return JSON.parse(known) as CaptureReport;
  }
  const staging = `${folder}.new`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const report = await run(staging);
  await writeFile(join(staging, "report.json"), JSON.stringify(report));
  await rm(folder, { recursive: true, force: true });
  await rename(staging, folder);
  return report;
}

interface TaskInput {
  readonly atlas: AtlasConfig;
  readonly streams: Streams;
  readonly report: CaptureReport;
  readonly captureFolder: string;
  readonly inputKey: string;
  readonly storeFolder: string;
}

function headTasks({ atlas, streams, report, captureFolder, inputKey, storeFolder }: TaskInput): HeadTask[] {
  const { methods, dims, seed, alignment, ...options } = atlas.dataset.projection;
  const projections = projectionsOf({ methods, dims });
  return report.heads.map(({ id, dHead, isCausal }) => {
    const { queries, keys } = sidesOf(streams, id.tower);
    const isCross = queries !== keys;
    return {
      storeFolder,
      key: cacheKey(STAGES.head, inputKey, id, alignment, projections, options, seed),
      captureFolder,
      head: id,
      dHead,
      isCausal,
      starts: queries.starts,
      keyStarts: isCross ? keys.starts : null,
      ids: isCross ? null : tokenIds(queries),
      grid: isCross ? null : queries.grid,
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

async function computeHeads(
  tasks: readonly HeadTask[],
  store: Store,
  pool: WorkerPool,
  options: BuildOptions,
): Promise<number> {
  const wanted = tasks.filter((task) => options.select?.(task.head) ?? true);
  const open = options.force ? wanted : await missingHeads(wanted, store);
  let nDone = wanted.length - open.length;
  options.onProgress?.({ stage: "heads", nDone, nTotal: wanted.length });
  await pool.computeHeads(open, {
    ...(options.signal ? { signal: options.signal } : {}),
    onHead: () => options.onProgress?.({ stage: "heads", nDone: ++nDone, nTotal: wanted.length }),
  });
  return open.length;
}

async function missingHeads(tasks: readonly HeadTask[], store: Store): Promise<HeadTask[]> {
  const missing: HeadTask[] = [];
  for (const task of tasks) if (!(await store.has(task.key))) missing.push(task);
  return missing;
}

async function* keptHeads(tasks: readonly HeadTask[], store: Store): AsyncGenerator<PackedHead> {
  for (const task of tasks) {
    const bundle = await store.get(task.key);
    if (bundle === undefined) throw new Error(`The kept result of a head was damaged on disk: build again.`);
    yield readBundle(task.head, bundle);
  }
}
