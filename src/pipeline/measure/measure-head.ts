/** Stage 7: the numbers of one head, rounded as they are published. */
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { projectionName, type Projection } from "#atlas/method.ts";
import { nPointsOf, type Alignment, type HeadShape } from "#math/align.ts";
import type { Kernels, Metric, Neighbors } from "#math/kernels.ts";
import { mapQualities } from "#math/map-quality.ts";
import type { Patterns } from "#math/pattern-rows.ts";
import { headMetrics, type MetricsInput } from "#measures/head-metrics.ts";
import { ALIGNMENT_MEASURES, MAP_MEASURES } from "#measures/map-measures.ts";

export interface MeasureInput {
  /** `L3H5`. */
  readonly head: string;
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly shape: HeadShape;
  readonly patterns: Patterns;
  readonly ids: MetricsInput["ids"];
  readonly grid: MetricsInput["grid"];
  readonly alignment: Alignment;
  readonly neighbors: Neighbors;
  readonly maps: readonly { readonly projection: Projection; readonly coordinates: Float32Array }[];
  readonly kernels: Kernels;
  readonly seed: number;
  readonly metric: Metric;
}

export interface HeadMeasures {
  readonly numbers: HeadNumbers;
  /** By projection name, a number per point. */
  readonly distortion: ReadonlyMap<string, Float32Array>;
}

export function measureHead(input: MeasureInput): HeadMeasures {
  const { q, k, shape, patterns, alignment, maps } = input;
  const dot = (query: number, key: number): number => {
    let sum = 0;
    for (let axis = 0; axis < shape.dHead; axis++)
      sum += q[query * shape.dHead + axis]! * k[key * shape.dHead + axis]!;
    return sum;
  };
  const { neighbors, kernels, seed, metric } = input;
  const reference = { points: alignment.points, shape, neighbors, patterns, dot, kernels, seed, metric };
  const qualities = mapQualities(
    reference,
    maps.map(({ projection, coordinates }) => ({ dim: projection.dim, coordinates })),
  );
  const byName = maps.map(({ projection }, m) => [projectionName(projection), qualities[m]!] as const);
  const { metrics, chance } = headMetrics({ ...patterns, ids: input.ids, grid: input.grid });
  const numbers = {
    head: input.head,
    metrics: rounded(metrics, namesIn(metrics)),
    chance: rounded(chance, namesIn(chance)),
    alignment: rounded(alignment, ALIGNMENT_MEASURES),
    quality: Object.fromEntries(
      byName.map(([name, { measures }]) => [name, rounded(measures, namesIn(MAP_MEASURES))]),
    ),
  };
  return { numbers, distortion: new Map(byName.map(([name, { distortion }]) => [name, distortion])) };
}

/** |q| of all queries, then |k| of all keys. */
export function normsOf(q: Float32Array, k: Float32Array, shape: HeadShape): Float32Array {
  const { nTokens, dHead } = shape;
  return Float32Array.from({ length: nPointsOf(shape) }, (_, i) => {
    const [vectors, row] = i < nTokens ? [q, i] : [k, i - nTokens];
    let square = 0;
    for (let axis = 0; axis < dHead; axis++) square += vectors[row * dHead + axis]! ** 2;
    return Math.sqrt(square);
  });
}

/** The named numbers, in this order, to four decimals: more would be noise of the sample. */
function rounded<Name extends string, Numbers extends Readonly<Record<Name, number | null>>>(
  numbers: Numbers,
  names: readonly Name[],
): Pick<Numbers, Name> {
  const entries = names.map((name) => {
    const value = numbers[name];
    return [name, value === null ? null : Number(value.toFixed(4))];
  });
  return Object.fromEntries(entries) as Pick<Numbers, Name>;
}

function namesIn<Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(table) as Name[];
}
