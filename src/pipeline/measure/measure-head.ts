/** Stage 7: the numbers of one head, rounded as they are published. */
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { projectionName } from "#atlas/method.ts";
import { nPointsOf, type HeadShape } from "#math/align.ts";
import { mapQualities } from "#math/map/map-quality.ts";
import { explainedColors } from "#measures/explained.ts";
import { headMetrics } from "#measures/head-metrics.ts";
import { headVisMetrics } from "#measures/headvis.ts";
import { ALIGNMENT_MEASURES, MAP_MEASURES } from "#measures/map-measures.ts";
import { measurePatterns } from "#measures/patterns/pattern-measures.ts";
import type { ScoresAndChance } from "#measures/scores.ts";
import { measureVectors } from "#measures/vectors/vector-measures.ts";
import { normColumn, type TowerColors } from "./color-columns.ts";
import { headReasons } from "./head-reasons.ts";
import type { MeasureInput } from "./measure-input.ts";

export interface HeadMeasures {
  readonly numbers: HeadNumbers;
  /** By projection name, a number per point. */
  readonly distortion: ReadonlyMap<string, Float32Array>;
}

export function measureHead(input: MeasureInput): HeadMeasures {
  const { q, k, shape, patterns, ids, grid, objects, alignment, maps } = input;
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
  const { metrics, chance } = headMetrics({ ...patterns, ids, grid, objects });
  const numbers = {
    head: input.head,
    metrics: rounded(metrics, namesIn(metrics)),
    chance: rounded(chance, namesIn(chance)),
    alignment: rounded(alignment, ALIGNMENT_MEASURES),
    quality: Object.fromEntries(
      byName.map(([name, { measures }]) => [name, rounded(measures, namesIn(MAP_MEASURES))]),
    ),
    reasons: headReasons(input),
    ...(input.colors === null ? {} : { explained: explained(input, input.colors) }),
    ...moreNumbers(input),
  };
  return { numbers, distortion: new Map(byName.map(([name, { distortion }]) => [name, distortion])) };
}

/** What has a section of its own in `heads.json`. */
function moreNumbers({
  q,
  k,
  shape,
  patterns,
  ids,
  grid,
  objects,
  norms,
  valueNorms,
  seed,
}: MeasureInput): Required<Pick<HeadNumbers, "headvis" | "patterns" | "vectors">> {
  const headvis = headVisMetrics({ ...patterns, ids });
  const onPatterns = measurePatterns({ ...patterns, ids, grid, objects, patchPx: grid?.patchPx ?? null });
  const keyNorms = norms.subarray(shape.nTokens);
  const onVectors = measureVectors({ q, k, shape, patterns, keyNorms, valueNorms, grid, seed });
  return {
    headvis: rounded(headvis, namesIn(headvis)),
    patterns: bothRounded(onPatterns),
    vectors: bothRounded(onVectors),
  };
}

function bothRounded({ head, chance }: ScoresAndChance): ScoresAndChance {
  return { head: rounded(head, namesIn(head)), chance: rounded(chance, namesIn(chance)) };
}

function explained(
  { maps, norms, seed }: MeasureInput,
  { columns, units }: TowerColors,
): NonNullable<HeadNumbers["explained"]> {
  const drawn = maps.map(({ projection, coordinates }) => ({ dim: projection.dim, coordinates }));
  const byMap = explainedColors(drawn, [...columns, normColumn(norms)], units, seed);
  return Object.fromEntries(maps.map(({ projection }, m) => [projectionName(projection), byMap[m]!]));
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
function rounded<Name extends string, Numbers extends Readonly<Partial<Record<Name, number | null>>>>(
  numbers: Numbers,
  names: readonly Name[],
): Pick<Numbers, Name> {
  const entries = names
    .filter((name) => Object.hasOwn(numbers, name))
    .map((name) => {
      const value = numbers[name];
      return [name, typeof value === "number" ? Number(value.toFixed(4)) : null];
    });
  return Object.fromEntries(entries) as Pick<Numbers, Name>;
}

function namesIn<Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(table) as Name[];
}
