/** What a head's numbers mean, in a sentence: so that nobody has to guess. */
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
  /** 1 is no distance at all: from half of what chance gives. */
  near: 0.5,
  /** 1 is twice the distance that chance gives. */
  far: 0.3,
} as const;

/** A measure, and its value where a head does nothing else than this. */
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

/** In the order in which they are looked for: the rarer habit says more. */
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
    reading: "Looks mostly at the token just before.",
    pictureReading: "Looks mostly at the patch just before, in reading order.",
  },
  {
    name: "next",
    measure: "next",
    most: all,
    reading: "Looks mostly at the token just after.",
    pictureReading: "Looks mostly at the patch just after, in reading order.",
  },
  {
    name: "first",
    measure: "first",
    most: all,
    reading: "Rests on the first token.",
    pictureReading: "Rests on the token in front of the patches.",
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

/** What a head does beyond chance, as a share of what is possible: 0 = as by chance, 1 = nothing else; null if not measured. */
function beyondChance({ measure, most }: Measure, { metrics, chance }: Scores): number | null {
  const [value, byChance] = [metrics[measure], chance?.[measure] ?? null];
  if (value === null || byChance === null) return null;
  const possible = most(byChance) - byChance;
  // Where even chance does nothing else, nobody can do more.
  return possible === 0 ? 0 : (value - byChance) / possible;
}

type Scores = Pick<HeadNumbers, "metrics" | "chance">;

/** The habit that a head is said to have, if it has one. */
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
  if (chance?.entropy === 0) return "Sees one token at a time: there is nothing to choose.";
  const habit = habitOf(scores);
  if (habit) return readHabit(habit, manifest, metrics);
  if (metrics.entropy > LEAST.spread) return "Spreads its attention widely.";
  if (chance === undefined) return "Measured before chance was: build this atlas again to read its habits.";
  if (!isWithinSequences(metrics)) return "Looks at several tokens of the other sequence.";
  const isPicture = metrics.patchDistance !== null;
  const distance = isPicture ? "patchDistance" : "distance";
  const beyond = (most: Measure["most"]): number => beyondChance({ measure: distance, most }, scores) ?? 0;
  if (beyond(none) >= LEAST.near)
    return isPicture ? "Looks around its own place in the picture." : "Looks nearby, at several tokens.";
  if (beyond((byChance) => 2 * byChance) >= LEAST.far)
    return isPicture ? "Looks at places far from its own." : "Looks far off, at several tokens.";
  return isPicture ? "Looks at places all over the picture." : "Looks at several tokens, near and far.";
}

export interface NotableHead {
  readonly head: string;
  /** What the habit was told by, as in the tables of the head's page. */
  readonly shown: HabitRow | undefined;
  readonly reading: string;
}

/** For every habit the head that shows it most, among those whose own page says that they have it. */
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
