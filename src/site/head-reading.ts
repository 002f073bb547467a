/** Puts a head's numbers into a sentence. */
import { manifestOf, type Manifest } from "../atlas/files/manifest.ts";
import { parseHead } from "../atlas/head/head-id.ts";
import type { HeadNumbers } from "../atlas/head/head-numbers.ts";
import { isWithinSequences, type HeadMetrics } from "../measures/metrics.ts";
import { habitRows, type HabitRow } from "./head-habits.ts";

/**
 * How strongly a head must show something to be said to do it. All but `spread` count from chance (0: as of a head that
 * spreads its weight evenly over what it sees) to as much as there can be (1).
 */
export const LEAST = {
  induction: 0.3,
  previous: 0.3,
  next: 0.3,
  first: 0.3,
  self: 0.35,
  focused: 0.6,
  /** The entropy itself, whose 1 is an even spread. */
  spread: 0.85,
  /** 1 is a distance of zero; 0 is the distance by chance. */
  near: 0.5,
  /** 1 is twice the distance by chance. */
  far: 0.3,
} as const;

/** A measure, and its value for a head that does nothing else. */
interface Measure {
  readonly measure: keyof HeadMetrics;
  readonly most: (chance: number) => number;
}

interface Habit extends Measure {
  readonly name: keyof typeof LEAST;
  readonly reading: string;
  /** The same for pictures, where it differs. */
  readonly pictureReading?: string;
}

const all = (): number => 1;
const none = (): number => 0;

/** In the order in which they are checked: rarer habits first, because they say more about a head. */
export const HABITS: readonly Habit[] = [
  {
    name: "induction",
    measure: "induction",
    most: all,
    reading: "Looks for the token that followed the last time the current one appeared: an induction head.",
  },
  {
    name: "previous",
    measure: "previous",
    most: all,
    reading: "Looks mostly at the previous token.",
    pictureReading: "Looks mostly at the previous patch, in reading order.",
  },
  {
    name: "next",
    measure: "next",
    most: all,
    reading: "Looks mostly at the next token.",
    pictureReading: "Looks mostly at the next patch, in reading order.",
  },
  {
    name: "first",
    measure: "first",
    most: all,
    reading: "Rests on the first token.",
    pictureReading: "Rests on the token before the patches.",
  },
  {
    name: "self",
    measure: "self",
    most: all,
    reading: "Looks mostly at the token itself.",
    pictureReading: "Looks mostly at the patch itself.",
  },
  {
    name: "focused",
    measure: "entropy",
    most: none,
    reading: "Picks out few tokens at a time.",
    pictureReading: "Picks out few patches at a time.",
  },
];

/** What a head does beyond chance, as a share of what is possible: 0 is chance, 1 is nothing else; null if not measured. */
function beyondChance({ measure, most }: Measure, { metrics, chance }: Scores): number | null {
  const [value, byChance] = [metrics[measure], chance?.[measure] ?? null];
  if (value === null || byChance === null) return null;
  const possible = most(byChance) - byChance;
  // If chance already reaches the maximum, no head can exceed it.
  return possible === 0 ? 0 : (value - byChance) / possible;
}

type Scores = Pick<HeadNumbers, "metrics" | "chance">;

/** The habit that the page ascribes to a head, if it has one. */
function habitOf(scores: Scores): Habit | undefined {
  return HABITS.find((habit) => (beyondChance(habit, scores) ?? 0) >= LEAST[habit.name]);
}

/** What a habit means in a head of this tower. */
function readHabit(
  { name, reading, pictureReading = reading }: Habit,
  { patches }: Manifest,
  metrics: HeadMetrics,
): string {
  if (name === "first" && !isWithinSequences(metrics))
    return "Rests on the first token of the other sequence.";
  if (patches === null) return reading;
  return name === "first" && patches.nSpecial === 0 ? "Rests on the first patch." : pictureReading;
}

/** One sentence about a head. @param manifest Of its tower, see `manifestOf`. */
export function readHead(manifest: Manifest, scores: Scores): string {
  const { metrics, chance } = scores;
  if (chance?.entropy === 0) return "Sees one token at a time, so it has nothing to choose from.";
  const habit = habitOf(scores);
  if (habit) return readHabit(habit, manifest, metrics);
  if (metrics.entropy > LEAST.spread) return "Spreads its attention widely.";
  if (chance === undefined)
    return "This atlas has no chance values: build it again to read what its heads do.";
  if (!isWithinSequences(metrics)) return "Looks at several tokens of the other sequence.";
  const isPicture = metrics.patchDistance !== null;
  const distance = isPicture ? "patchDistance" : "distance";
  const beyond = (most: Measure["most"]): number => beyondChance({ measure: distance, most }, scores) ?? 0;
  if (beyond(none) >= LEAST.near)
    return isPicture ? "Looks around its own position in the picture." : "Looks at several tokens nearby.";
  if (beyond((byChance) => 2 * byChance) >= LEAST.far)
    return isPicture ? "Looks at patches far from its own." : "Looks at several tokens far away.";
  return isPicture ? "Looks at patches all over the picture." : "Looks at several tokens, near and far.";
}

export interface NotableHead {
  readonly head: string;
  /** The measure that shows the habit, as in the table on the head's page. */
  readonly shown: HabitRow | undefined;
  readonly reading: string;
}

/** For every habit, the head that shows it most, among the heads whose page ascribes it to them. */
export function notableHeads(manifest: Manifest, rows: readonly HeadNumbers[]): NotableHead[] {
  const byHabit = Map.groupBy(rows, habitOf);
  return HABITS.flatMap((habit) => {
    const [best] = (byHabit.get(habit) ?? [])
      .map((row) => ({ row, beyond: beyondChance(habit, row) ?? 0 }))
      .sort((a, b) => b.beyond - a.beyond);
    if (best === undefined) return [];
    const { row } = best;
    const ofTower = manifestOf(manifest, parseHead(row.head)?.tower);
    const shown = habitRows(ofTower, row).find(({ measure }) => measure === habit.measure);
    return [{ head: row.head, shown, reading: readHead(ofTower, row) }];
  });
}
