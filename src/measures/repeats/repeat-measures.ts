/** Numbers of a head on random tokens that are repeated once: where each token of the second copy looks. */
import { shareRow, type MeasureRow } from "../measure-row.ts";
import type { Scores } from "../scores.ts";

export const REPEAT_ROWS: readonly MeasureRow[] = [
  shareRow("repeats.prefix-matching", "Prefix matching", ["A", "run"]),
  shareRow("repeats.duplicate", "Duplicate token on repeats", ["A", "run"]),
  shareRow("repeats.previous", "Previous token on repeats", ["A", "run"]),
  shareRow("repeats.first", "First token on repeats", ["A", "run"]),
];

/** How a sequence of repeated tokens is laid out: `nBefore` special tokens, `period` random ones, and these again. */
export interface RepeatLayout {
  readonly nBefore: number;
  readonly period: number;
}

/** Key that each row of the table looks for, as seen from query i. */
const KEYS: Readonly<Record<string, (i: number, layout: RepeatLayout) => number>> = {
  "repeats.prefix-matching": (i, { period }) => i - period + 1,
  "repeats.duplicate": (i, { period }) => i - period,
  "repeats.previous": (i) => i - 1,
  "repeats.first": () => 0,
};

/**
 * Means over the queries of the second copy in all sequences.
 *
 * @param weightOf Weight of a query on a key in a sequence.
 */
export function measureRepeats(
  nSequences: number,
  layout: RepeatLayout,
  weightOf: (sequence: number, query: number, key: number) => number,
): Scores {
  const begin = layout.nBefore + layout.period;
  return Object.fromEntries(
    Object.entries(KEYS).map(([id, keyOf]) => {
      let sum = 0;
      for (let sequence = 0; sequence < nSequences; sequence++)
        for (let i = begin; i < begin + layout.period; i++) sum += weightOf(sequence, i, keyOf(i, layout));
      return [id, sum / (nSequences * layout.period)];
    }),
  );
}

/** Of a head that spreads its weight evenly over the keys that it sees. @param length Of a sequence. */
export function repeatsByChance(layout: RepeatLayout, length: number, isCausal: boolean): Scores {
  return measureRepeats(1, layout, (_, query) => 1 / (isCausal ? query + 1 : length));
}
