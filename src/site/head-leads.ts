/** The first sentences about a head: what it is known by, or else how it looks around. */
import type { Manifest } from "../atlas/files/manifest.ts";
import { isWithinSequences } from "../measures/metrics.ts";
import { distanceOf, unitsOf } from "./head-distance.ts";
import { twoDecimals } from "./head-habits.ts";
import { PLACES, type Place } from "./head-places.ts";
import {
  beyondChance,
  chancePercent,
  inWords,
  LEAST,
  percentOf,
  type Beyond,
  type Scores,
} from "./head-shares.ts";

/** What a head does often enough to be known by it. */
export interface Habit {
  /** Heads of one title share a habit. */
  readonly title: string;
  /** Place in a list of habits. */
  readonly rank: number;
  /** How far beyond chance, 0 … 1. */
  readonly strength: number;
}

/** What a sentence is about, and the measures whose shares it has named. */
export interface Lead {
  readonly sentences: readonly string[];
  readonly habit?: Habit;
  readonly named?: readonly string[];
}

export interface PlaceShare extends Beyond {
  readonly place: Place;
  readonly name: string;
  readonly title: string;
}

/** @param places The place at which the head looks most beyond chance comes first. */
export function leadOf(manifest: Manifest, scores: Scores, places: readonly PlaceShare[]): Lead {
  return (
    induction(scores) ??
    atOnePlace(places) ??
    divided(places) ??
    focused(manifest, scores) ??
    spread(scores) ??
    byDistance(manifest, scores)
  );
}

function induction(scores: Scores): Lead | undefined {
  const share = beyondChance(scores, "induction");
  if (share === null || share.beyond < LEAST.induction) return undefined;
  return {
    sentences: [
      `An induction head: for tokens seen before, ${percentOf(share.value)} % of its attention goes to what followed them then (${chancePercent(share.chance)}).`,
    ],
    habit: { title: "Induction", rank: 0, strength: share.beyond },
    named: ["induction"],
  };
}

/** The place at which the head looks most beyond chance. @param places In that order. */
function atOnePlace(places: readonly PlaceShare[]): Lead | undefined {
  const most = places.find(({ beyond, place }) => beyond >= place.least);
  if (most === undefined) return undefined;
  const { place, name, title, value, chance, beyond } = most;
  const percent = percentOf(value);
  const verb = place.offset === "first" ? ["Rests", "on"] : ["Looks", "at"];
  const how = percent >= 50 ? "mostly" : "partly";
  return {
    sentences: [
      `${verb[0]} ${how} ${verb[1]} ${name}: ${percent} % of its attention (${chancePercent(chance)}).`,
    ],
    habit: { title, rank: 1 + PLACES.indexOf(place), strength: beyond },
    named: [place.measure],
  };
}

/** Several places that have most of the attention together. Only offsets are summed: the first token may be the previous one. */
function divided(places: readonly PlaceShare[]): Lead | undefined {
  const among = places.filter(({ beyond, place }) => place.offset !== "first" && beyond >= LEAST.part);
  const total = among.reduce((sum, { value }) => sum + value, 0);
  if (among.length < 2 || total < LEAST.divided) return undefined;
  const shares = among.map(
    ({ name, value, chance }) => `${name} (${percentOf(value)} %, ${chancePercent(chance)})`,
  );
  return {
    sentences: [`Divides most of its attention between ${inWords(shares)}.`],
    habit: {
      title: "Several places",
      rank: 1 + PLACES.length,
      strength: among.reduce((sum, { beyond }) => sum + beyond, 0),
    },
    named: among.map(({ place }) => place.measure),
  };
}

function focused(manifest: Manifest, scores: Scores): Lead | undefined {
  const share = beyondChance(scores, "entropy", () => 0);
  if (share === null || share.beyond < LEAST.focused) return undefined;
  const units = unitsOf(manifest);
  const { where, average } = distanceOf(scores);
  const nearness =
    where === "near"
      ? [`They are near: ${average}.`]
      : where === "far"
        ? [`They are far away: ${average}.`]
        : [];
  return {
    sentences: [
      `Picks out few ${units} at a time: its spread is ${twoDecimals(share.value)} (chance ${twoDecimals(share.chance)}).`,
      ...nearness,
    ],
    habit: { title: `Few ${units} at a time`, rank: 2 + PLACES.length, strength: share.beyond },
  };
}

function spread({ metrics, chance }: Scores): Lead | undefined {
  if (metrics.entropy <= LEAST.spread) return undefined;
  return {
    sentences: [
      `Spreads its attention widely: its spread is ${twoDecimals(metrics.entropy)} (chance ${twoDecimals(chance?.entropy ?? null)}).`,
    ],
  };
}

/** What is left to say of a head without a habit. */
function byDistance(manifest: Manifest, scores: Scores): Lead {
  if (!isWithinSequences(scores.metrics))
    return { sentences: ["Looks at several tokens of the other sequence."] };
  const units = unitsOf(manifest);
  const { where, average } = distanceOf(scores);
  const what = {
    near: `several ${units} nearby`,
    far: `several ${units} far away`,
    both: `several ${units}, near and far`,
  };
  return { sentences: [`Looks at ${what[where]}${average === null ? "" : `: ${average}`}.`] };
}
