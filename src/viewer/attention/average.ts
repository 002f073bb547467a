/** The mean pattern of a head over all sequences, position by position. Pure; computed once per head and choice. */
import type { Attention } from "#atlas/files/attention.ts";
import { spanOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { View } from "#atlas/view/view.ts";
import { leaveOut, leftOutPositions, shownPattern, type Pattern } from "./pattern.ts";

export interface Average extends Pattern {
  /** Sequences that have both positions and leave neither out, [n, n]. */
  readonly counts: Uint32Array;
}

/** The most positions shown: later ones exist in few sequences, and more of them would make the cells too small to see. */
export const N_POSITIONS = 48;

/** Which weights count, and how. */
export type AverageOptions = Pick<View, "leftOut" | "byValue">;

/**
 * Mean weight per (query position, key position) over the sequences that have both. Then each row is made to sum to 1
 * again, as in AttentionViz: far keys exist in fewer sequences, and those past the last position are cut.
 *
 * @param nPositions Positions shown at most.
 */
export function averagePattern(
  attention: Attention,
  table: TokenTable,
  { leftOut, byValue }: AverageOptions,
  nPositions: number,
): Average {
  const all = Array.from({ length: table.nSequences }, (_, s) => s);
  const lengths = (["query", "key"] as const).map((role) => all.map((s) => spanOf(table, s, role).n));
  const n = Math.min(
    nPositions,
    lengths.flat().reduce((a, b) => Math.max(a, b), 0),
  );
  const weights = new Float32Array(n * n);
  const counts = new Uint32Array(n * n);
  for (const sequence of all) {
    const [nQueries = 0, nKeys = 0] = lengths.map((ofRole) => Math.min(n, ofRole[sequence] ?? 0));
    const positions = leftOutPositions(table, sequence, leftOut);
    const whole = shownPattern(attention, table, sequence, byValue);
    const pattern = leaveOut(whole, positions);
    for (let query = 0; query < nQueries; query++) {
      for (let key = 0; key < nKeys; key++) {
        if (positions.query.has(query) || positions.key.has(key)) continue;
        weights[query * n + key]! += pattern.weights[query * pattern.n + key] ?? 0;
        counts[query * n + key]! += 1;
      }
    }
  }
  for (let query = 0; query < n; query++) {
    const row = weights.subarray(query * n, (query + 1) * n);
    for (let key = 0; key < n; key++) row[key] = row[key]! / Math.max(1, counts[query * n + key]!);
    const sum = row.reduce((total, weight) => total + weight, 0);
    if (sum > 0) for (let key = 0; key < n; key++) row[key] = row[key]! / sum;
  }
  return { n, weights, counts };
}

const known = new WeakMap<Attention, Map<string, Average>>();

/** The same, cached for as long as the head's attention is in memory. */
export function averageOf(
  attention: Attention,
  table: TokenTable,
  options: AverageOptions,
  nPositions: number,
): Average {
  const ofHead = known.get(attention) ?? new Map<string, Average>();
  known.set(attention, ofHead);
  const key = `${options.leftOut} ${options.byValue} ${nPositions}`;
  const average = ofHead.get(key) ?? averagePattern(attention, table, options, nPositions);
  ofHead.set(key, average);
  return average;
}
