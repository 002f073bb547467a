/** The six numbers of HeadVis as their definitions read, without a thought for speed: an independent rewrite. */
import type { HeadVisMetrics } from "#measures/headvis.ts";

export interface PlainSequence {
  /** A number per distinct token. */
  readonly ids: readonly number[];
  /** A row per query. */
  readonly rows: readonly (readonly number[])[];
}

export function plainHeadVis(all: readonly PlainSequence[]): HeadVisMetrics {
  const every = all
    .filter(({ ids }) => ids.length >= 2)
    .flatMap(({ ids, rows }) => rows.flatMap((row, i) => row.map((a, j) => ({ i, j, a, ids }))));
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const nRows = every.filter(({ j }) => j === 0).length;
  const nPrevious = every.filter(({ i, j }) => j === 0 && i > 0).length;
  const repeats = every.filter(({ i, j, ids }) => j === 0 && ids.slice(0, i).includes(ids[i]!));
  const induction = every.flatMap(({ i, j, a, ids }) =>
    ids.flatMap((id, p) => (p < i && id === ids[i] && j === p + 1 && a >= 0.01 ? [a] : [])),
  );
  const per = (total: number, n: number): number | null => (n === 0 ? null : total / n);
  const distance = per(sum(every.map(({ i, j, a }) => a * Math.abs(i - j))), nRows);
  return {
    self_attention_score: per(sum(every.filter(({ i, j }) => i === j).map(({ a }) => a)), nRows),
    prev_token_score: per(sum(every.filter(({ i, j }) => j === i - 1).map(({ a }) => a)), nPrevious),
    pattern_entropy: per(sum(every.filter(({ a }) => a > 0).map(({ a }) => -a * Math.log(a))), nRows),
    qk_distance: distance,
    qk_distance_variance:
      distance === null ? null : sum(every.map(({ i, j, a }) => a * (i - j) ** 2)) / nRows - distance ** 2,
    induction_score: per(sum(induction), repeats.length),
  };
}
