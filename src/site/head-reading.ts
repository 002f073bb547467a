/** Puts a head's numbers into words. Everything that pages say about what a head does is written here. */
import type { Manifest } from "../atlas/files/manifest.ts";
import { twoDecimals } from "./head-habits.ts";
import { leadOf, type Habit, type PlaceShare } from "./head-leads.ts";
import { PLACES, placeWords } from "./head-places.ts";
import {
  beyondChance,
  chancePercent,
  inWords,
  keepTogether,
  LEAST,
  percentOf,
  type Scores,
} from "./head-shares.ts";

export interface Reading {
  /** The first one alone says what the head is known by. */
  readonly sentences: readonly string[];
  readonly text: string;
  /** Null if the head has none. */
  readonly habit: Habit | null;
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
  const places = PLACES.flatMap((place) => {
    const share = beyondChance(scores, place.measure);
    return share === null ? [] : [{ place, ...placeWords(place, manifest, metrics), ...share }];
  }).sort((a, b) => b.beyond - a.beyond);
  const { sentences, habit, named = [] } = leadOf(manifest, scores, places);
  return said([...sentences, ...parts(places, scores, named)], habit);
}

function said(sentences: readonly string[], habit: Habit | null = null): Reading {
  const kept = sentences.map(keepTogether);
  return { sentences: kept, text: kept.join(" "), habit };
}

/** Other shares that are clearly beyond chance, in their order, and that no sentence has named. */
function parts(places: readonly PlaceShare[], scores: Scores, named: readonly string[]): string[] {
  // The sentence before has said of what the shares are.
  const goes = named.length > 0 ? "goes " : "of its attention goes ";
  const more = places
    .filter(({ beyond, place }) => beyond >= LEAST.part && !named.includes(place.measure))
    .map(
      ({ name, value, chance }, i) =>
        `${percentOf(value)} % ${i === 0 ? goes : ""}to ${name} (${chancePercent(chance)})`,
    );
  const share = named.includes("induction") ? null : beyondChance(scores, "induction");
  return [
    ...(more.length > 0 ? [`${inWords(more)}.`] : []),
    ...(share !== null && share.beyond >= LEAST.part
      ? [
          `For tokens seen before, ${percentOf(share.value)} % of its attention goes to what followed them then (${chancePercent(share.chance)}).`,
        ]
      : []),
  ];
}
