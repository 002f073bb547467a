/**
 * Makes one unit of each atlas: its range of heads, and the layers that these need. Any number of machines do this at once, in
 * any order, and again: nothing is locked, results are named by what they depend on, and one that is there is not made again.
 */
import { mkdir, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atlasFolder } from "#atlas/address.ts";
import { formatLayer } from "#atlas/files/layer-maps.ts";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import { identifyOptions, STAGES, storeFolderOf, unitInput, type BuildOptions } from "./build-atlas.ts";
import { isLeftover, nameInTheMaking } from "./cache/owner.ts";
import { Store } from "./cache/store.ts";
import { Uses } from "./cache/uses.ts";
import type { CapturedHead } from "./capture/capture-writer.ts";
import { reportKey } from "./capture/stored-report.ts";
import type { AtlasConfig } from "./config/load-content.ts";
import { MachineError } from "./errors.ts";
import { limitsFrom } from "./guard/limits.ts";
import { identifyAtlas, type IdentifiedAtlas } from "./inputs/identify-atlas.ts";
import { makeManifest } from "./pack/make-manifest.ts";
import { computeHeads } from "./run/compute-heads.ts";
import { expectColor, expectEnough } from "./run/expect-enough.ts";
import { GuardedInput } from "./run/guarded-input.ts";
import { headTasks } from "./run/head-tasks.ts";
import { expectGrowth } from "./run/limit-store.ts";
import { orFromWeights } from "./run/read-weights.ts";
import { WorkerPool } from "./run/worker-pool.ts";
import { isDone, lackingOf, type Lacking, type UnitInput } from "./units/missing-units.ts";
import { keptCount, keptHeadList, keptLayer, keptNumbers, layersOf, unitKeys } from "./units/stored-units.ts";
import { partOf, type Unit } from "./units/unit.ts";

export interface UnitOptions extends Omit<BuildOptions, "outFolder" | "select" | "isMerge"> {
  readonly unit: Unit;
}

export interface UnitOutcome {
  /** The heads of the unit; none where an atlas has fewer heads than there are units. */
  readonly heads: readonly HeadId[];
  /** Of them, those that were computed now. */
  readonly nComputed: number;
  /** Layers of which the model was run for them, in all. */
  readonly nLayers: number;
  readonly warnings: readonly string[];
}

/** @throws {UserError} if the input has mistakes. */
export async function buildUnit(atlas: AtlasConfig, options: UnitOptions): Promise<UnitOutcome> {
  // Patterns that are published as they come cost nothing: `merge` takes them over.
  if (atlas.source.kind === "headvis") return { heads: [], nComputed: 0, nLayers: 0, warnings: [] };
  const pool = options.pool ?? new WorkerPool(options.workers);
  try {
    return await orFromWeights(atlas, (chosen) => buildWith(pool, chosen, options));
  } finally {
    if (!options.pool) await pool.close();
  }
}

async function buildWith(pool: WorkerPool, atlas: AtlasConfig, options: UnitOptions): Promise<UnitOutcome> {
  const { unit, force: isForced = false } = options;
  const identified = await identifyAtlas(STAGES, atlas, await identifyOptions(options));
  const store = new Store(storeFolderOf(options));
  const { inputKey, warnings } = identified;
  let input: GuardedInput | undefined;
  try {
    let all = await keptHeadList.get(store, inputKey);
    if (all === undefined) {
      input = await open(identified, options);
      all = await input.heads();
      await keptHeadList.put(store, inputKey, all);
    }
    // The latest number is told where units are missing.
    await keptCount.put(store, inputKey, unit.count);
    const heads = partOf(unit, all);
    const about = unitInput(identified, store, all);
    const lacking = await lackingOf(unit, about, { isForced });
    if (isDone(lacking)) return { heads, nComputed: 0, nLayers: 0, warnings };
    await noteUse(identified, about, options.workFolder);
    input ??= await open(identified, options);
    const nLayers = await make({ pool, identified, about, lacking, input, isForced }, options);
    return { heads, nComputed: lacking.heads.length, nLayers, warnings };
  } finally {
    await input?.close();
  }
}

async function open({ atlas, model }: IdentifiedAtlas, options: UnitOptions): Promise<GuardedInput> {
  const { workFolder, signal, limits = limitsFrom(process.env), force } = options;
  const opening = { workFolder, limits, isTrusting: force !== true, ...(signal ? { signal } : {}) };
  const input = await GuardedInput.open(atlas, model, opening);
  expectEnough(atlas, input.streams);
  expectColor(atlas, input.streams);
  return input;
}

/** As for a build: results that a unit has kept are not taken for unused ones. */
async function noteUse(
  { atlas, buildKey, inputKey }: IdentifiedAtlas,
  { heads, keyOf }: UnitInput,
  workFolder: string,
): Promise<void> {
  const keys = [reportKey(inputKey), ...unitKeys(inputKey, heads), ...heads.map(keyOf)];
  await new Uses(workFolder).record(buildKey, { atlas: atlasFolder(atlas.id), inputKey, keys });
  await expectGrowth(workFolder);
}

interface UnitInWork {
  readonly pool: WorkerPool;
  readonly identified: IdentifiedAtlas;
  readonly about: UnitInput;
  readonly lacking: Lacking;
  readonly input: GuardedInput;
  readonly isForced: boolean;
}

/** Runs the model as far as it is needed, keeps what is told of its layers, and then each head. @returns Layers captured. */
async function make(work: UnitInWork, options: UnitOptions): Promise<number> {
  const { pool, identified, about, lacking, input, isForced } = work;
  const { store, inputKey } = about;
  const { signal, onProgress } = options;
  const { streams } = input;
  const [main] = streams.values();
  const folder = await ownFolder();
  try {
    const layers = layersOf([
      ...lacking.heads,
      ...about.heads.filter((id) => lacking.layers.includes(formatLayer(id))),
    ]);
    const asked = { folder, layers, hasNumbers: lacking.hasNumbers };
    const captured = await input.captureLayers(asked, (nDone) =>
      onProgress?.({ stage: "capture", nDone, nTotal: main?.sequences.length ?? 0 }),
    );
    await identified.expectSame();
    for (const report of captured.layers) await keptLayer(report.layer).put(store, inputKey, report);
    if (captured.numbers) await keptNumbers.put(store, inputKey, captured.numbers);
    const own = captured.layers.flatMap(({ heads }) => heads);
    const report = { heads: withOthers(about.heads, own), replay: NO_REPLAY, warnings: [] };
    const wanted = new Set(lacking.heads.map(formatHead));
    const tasks = headTasks({
      stage: STAGES.head,
      atlas: identified.atlas,
      streams,
      report,
      captureFolder: folder,
      inputKey,
      storeFolder: storeFolderOf(options),
    }).filter(({ head }) => wanted.has(formatHead(head)));
    const { manifest, tables } = makeManifest({ ...identified, streams, report });
    const { isCaptureDamaged } = await computeHeads(tasks, {
      ...{ manifest, tables, store, pool, isForced },
      ...(signal ? { signal } : {}),
      onCount: (nDone, nTotal) => onProgress?.({ stage: "heads", nDone, nTotal }),
    });
    if (isCaptureDamaged) throw damagedFolder(folder);
    return layers.length;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const NO_REPLAY = {
  errors: [],
  maxError: 0,
  tolerance: 0,
  isWithin: true,
  isUnderstood: true,
  notFinite: [],
  explained: [],
};
const NO_FILES = { q: null, k: null, weights: null, valueNorms: null };

/** All heads of the model in its order: of those that were not captured only the name is known, and nothing else is asked. */
function withOthers(all: readonly HeadId[], captured: readonly CapturedHead[]): CapturedHead[] {
  const known = new Map(captured.map((head) => [formatHead(head.id), head]));
  return all.map(
    (id) =>
      known.get(formatHead(id)) ?? { id, dHead: 0, isCausal: true, keyHead: id.head, checksums: NO_FILES },
  );
}

const PREFIX = "headland-unit";

/** A folder on the machine's own disk, where no other machine waits for it; those of killed units are removed. */
async function ownFolder(): Promise<string> {
  for (const name of await readdir(tmpdir()))
    if (name.startsWith(PREFIX) && (await isLeftover(name)))
      // Another user's, perhaps.
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  const folder = await nameInTheMaking(join(tmpdir(), PREFIX));
  await mkdir(folder);
  return folder;
}

function damagedFolder(folder: string): MachineError {
  return new MachineError({
    what: "the disk does not keep the data that is written",
    where: folder,
    expected: "the same bytes when they are read again",
    received: "other bytes",
    cure: "Run the same command again: what is done is kept. TMPDIR names another disk.",
  });
}
