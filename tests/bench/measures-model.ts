/** A model captured on its dataset as a build does it, and what finding heads costs once for all heads of a model. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { tokenTable } from "#atlas/tokens/token-table.ts";
import { nPointsOf } from "#math/align.ts";
import type { Neighbors } from "#math/neighbors/neighbors.ts";
import { loadKernels } from "#math/load-kernels.ts";
import { capture } from "#pipeline/capture/capture.ts";
import { alignVectors, readVectors } from "#pipeline/capture/head-vectors.ts";
import { reportNumbers } from "#pipeline/circuits/report-numbers.ts";
import { loadContent } from "#pipeline/config/load-content.ts";
import { resolveModel } from "#pipeline/config/resolve-model.ts";
import { openInput } from "#pipeline/inputs/open-input.ts";
import { towerColors } from "#pipeline/measure/color-columns.ts";
import { towerTraits } from "#pipeline/measure/reason-traits.ts";
import { classesOf, searchNumbers } from "#pipeline/measure/search-numbers.ts";
import { makeManifest } from "#pipeline/pack/make-manifest.ts";
import { attentionOutput } from "#pipeline/pack/outputs/attention.ts";
import { outputsOf, type HeadResult, type PackedTower } from "#pipeline/pack/outputs/output.ts";
import { relationsOutput } from "#pipeline/pack/outputs/relations.ts";
import { searchHeadOutput } from "#pipeline/pack/outputs/search-head.ts";
import { searchIndexOutput } from "#pipeline/pack/outputs/search-index.ts";
import { sharedOutput } from "#pipeline/pack/outputs/shared.ts";
import type { HeadTask } from "#pipeline/run/head-task.ts";
import { headTasks } from "#pipeline/run/head-tasks.ts";

/** As many as t-SNE at its perplexity asks for. */
const N_NEIGHBORS = 90;

export type Clock = (run: () => unknown) => Promise<number>;

export interface CapturedModel {
  readonly tasks: readonly HeadTask[];
  readonly tower: PackedTower;
  /** CPU milliseconds of what is read of the weights, links between heads, and the run on repeated tokens. */
  readonly ofWeights: number;
}

/** @param folder An empty one. */
export async function captureModel(
  content: string,
  name: string,
  folder: string,
  clock: Clock,
): Promise<CapturedModel> {
  const { atlases } = await loadContent(content, { models: [name], dataset: "stories" });
  const [atlas] = atlases;
  if (!atlas) throw new Error(`${content}/models/${name}.yaml with the dataset stories is missing.`);
  const resolved = await resolveModel(atlas);
  const { model, streams } = await openInput(atlas, resolved);
  const captureFolder = join(folder, "capture");
  await mkdir(captureFolder);
  const report = await capture(model, streams, captureFolder);
  const ofWeights = await clock(() =>
    reportNumbers({ model, streams, resolved, report, tell: () => undefined }),
  );
  await model.release();
  const digests = { modelDigest: "", datasetDigest: "", buildKey: "" };
  const { manifest, tables } = makeManifest({ atlas, model: resolved, streams, report, ...digests });
  const [table] = tables;
  if (table === undefined) throw new Error(`${name} has no tower.`);
  const tokens = tokenTable(table.tokens);
  const planned = headTasks({
    ...{ stage: 0, atlas, streams, report, captureFolder, inputKey: "" },
    storeFolder: folder,
  });
  const [classes, colors, traits] = [
    classesOf(tokens),
    towerColors(manifest, tokens, null),
    towerTraits(tokens),
  ];
  const tower = { ...table, pictures: null, manifest: { ...manifest, search: true }, folder };
  return { tasks: planned.map((task) => ({ ...task, classes, colors, traits })), tower, ofWeights };
}

/** CPU milliseconds of what is made once for all heads, by what it is. */
export async function costsOfModel(
  { tasks, tower, ofWeights }: CapturedModel,
  clock: Clock,
): Promise<[what: string, ms: number][]> {
  await leaveFiles(tasks, tower.folder);
  const { manifest, folder } = tower;
  const atlas = { manifest, folder, nBytes: Infinity, numbers: [], circuits: undefined };
  const timed = async (what: string, run: () => unknown): Promise<[string, number]> => [
    what,
    await clock(run),
  ];
  return [
    ["weights, links between heads, repeated tokens", ofWeights],
    await timed("relations of heads", () => outputsOf([relationsOutput], "tower")[0]?.files(tower)),
    await timed("rows for other models", () => outputsOf([sharedOutput], "tower")[0]?.files(tower)),
    await timed("joining the search", () => outputsOf([searchIndexOutput], "atlas")[0]?.files(atlas)),
  ];
}

/** What the files of all heads read of each: the weights as published, and the numbers of the search. */
async function leaveFiles(tasks: readonly HeadTask[], folder: string): Promise<void> {
  const [first] = tasks;
  if (first === undefined) return;
  const neighbors = await neighborsOf(first);
  for (const task of tasks) {
    const vectors = await readVectors(task);
    // How long all heads take to be joined does not depend on whose neighbors they are.
    const search = task.classes && searchNumbers(vectors.patterns, neighbors, task.classes);
    const result = { ...task, ...vectors, search } as Partial<HeadResult> as HeadResult;
    for (const output of outputsOf([attentionOutput, searchHeadOutput], "head"))
      for (const [file, bytes] of await output.files(result)) {
        await mkdir(dirname(join(folder, file)), { recursive: true });
        await writeFile(join(folder, file), bytes);
      }
  }
}

async function neighborsOf(task: HeadTask): Promise<Neighbors> {
  const kernels = await loadKernels();
  const vectors = await readVectors(task);
  const { points } = alignVectors(task, vectors, kernels);
  const { shape } = vectors;
  return kernels.nearestNeighbors(points, nPointsOf(shape), shape.dHead, N_NEIGHBORS, task.options.metric);
}
