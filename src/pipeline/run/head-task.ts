/** The work of a worker thread: takes one head from its vectors to its files (stages 5 to 8), and stores the result. */
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import type { Projection } from "#atlas/method.ts";
import { nPointsOf, type Criterion } from "#math/align.ts";
import { attentionGraph } from "#math/attention-graph.ts";
import type { Kernels } from "#math/kernels.ts";
import { loadKernels } from "#math/load-kernels.ts";
import type { Classes } from "#math/search/class-weights.ts";
import type { ProjectionOptions } from "#projections/projections.ts";
import { Store, type Bundle } from "../cache/store.ts";
import type { HeadChecksums } from "../capture/checksums.ts";
import { alignVectors, readVectors, seedOf } from "../capture/head-vectors.ts";
import { DamagedCapture } from "../capture/read-head.ts";
import type { PatchGrid } from "../inputs/encoded-dataset.ts";
import type { TowerColors } from "../measure/color-columns.ts";
import { measureHead, normsOf } from "../measure/measure-head.ts";
import type { TowerTraits } from "../measure/reason-traits.ts";
import { searchNumbers } from "../measure/search-numbers.ts";
import { packHead, type PackedHead } from "../pack/pack-head.ts";
import { orientationOf } from "../project/orientation.ts";
import { projectHead } from "../project/project-head.ts";

/** Everything a head's result depends on, as plain data for the worker. */
export interface HeadTask {
  readonly storeFolder: string;
  /** The key under which the result is stored. */
  readonly key: string;
  readonly captureFolder: string;
  readonly head: HeadId;
  readonly dHead: number;
  readonly isCausal: boolean;
  /** Path of the head's files in the capture folder. */
  readonly checksums: HeadChecksums;
  /** Index of the first query of each sequence, and the number of queries as the last entry. */
  readonly starts: Uint32Array;
  /** The same for keys, in cross-attention; null if queries and keys belong to the same tokens. */
  readonly keyStarts: Uint32Array | null;
  /** A number per distinct token; null for pictures. */
  readonly ids: Uint32Array | null;
  readonly grid: Pick<PatchGrid, "columns" | "nSpecial" | "patchPx"> | null;
  /** A number per distinct object that a patch shows, 0 for none; null for text, and without labels of patches. */
  readonly objects: Uint32Array | null;
  /** What colors say of the points of its tower. */
  readonly colors: TowerColors | null;
  /** What the search over all heads counts by; null where it does not apply. */
  readonly classes: Classes | null;
  /** Labels and texts of its tower, for the reasons. */
  readonly traits: TowerTraits;
  readonly criterion: Criterion;
  readonly projections: readonly Projection[];
  readonly options: ProjectionOptions;
  readonly seed: number;
}

let kernels: Promise<Kernels> | undefined;

/** How a task ended: the result was stored, or nothing was done because the capture is damaged. */
export type HeadEnd = "kept" | "damaged capture";

export async function runHead(task: HeadTask): Promise<HeadEnd> {
  try {
    await computeHead(task);
    return "kept";
  } catch (error) {
    if (error instanceof DamagedCapture) return "damaged capture";
    throw error;
  }
}

async function computeHead(task: HeadTask): Promise<void> {
  const { head, dHead, starts } = task;
  const vectors = await readVectors(task);
  const { q, k, weights, valueNorms, shape, patterns } = vectors;
  const nQueries = shape.nTokens;
  const seed = seedOf(task);
  const loaded = await (kernels ??= loadKernels());
  const { projections, options } = task;
  const { metric } = options;
  const alignment = alignVectors(task, vectors, loaded);
  const attentionLinks = attentionGraph(q, k, shape, patterns, loaded);
  const { maps, neighbors } = projectHead({
    points: alignment.points,
    n: nPointsOf(shape),
    d: dHead,
    attentionLinks,
    orientation: orientationOf(task),
    projections,
    options,
    kernels: loaded,
    seed,
  });
  const norms = normsOf(q, k, shape);
  const { ids, grid, objects, colors, traits } = task;
  const about = {
    head: formatHead(head),
    q,
    k,
    shape,
    patterns,
    ids,
    grid,
    objects,
    norms,
    valueNorms,
    colors,
    traits,
    atlasSeed: task.seed,
  };
  const measured = measureHead({ ...about, alignment, neighbors, maps, kernels: loaded, seed, metric });
  const packed = await packHead({
    head,
    maps,
    nQueries,
    norms,
    weights,
    starts,
    keyStarts: task.keyStarts,
    grid: task.grid,
    valueNorms,
    ...measured,
    search: task.classes && searchNumbers(patterns, neighbors, task.classes),
  });
  await new Store(task.storeFolder).put(task.key, bundleOf(packed));
}

/** A packed head as named byte arrays; `readBundle` is its inverse. */
function bundleOf({ numbers, files }: PackedHead): Bundle {
  const bundle = new Map<string, Uint8Array>([
    ["numbers", new TextEncoder().encode(JSON.stringify(numbers))],
  ]);
  for (const [name, content] of files) bundle.set(`file/${name}`, content);
  return bundle;
}

/** Reads a stored result. */
export function readBundle(head: HeadId, bundle: Bundle): PackedHead {
  const folder = "file/";
  const files = new Map(
    [...bundle].flatMap(([name, content]) =>
      name.startsWith(folder) ? [[name.slice(folder.length), content] as const] : [],
    ),
  );
  const numbers = JSON.parse(new TextDecoder().decode(bundle.get("numbers"))) as PackedHead["numbers"];
  return { head, numbers, files };
}
