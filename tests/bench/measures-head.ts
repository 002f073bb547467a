/** One head from its vectors to its files, with and without what was added for finding heads, and those additions one by one. */
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import { projectionName } from "#atlas/method.ts";
import { nPointsOf, type Alignment } from "#math/align.ts";
import { attentionGraph } from "#math/attention-graph.ts";
import { loadKernels } from "#math/load-kernels.ts";
import { mapQualities, type MapQuality } from "#math/map/map-quality.ts";
import { explainedColors } from "#measures/explained.ts";
import { headMetrics } from "#measures/head-metrics.ts";
import { headVisMetrics } from "#measures/headvis.ts";
import { measurePatterns } from "#measures/patterns/pattern-measures.ts";
import { measureVectors } from "#measures/vectors/vector-measures.ts";
import { alignVectors, readVectors, seedOf, type ReadVectors } from "#pipeline/capture/head-vectors.ts";
import { normColumn } from "#pipeline/measure/color-columns.ts";
import { headReasons } from "#pipeline/measure/head-reasons.ts";
import { measureHead, normsOf } from "#pipeline/measure/measure-head.ts";
import type { MeasureInput } from "#pipeline/measure/measure-input.ts";
import { searchNumbers } from "#pipeline/measure/search-numbers.ts";
import { packHead } from "#pipeline/pack/pack-head.ts";
import { outputsOf, type HeadResult } from "#pipeline/pack/outputs/output.ts";
import { searchHeadOutput } from "#pipeline/pack/outputs/search-head.ts";
import { orientationOf } from "#pipeline/project/orientation.ts";
import { projectHead, type HeadProjections } from "#pipeline/project/project-head.ts";
import type { HeadTask } from "#pipeline/run/head-task.ts";

export interface HeadInWork {
  readonly task: HeadTask;
  readonly vectors: ReadVectors;
  /** What the additions are counted from, made once. */
  readonly mapped: Mapped;
}

interface Mapped extends HeadProjections {
  readonly alignment: Alignment;
  readonly norms: Float32Array;
}

const kernels = await loadKernels();

export async function headInWork(task: HeadTask): Promise<HeadInWork> {
  const vectors = await readVectors(task);
  return { task, vectors, mapped: mapped(task, vectors) };
}

/** As `run/head-task.ts` computes a head. */
export async function withMeasures({ task, vectors }: HeadInWork): Promise<void> {
  const maps = mapped(task, vectors);
  const measured = measureHead(measureInput(task, vectors, maps));
  const search = task.classes && searchNumbers(vectors.patterns, maps.neighbors, task.classes);
  await packHead({ ...headResult(task, vectors, maps), ...measured, search });
}

/** The same head when its page has maps, how far they can be trusted and nothing else. */
export async function withoutMeasures({ task, vectors }: HeadInWork): Promise<void> {
  const maps = mapped(task, vectors);
  const qualities = qualitiesOf(task, vectors, maps);
  const distortion = new Map(
    maps.maps.map(({ projection }, m) => [projectionName(projection), qualities[m]!.distortion]),
  );
  const numbers = { head: formatHead(task.head) } as HeadNumbers;
  await packHead({ ...headResult(task, vectors, maps), numbers, distortion, search: null });
}

interface Part {
  readonly name: string;
  /** Whether it was added for finding heads; else it belongs to maps. */
  readonly isMeasure: boolean;
  readonly run: (head: HeadInWork) => unknown;
}

const about = ({
  task,
  vectors,
}: HeadInWork): Pick<HeadTask, "ids" | "grid" | "objects"> & ReadVectors["patterns"] => ({
  ...vectors.patterns,
  ids: task.ids,
  grid: task.grid,
  objects: task.objects,
});

export const PARTS: readonly Part[] = [
  {
    name: "alignment",
    isMeasure: false,
    run: ({ task, vectors }) => alignVectors(task, vectors, kernels),
  },
  {
    name: "maps",
    isMeasure: false,
    run: ({ task, vectors, mapped: { alignment } }) => projected(task, vectors, alignment),
  },
  {
    name: "how far the maps can be trusted",
    isMeasure: false,
    run: ({ task, vectors, mapped: maps }) => qualitiesOf(task, vectors, maps),
  },
  {
    name: "measures of patterns",
    isMeasure: true,
    run: (head: HeadInWork): void => {
      headMetrics(about(head));
      headVisMetrics(about(head));
      measurePatterns({ ...about(head), patchPx: head.task.grid?.patchPx ?? null });
    },
  },
  {
    name: "measures of queries, keys and values",
    isMeasure: true,
    run: ({ task, vectors, mapped: { norms } }) =>
      measureVectors({
        ...vectors,
        keyNorms: norms.subarray(vectors.shape.nTokens),
        grid: task.grid,
        seed: seedOf(task),
      }),
  },
  {
    name: "reasons and roles",
    isMeasure: true,
    run: ({ task, vectors }) => headReasons({ ...task, ...vectors, atlasSeed: task.seed }),
  },
  {
    name: "what explains the maps",
    isMeasure: true,
    run: ({ task, mapped: { maps, norms } }: HeadInWork): void => {
      const { columns, units } = task.colors!;
      explainedColors(
        maps.map(({ projection, coordinates }) => ({ dim: projection.dim, coordinates })),
        [...columns, normColumn(norms)],
        units,
        seedOf(task),
      );
    },
  },
  {
    name: "numbers of the search",
    isMeasure: true,
    run: async ({ task, vectors, mapped: maps }: HeadInWork): Promise<void> => {
      const search = searchNumbers(vectors.patterns, maps.neighbors, task.classes!);
      const result = { ...headResult(task, vectors, maps), search } as HeadResult;
      for (const output of outputsOf([searchHeadOutput], "head")) await output.files(result);
    },
  },
];

function mapped(task: HeadTask, vectors: ReadVectors): Mapped {
  const { q, k, shape } = vectors;
  const alignment = alignVectors(task, vectors, kernels);
  return { alignment, ...projected(task, vectors, alignment), norms: normsOf(q, k, shape) };
}

function projected(
  task: HeadTask,
  { q, k, shape, patterns }: ReadVectors,
  { points }: Alignment,
): HeadProjections {
  return projectHead({
    points,
    n: nPointsOf(shape),
    d: shape.dHead,
    attentionLinks: attentionGraph(q, k, shape, patterns, kernels),
    orientation: orientationOf(task),
    projections: task.projections,
    options: task.options,
    kernels,
    seed: seedOf(task),
  });
}

function measureInput(task: HeadTask, vectors: ReadVectors, maps: Mapped): MeasureInput {
  return {
    ...task,
    ...vectors,
    ...maps,
    head: formatHead(task.head),
    atlasSeed: task.seed,
    kernels,
    seed: seedOf(task),
    metric: task.options.metric,
  };
}

function headResult(
  { head, starts, keyStarts, grid }: HeadTask,
  { shape, weights, valueNorms }: ReadVectors,
  { maps, norms }: Mapped,
): Omit<HeadResult, "numbers" | "distortion" | "search"> {
  return { head, maps, nQueries: shape.nTokens, norms, weights, starts, keyStarts, grid, valueNorms };
}

/** As `measureHead` asks for them. */
function qualitiesOf(
  task: HeadTask,
  { q, k, shape, patterns }: ReadVectors,
  { alignment, neighbors, maps }: Mapped,
): MapQuality[] {
  const dot = (query: number, key: number): number => {
    let sum = 0;
    for (let axis = 0; axis < shape.dHead; axis++)
      sum += q[query * shape.dHead + axis]! * k[key * shape.dHead + axis]!;
    return sum;
  };
  const { metric } = task.options;
  return mapQualities(
    { points: alignment.points, shape, neighbors, patterns, dot, kernels, seed: seedOf(task), metric },
    maps.map(({ projection, coordinates }) => ({ dim: projection.dim, coordinates })),
  );
}
