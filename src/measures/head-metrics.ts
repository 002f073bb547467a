/** Measures a head: every metric of the table, as means over a dataset. Names as in Neuronpedia and HeadVis. */
import { eachRow } from "#math/pattern-rows.ts";
import { sumOver, type Metric, type MetricsOf, type PatchPlaces, type Weight } from "./metric.ts";
import { METRICS } from "./metrics.ts";

export interface MetricsInput {
  /** First query of each sequence, and their number as last entry. */
  readonly starts: Uint32Array;
  /** Cross-attention: the same of keys; absent where they are of the same tokens. */
  readonly keyStarts?: Uint32Array;
  /** [queries, keys] of every sequence, one after the other; rows sum to 1, or to less where keys are not shown. */
  readonly weights: Float32Array;
  readonly isCausal: boolean;
  /** Distinct number per distinct token, [nTokens]; null for pictures, whose tokens are places. */
  readonly ids: ArrayLike<number> | null;
  /** Pictures only: how tokens lie in them. */
  readonly grid: PatchPlaces | null;
}

/** What a head scores, and what one would score that spreads its weight evenly over the keys each query can see. */
export interface HeadScores<List extends readonly Metric[] = typeof METRICS> {
  readonly metrics: MetricsOf<List>;
  readonly chance: MetricsOf<List>;
}

export function headMetrics(input: MetricsInput): HeadScores;
export function headMetrics<const List extends readonly Metric[]>(
  input: MetricsInput,
  metrics: List,
): HeadScores<List>;
/** Queries that can see a single key say nothing about a head and are left out throughout. */
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
