/** The six numbers of HeadVis as their definitions read, a sum over pairs each: an independent rewrite. */
import type { HeadVisMetrics } from "#measures/headvis.ts";

export interface PlainSequence {
  /** A number per distinct token. */
  readonly ids: readonly number[];
  /** A row per query. */
  readonly rows: readonly ArrayLike<number>[];
}

export function plainHeadVis(all: readonly PlainSequence[]): HeadVisMetrics {
  const counted = all.filter(({ ids }) => ids.length >= 2);
  /** The sum of what every pair of a query i and a key j says of its weight a. */
  const overPairs = (term: (a: number, i: number, j: number) => number): number => {
    let sum = 0;
    for (const { ids, rows } of counted)
      for (let i = 0; i < ids.length; i++)
        for (let j = 0; j < ids.length; j++) sum += term(rows[i]![j]!, i, j);
    return sum;
  };
  const queries = counted.flatMap(({ ids, rows }) => ids.map((id, i) => ({ id, i, ids, row: rows[i]! })));
  const repeated = queries.filter(({ id, i, ids }) => ids.slice(0, i).includes(id));
  const induction = repeated.map(({ id, i, ids, row }) => {
    const after = ids.flatMap((earlier, p) => (p < i && earlier === id ? [row[p + 1]!] : []));
    return after.filter((a) => a >= 0.01).reduce((sum, a) => sum + a, 0);
  });
  const per = (total: number, n: number): number | null => (n === 0 ? null : total / n);
  const nRows = queries.length;
  const distance = per(
    overPairs((a, i, j) => a * Math.abs(i - j)),
    nRows,
  );
  return {
    self_attention_score: per(
      overPairs((a, i, j) => (i === j ? a : 0)),
      nRows,
    ),
    prev_token_score: per(
      overPairs((a, i, j) => (j === i - 1 ? a : 0)),
      queries.filter(({ i }) => i > 0).length,
    ),
    pattern_entropy: per(
      overPairs((a) => (a > 0 ? -a * Math.log(a) : 0)),
      nRows,
    ),
    qk_distance: distance,
    qk_distance_variance:
      distance === null ? null : overPairs((a, i, j) => a * (i - j) ** 2) / nRows - distance ** 2,
    induction_score: per(
      induction.reduce((sum, one) => sum + one, 0),
      repeated.length,
    ),
  };
}
