/** Measures a head: every metric in the table, as a mean over a dataset. Names are those of Neuronpedia and HeadVis. */
import { eachRow } from "#math/pattern-rows.ts";
import {
  sumOver,
  type Metric,
  type MetricRow,
  type MetricsOf,
  type PatchPlaces,
  type Weight,
} from "./metric.ts";
import { METRICS } from "./metrics.ts";

export interface MetricsInput {
  /** Index of the first query of each sequence, and the number of queries as the last entry. */
  readonly starts: Uint32Array;
  /** Cross-attention: the same for keys; absent if keys and queries belong to the same tokens. */
  readonly keyStarts?: Uint32Array;
  /** [queries, keys] of every sequence, one after the other; rows sum to 1, or to less where keys are not shown. */
  readonly weights: Float32Array;
  readonly isCausal: boolean;
  /** A number per distinct token, [nTokens]; null for pictures, whose tokens are positions. */
  readonly ids: ArrayLike<number> | null;
  /** Pictures only: how tokens lie in them. */
  readonly grid: PatchPlaces | null;
  /** Labeled pictures only: what each token shows, a number from 1 per distinct object; 0 is none. [nTokens] */
  readonly objects?: ArrayLike<number> | null;
}

/** The scores of a head, and the scores of a head that spreads its weight evenly over the visible keys. */
export interface HeadScores<List extends readonly Metric[] = typeof METRICS> {
  readonly metrics: MetricsOf<List>;
  readonly chance: MetricsOf<List>;
}

export function headMetrics(input: MetricsInput): HeadScores;
export function headMetrics<const List extends readonly Metric[]>(
  input: MetricsInput,
  metrics: List,
): HeadScores<List>;
/** Queries that see a single key have no choice, so all metrics leave them out. */
export function headMetrics(
  input: MetricsInput,
  metrics: readonly Metric[] = METRICS,
): HeadScores<readonly Metric[]> {
  const isWithin = input.keyStarts === undefined;
  const counting = metrics.filter(({ isOfPlaces }) => isWithin || !isOfPlaces);
  const means = counting.map((metric) => ({ metric, count: 0, head: 0, chance: 0 }));
  eachMetricRow(input, (row) => {
    for (const mean of means) {
      const measured = mean.metric.measure(row);
      if (measured === null) continue;
      // The same rows count for both.
      mean.head += measured(row.weight);
      mean.chance += measured(evenly(row));
      mean.count++;
    }
  });
  const scores = (of: "head" | "chance"): MetricsOf<readonly Metric[]> =>
    Object.fromEntries(
      metrics.map((metric) => {
        const mean = means.find((candidate) => candidate.metric === metric);
        if (mean === undefined) return [metric.name, null];
        return [metric.name, mean.count > 0 ? mean[of] / mean.count : metric.otherwise];
      }),
    );
  return { metrics: scores("head"), chance: scores("chance") };
}

/** The weights of a head that spreads what it shows of this row over all keys that the query sees. */
export function evenly({ nKeys, total }: Pick<MetricRow, "nKeys" | "total">): Weight {
  return (key) => (key < nKeys ? total / nKeys : 0);
}

/** Every row that metrics measure. Queries that see a single key have no choice. @param visit Gets the row's query among all queries, too. */
export function eachMetricRow(input: MetricsInput, visit: (row: MetricRow, query: number) => void): void {
  const { weights, grid } = input;
  const isWithin = input.keyStarts === undefined;
  let placed: Placed | undefined;
  eachRow(input, ({ query, first, length, nKeys, at }) => {
    if (nKeys < 2) return;
    const weight: Weight = (key) => weights[at + key]!;
    const total = sumOver(nKeys, weight);
    if (placed?.first !== first) placed = placedIn(input, first, length);
    visit({ row: query - first, length, nKeys, weight, total, isWithin, grid, ...placed.of(query) }, query);
  });
}

type Alike = Pick<MetricRow, "copies" | "objects">;

/** The tokens of one sequence, by what they are or show. */
interface Placed {
  readonly first: number;
  readonly of: (token: number) => Alike;
}

function placedIn(
  { ids, objects = null }: Pick<MetricsInput, "ids" | "objects">,
  first: number,
  length: number,
): Placed {
  const byId = ids && placesByValue(ids, first, length);
  const byObject = objects && placesByValue(objects, first, length);
  const any = Array.from({ length }, (_, place) => place).filter((place) => objects?.[first + place]);
  return {
    first,
    of: (token) => ({
      copies: byId && (byId.get(ids[token]!) ?? null),
      objects: byObject && { any, same: objects[token] ? (byObject.get(objects[token]) ?? null) : null },
    }),
  };
}

/** The places in its sequence of a token's copies, ascending, its own among them. @param first The sequence's first token. */
export function copiesIn(
  ids: ArrayLike<number>,
  first: number,
  length: number,
): (token: number) => readonly number[] | null {
  const byId = placesByValue(ids, first, length);
  return (token) => byId.get(ids[token]!) ?? null;
}

/** Places in the sequence of each value, ascending. */
function placesByValue(values: ArrayLike<number>, first: number, length: number): Map<number, number[]> {
  return Map.groupBy(
    Array.from({ length }, (_, place) => place),
    (place) => values[first + place]!,
  );
}
