/** The first sentences about a head: what it is known by, or else how it looks around. */
import type { Manifest } from "../../atlas/files/manifest.ts";
import { isWithinSequences, type HeadMetrics } from "../../measures/metrics.ts";
import { distanceOf, unitsOf } from "./head-distance.ts";
import { twoDecimals } from "../head-habits.ts";
import { shareOfTokens } from "./reason-words.ts";
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

/** Habits of several places, of few, of tokens, and of none come after those of one place; a role that is no habit comes last. */
export const RANKS = { several: 100, few: 101, tokens: 102, sorted: 103, role: 104 } as const;

/** What a sentence is about, and the measures whose shares it has named. */
export interface Lead {
  readonly sentences: readonly string[];
  readonly habit?: Habit;
  readonly named?: readonly string[];
  /** The reason that it has said. */
  readonly reason?: string;
}

/** A share of a head that is worth its number. */
export interface Share extends Beyond {
  readonly measure: keyof HeadMetrics;
  readonly title: string;
  readonly rank: number;
  readonly least: number;
  /** The sentence of a head that is known by it. */
  readonly sentence: string;
  /** In a list of shares of all attention, `the previous token`; null where it is a share of some tokens' attention. */
  readonly name: string | null;
  /** The share as a sentence, where it is of some tokens' attention. */
  readonly part: string;
  /** Whether it may be added to others: offsets share no key. */
  readonly isOffset: boolean;
}

/** @param shares Those worth a number; what the head does most beyond chance comes first. */
export function leadOf(manifest: Manifest, scores: Scores, shares: readonly Share[]): Lead {
  return (
    knownBy(shares.filter(({ measure }) => measure === "induction")) ??
    knownBy(shares) ??
    divided(shares) ??
    focused(manifest, scores) ??
    spread(scores) ??
    byToken(manifest, scores) ??
    byDistance(manifest, scores)
  );
}

/** The first that is strong enough. */
function knownBy(shares: readonly Share[]): Lead | undefined {
  const most = shares.find(({ beyond, least }) => beyond >= least);
  if (most === undefined) return undefined;
  const { title, rank, beyond, sentence, measure } = most;
  return { sentences: [sentence], habit: { title, rank, strength: beyond }, named: [measure] };
}

/** Several places that have most of the attention together. Only offsets are summed: the first token may be the previous one. */
function divided(shares: readonly Share[]): Lead | undefined {
  const among = shares.filter(({ isOffset }) => isOffset);
  const total = among.reduce((sum, { value }) => sum + value, 0);
  if (among.length < 2 || total < LEAST.divided) return undefined;
  const each = among.map(
    ({ name, value, chance }) => `${name} (${percentOf(value)} %, ${chancePercent(chance)})`,
  );
  return {
    sentences: [`Divides most of its attention between ${inWords(each)}.`],
    habit: {
      title: "Several places",
      rank: RANKS.several,
      strength: among.reduce((sum, { beyond }) => sum + beyond, 0),
    },
    named: among.map(({ measure }) => measure),
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
    habit: { title: `Few ${units} at a time`, rank: RANKS.few, strength: share.beyond },
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

/** Which token the key is says more of its scores than anything else, and most of what can be said of them. */
function byToken(manifest: Manifest, scores: Scores): Lead | undefined {
  const share = manifest.patches === null ? shareOfTokens(scores) : null;
  if (share === null || share < LEAST.habit) return undefined;
  return {
    sentences: [
      `Goes by which token the key is: ${percentOf(share)} % of how its scores differ is due to this alone.`,
      ...byDistance(manifest, scores).sentences,
    ],
    habit: { title: "Certain tokens", rank: RANKS.tokens, strength: share },
    reason: "key",
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
