/** Which of a head's sequences its page shows. Pure. */
import type { PatternSequence } from "../../atlas/patterns/patterns.ts";

export interface ChosenSequences {
  /** Those with the largest weights, the largest first. */
  readonly strongest: readonly PatternSequence[];
  /** One from each of some lower groups, from the highest down: what the head does where its attention is weaker. */
  readonly weaker: readonly PatternSequence[];
}

const N_STRONGEST = 4;
const N_WEAKER = 3;

export function chosenSequences(sequences: readonly PatternSequence[]): ChosenSequences {
  const intervals = [...new Set(sequences.map(({ interval }) => interval))].sort((a, b) => b - a);
  const [top, ...lower] = intervals.map((interval) =>
    sequences
      .filter((sequence) => sequence.interval === interval)
      .sort((a, b) => b.largest - a.largest || a.id - b.id),
  );
  const n = Math.min(N_WEAKER, lower.length);
  // Evenly over all lower groups, the lowest among them.
  const places = Array.from({ length: n }, (_, i) => Math.round(((i + 1) * lower.length) / n) - 1);
  return {
    strongest: (top ?? []).slice(0, N_STRONGEST),
    weaker: places.flatMap((place) => lower[place]?.[0] ?? []),
  };
}
