/** Measures a head: every metric in the table, as a mean over a dataset. Names are those of Neuronpedia and HeadVis. */
import { eachRow } from "#math/pattern-rows.ts";
import { sumOver, type Metric, type MetricsOf, type PatchPlaces, type Weight } from "./metric.ts";
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
  const { weights, ids, grid } = input;
  const isWithin = input.keyStarts === undefined;
  const counting = metrics.filter(({ isOfPlaces }) => isWithin || !isOfPlaces);
  const means = counting.map((metric) => ({ metric, count: 0, head: 0, chance: 0 }));
  eachRow(input, ({ query, first, length, nKeys, at }) => {
    if (nKeys < 2) return;
    const weight: Weight = (key) => weights[at + key]!;
    const total = sumOver(nKeys, weight);
    const even: Weight = (key) => (key < nKeys ? total / nKeys : 0);
    const id = ids && ((place: number): number => ids[first + place]!);
    const row = { row: query - first, length, nKeys, weight, total, isWithin, id, grid };
    for (const mean of means) {
      const measured = mean.metric.measure(row);
      if (measured === null) continue;
      // The same rows count for both.
      mean.head += measured(weight);
      mean.chance += measured(even);
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
