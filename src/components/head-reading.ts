/** What a head's numbers mean, in a sentence: so that nobody has to guess. */
import type { HeadMetrics, HeadNumbers } from "../atlas/head-numbers.ts";

/** A habit of heads, and how strongly one must show it to be said to have it. */
export interface Habit {
  readonly name: string;
  readonly title: string;
  readonly value: (metrics: HeadMetrics) => number;
  readonly least: number;
  readonly reading: string;
  /** The same for pictures, where it differs. */
  readonly pictureReading?: string;
}

/** In the order in which they are looked for: the rarer habit says more. */
export const HABITS: readonly Habit[] = [
  {
    name: "induction",
    title: "Induction",
    value: (metrics) => metrics.induction ?? 0,
    least: 0.3,
    reading: "Looks for the token that followed the last time the current one appeared: an induction head.",
  },
  {
    name: "previous",
    title: "Previous token",
    value: (metrics) => metrics.previous ?? 0,
    least: 0.3,
    reading: "Looks mostly at the token just before.",
  },
  {
    name: "next",
    title: "Next token",
    value: (metrics) => metrics.next ?? 0,
    least: 0.3,
    reading: "Looks mostly at the token just after.",
  },
  {
    name: "first",
    title: "First token",
    value: (metrics) => metrics.first,
    least: 0.3,
    reading: "Rests on the first token.",
    pictureReading: "Rests on the token in front of the patches.",
  },
  {
    name: "self",
    title: "Itself",
    value: (metrics) => metrics.self ?? 0,
    least: 0.35,
    reading: "Looks mostly at the token itself.",
  },
  {
    name: "focused",
    title: "Focused",
    value: (metrics) => 1 - metrics.entropy,
    least: 0.6,
    reading: "Picks out few tokens at a time.",
  },
];

/** What a habit means in this head. */
export function readHabit({ reading, pictureReading }: Habit, { patchDistance }: HeadMetrics): string {
  return patchDistance === null ? reading : (pictureReading ?? reading);
}

/** One sentence about a head. */
export function readHead({ metrics }: HeadNumbers): string {
  const habit = HABITS.find((candidate) => candidate.value(metrics) >= candidate.least);
  if (habit) return readHabit(habit, metrics);
  if (metrics.entropy > 0.85) return "Spreads its attention widely.";
  if (metrics.patchDistance !== null) {
    return metrics.patchDistance < 2.5
      ? "Looks around its own place in the picture."
      : "Looks across the picture, not at its own place.";
  }
  if (metrics.distance === null) return "Looks at several tokens of the other sequence.";
  return metrics.distance < 4 ? "Looks nearby, at several tokens." : "Looks further back, at several tokens.";
}

export interface NotableHead {
  readonly habit: Habit;
  readonly row: HeadNumbers;
  readonly value: number;
}

/** For every habit the head that shows it most, if any shows it. */
export function notableHeads(rows: readonly HeadNumbers[]): NotableHead[] {
  return HABITS.flatMap((habit) => {
    const ranked = rows
      .map((row) => ({ habit, row, value: habit.value(row.metrics) }))
      .sort((a, b) => b.value - a.value);
    const [best] = ranked;
    return best && best.value >= habit.least / 2 ? [best] : [];
  });
}
