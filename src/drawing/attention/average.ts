/** The mean pattern of a head over all sequences, as the reader's choices show it. Pure; computed once per head and choice. */
import type { Attention } from "#atlas/files/attention.ts";
import { spanOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { View } from "#atlas/view/view.ts";
import { averagePattern, type SequencePattern } from "#math/average-pattern.ts";
import { leaveOut, leftOutPositions, shownPattern, type Pattern } from "./pattern.ts";

export interface Average extends Pattern {
  /** Sequences that have both positions and leave neither out, [n, n]. */
  readonly counts: Uint32Array;
}

/** The most positions shown: later ones exist in few sequences, and more of them would make the cells too small to see. */
export const N_POSITIONS = 48;

/** Which weights count, and how. */
export type AverageOptions = Pick<View, "leftOut" | "byValue">;

/** The mean as a figure shows it. @param nPositions Positions shown at most. */
export function shownAverage(
  attention: Attention,
  table: TokenTable,
  { leftOut, byValue }: AverageOptions,
  nPositions: number,
): Average {
  const all = Array.from({ length: table.nSequences }, (_, s) => s);
  const spans = all.map((s) => ({ queries: spanOf(table, s, "query").n, keys: spanOf(table, s, "key").n }));
  const longest = spans.reduce((most, { queries, keys }) => Math.max(most, queries, keys), 0);
  const n = Math.min(nPositions, longest);
  const patterns = function* (): Generator<SequencePattern> {
    for (const [sequence, { queries, keys }] of spans.entries()) {
      const hidden = leftOutPositions(table, sequence, leftOut);
      const { weights, n: stride } = leaveOut(shownPattern(attention, table, sequence, byValue), hidden);
      yield { nQueries: queries, nKeys: keys, weights, stride, hidden };
    }
  };
  return { n, ...averagePattern(patterns(), n, n) };
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
  const average = ofHead.get(key) ?? shownAverage(attention, table, options, nPositions);
  ofHead.set(key, average);
  return average;
}
