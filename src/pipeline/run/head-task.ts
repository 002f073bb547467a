/** The work of a worker thread: takes one head from its vectors to its files (stages 5 to 8), and stores the result. */
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import type { Projection } from "#atlas/method.ts";
import { align, type Criterion } from "#math/align.ts";
import { attentionGraph } from "#math/attention-graph.ts";
import type { Kernels } from "#math/kernels.ts";
import { loadKernels } from "#math/load-kernels.ts";
import { seedFrom } from "#math/random.ts";
import type { ProjectionOptions } from "#projections/projections.ts";
import { Store, type Bundle } from "../cache/store.ts";
import { patternStarts } from "../capture/capture-files.ts";
import type { HeadChecksums } from "../capture/checksums.ts";
import { DamagedCapture, readHead } from "../capture/read-head.ts";
import { measureHead, normsOf } from "../measure/measure-head.ts";
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
  readonly grid: { readonly columns: number; readonly nSpecial: number } | null;
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
  const { head, dHead, starts, isCausal } = task;
  const keyStarts = task.keyStarts ?? starts;
  const [nQueries, nKeys] = [starts[starts.length - 1]!, keyStarts[keyStarts.length - 1]!];
  const nWeights = patternStarts(starts, keyStarts).at(-1);
  const size = { nQueries, nKeys, dHead, nWeights };
  const { q, k, weights, valueNorms } = await readHead(task.captureFolder, head, task.checksums, size);
  const isCross = task.keyStarts !== null;
  const shape = { nTokens: nQueries, dHead, ...(isCross ? { nKeys } : {}) };
  const patterns = { starts, weights, isCausal, ...(isCross ? { keyStarts } : {}) };
  const seed = seedFrom(formatHead(head), task.seed);
  const loaded = await (kernels ??= loadKernels());
  const { criterion, projections, options } = task;
  const { metric } = options;
  const alignment = align(q, k, shape, patterns, loaded, { criterion, seed, metric });
  const attentionLinks = attentionGraph(q, k, shape, patterns, loaded);
  const { maps, neighbors } = projectHead({
    points: alignment.points,
    n: nQueries + nKeys,
    d: dHead,
    attentionLinks,
    orientation: orientationOf(task),
    projections,
    options,
    kernels: loaded,
    seed,
  });
  const about = { head: formatHead(head), q, k, shape, patterns, ids: task.ids, grid: task.grid };
  const measured = measureHead({ ...about, alignment, neighbors, maps, kernels: loaded, seed, metric });
  const packed = await packHead({
    head,
    maps,
    nQueries,
    norms: normsOf(q, k, shape),
    weights,
    valueNorms,
    ...measured,
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
