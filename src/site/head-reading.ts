/** Puts a head's numbers into words. Everything that pages say about what a head does is written here. */
import type { Manifest } from "../atlas/files/manifest.ts";
import { uncapitalized } from "../atlas/letter-case.ts";
import { twoDecimals } from "./head-habits.ts";
import { leadOf, RANKS, type Habit, type Share } from "./reading/head-leads.ts";
import {
  chancePercent,
  inWords,
  keepTogether,
  LEAST,
  percentOf,
  type Scores,
} from "./reading/head-shares.ts";
import { mapExplained, type MapExplained } from "./reading/map-explained.ts";
import { reasonSentence } from "./reading/reason-words.ts";
import { roleSentences } from "./reading/role-words.ts";
import { worthyShares } from "./reading/worthy-shares.ts";

export interface Reading {
  /** The first one alone says what the head is known by. */
  readonly sentences: readonly string[];
  readonly text: string;
  /** Null if the head has none. */
  readonly habit: Habit | null;
  /** The measure on which the first sentence rests; null if it rests on none alone. */
  readonly measure: string | null;
}

/** What is said of a head. @param manifest Of its tower, see `manifestOf`. */
export function readHead(manifest: Manifest, scores: Scores): Reading {
  const { metrics, chance } = scores;
  if (chance?.entropy === 0) return said(["Sees one token at a time, so it has nothing to choose from."]);
  if (chance === undefined)
    return said([
      metrics.entropy > LEAST.spread
        ? `Spreads its attention widely: its spread is ${twoDecimals(metrics.entropy)}, where 1 is even.`
        : "This atlas has no chance values: build it again to read what its heads do.",
    ]);
  const shares = worthyShares(manifest, scores);
  const { sentences, habit, named = [], reason: saidReason } = leadOf(manifest, scores, shares);
  const reason = saidReason === undefined ? reasonSentence(manifest, scores, named[0] ?? null) : null;
  const does = [
    ...sentences,
    ...parts(shares, named),
    ...roleSentences(manifest, scores),
    ...(reason === null ? [] : [reason]),
  ];
  const sorted = mapExplained(manifest, scores);
  if (sorted === null) return said(does, habit, named[0]);
  if (habit !== undefined || sorted.share < LEAST.sorted)
    return said([...does, sorted.sentence], habit, named[0]);
  return said([sortedBy(sorted), ...does], {
    title: `Sorts by ${uncapitalized(sorted.title)}`,
    rank: RANKS.sorted,
    strength: sorted.share,
  });
}

/** The first sentence about a head that is known by its map alone. */
function sortedBy({ sentence }: MapExplained): string {
  return `Sorts by ${uncapitalized(sentence).replace(" explains ", ", which explains ")}`;
}

function said(
  sentences: readonly string[],
  habit: Habit | null = null,
  measure: string | null = null,
): Reading {
  const kept = sentences.map(keepTogether);
  return { sentences: kept, text: kept.join(" "), habit, measure };
}

/** Other shares that are clearly beyond chance, in their order, and that no sentence has named. */
function parts(shares: readonly Share[], named: readonly string[]): string[] {
  // The sentence before has said of what the shares are.
  const goes = named.length > 0 ? "goes " : "of its attention goes ";
  const others = shares.filter(({ measure }) => !named.includes(measure));
  const ofAll = others
    .filter(({ name }) => name !== null)
    .map(
      ({ name, value, chance }, i) =>
        `${percentOf(value)} % ${i === 0 ? goes : ""}to ${name} (${chancePercent(chance)})`,
    );
  const ofSome = others.filter(({ name }) => name === null).map(({ part }) => part);
  return [...(ofAll.length > 0 ? [`${inWords(ofAll)}.`] : []), ...ofSome];
}
