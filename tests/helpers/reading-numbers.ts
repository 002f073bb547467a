/** What a head's numbers bear, counted a second time, from the guide to the measures rather than from the code of the site. */
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";

export type Numbers = Pick<HeadNumbers, "metrics" | "chance" | "explained" | "reasons">;
export type Name = keyof HeadNumbers["metrics"];

const COUNTS = ["two", "three", "four", "five", "six", "seven", "eight"];

/** What each name of a place measures, and how far beyond chance a head must look there to be said to. */
export const NAMES: readonly [RegExp, Name, number][] = [
  [/^the previous (token|patch in reading order)$/, "previous", 0.3],
  [/^the next (token|patch in reading order)$/, "next", 0.3],
  [
    /^the first (token|patch|token of the other sequence)$|^the (first of the tokens|token) before the patches$/,
    "first",
    0.3,
  ],
  [/^the (token|patch) itself$/, "self", 0.35],
  ...COUNTS.flatMap((count, i): [RegExp, Name, number][] => [
    [new RegExp(`^the token ${count} before$`), `offset-${i + 2}` as Name, 0.3],
    [new RegExp(`^the token ${count} after$`), `offset${i + 2}` as Name, 0.3],
  ]),
  [/^patches in the same row$/, "sameRow", 0.3],
  [/^patches in the same column$/, "sameColumn", 0.3],
  [/^objects$/, "objects", 0.3],
];
/** What is a share of some tokens' attention alone. */
const OF_SOME: readonly Name[] = ["induction", "duplicate", "sameObject"];
/** What is said only where it goes clearly beyond each of these. */
const OVER: Partial<Record<Name, readonly Name[]>> = {
  sameRow: ["self", "previous", "next"],
  sameColumn: ["self"],
  sameObject: ["self", "previous", "next", "objects"],
};
const WORTH_A_NUMBER = 0.15;
export const isOffset = (name: Name): boolean => /^(?:previous|next|self|offset.*)$/.test(name);

/** What a reading depends on besides the numbers of its head. */
export interface About {
  /** Tokens per sequence. */
  readonly meanLength?: number;
  /** The projection with which the head opens, e.g. `attention2`. */
  readonly map?: string;
}

/** Words for a color, where they are not its name. */
const COLOR_WORDS: Readonly<Record<string, string>> = {
  frequency: "tokenfrequency",
  length: "tokenlength",
  norm: "vectorlength",
  patch: "patchcolor",
  punctuation: "wordorpunctuation",
  special: "specialtokens",
  "position-mod-5": "positionmodulo5",
};

/** The color that sorts the map clearly, and more clearly than query and key do; undefined if there is none. */
export function sorting(
  { explained }: Numbers,
  { map = "" }: About,
): { readonly share: number; readonly words: string } | undefined {
  const shares = explained?.[map] ?? [];
  const role = shares.find(({ color }) => color === "role")?.share ?? 0;
  const [best] = shares
    .filter(({ color, isPartial }) => color !== "role" && isPartial !== true)
    .filter(({ share }) => share >= 0.5 && share >= role + 0.1)
    .toSorted((a, b) => b.share - a.share);
  return best && { share: best.share, words: COLOR_WORDS[best.color] ?? lettersOf(best.color) };
}

/** Without spaces, quotes and capitals: `The label “part of speech”` is the label partOfSpeech. */
export function lettersOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/^the label /, "")
    .replaceAll(/[^a-z0-9]/g, "");
}

/** Everything of which a share may be said. */
export const ALL: readonly Name[] = [...NAMES.map(([, name]) => name), ...OF_SOME];

export interface CountedFromChance {
  readonly value: (name: Name) => number;
  readonly even: (name: Name) => number;
  /** 0 is chance, 1 is as much as there can be. */
  readonly above: (name: Name) => number;
  /** Whether the number is to be said. */
  readonly worth: (name: Name) => boolean;
  /** Whether a head can be known by it. */
  readonly known: (name: Name) => boolean;
}

export function countedFromChance(
  { metrics, chance }: Numbers,
  { meanLength = 40 }: About = {},
): CountedFromChance {
  const value = (name: Name): number => metrics[name] ?? NaN;
  const even = (name: Name): number => chance?.[name] ?? NaN;
  const above = (name: Name): number => {
    const [by, room] = [value(name) - even(name), 1 - even(name)];
    return room === 0 ? 0 : by / room;
  };
  const offset = (name: Name): number => Math.abs(Number(/^offset(.*)$/.exec(name)?.[1] ?? 0));
  const worth = (name: Name): boolean =>
    offset(name) <= meanLength / 4 &&
    above(name) >= WORTH_A_NUMBER &&
    (OVER[name] ?? []).every((other) => !(above(name) - Math.max(0, above(other)) < WORTH_A_NUMBER));
  const least = (name: Name): number => NAMES.find(([, own]) => own === name)?.[2] ?? 0.3;
  return { value, even, above, worth, known: (name) => worth(name) && above(name) >= least(name) };
}

/** Whether the head does anything by which it is known, or has a role, without a word of what. */
export function showsHabit(numbers: Numbers, about: About): boolean {
  const { value, even, worth, known } = countedFromChance(numbers, about);
  const offsets = ALL.filter((name) => isOffset(name) && worth(name));
  const isDivided = offsets.length >= 2 && offsets.reduce((sum, name) => sum + value(name), 0) >= 0.5;
  const isFocused = value("entropy") <= 0.4 * even("entropy");
  const hasRole = (numbers.reasons?.attention.length ?? 0) > 0;
  const isSorted = (sorting(numbers, about)?.share ?? 0) >= 0.5;
  return ALL.some(known) || isDivided || isFocused || hasRole || isSorted || goesByToken(numbers);
}

/** Whether which token the key is explains most of what is explained, in texts, where attention is not even. */
function goesByToken({ metrics, reasons }: Numbers): boolean {
  if (reasons === undefined || "same-row" in reasons.effects || metrics.entropy > 0.85) return false;
  const shares = Object.values(reasons.effects).map((effect) => ("why" in effect ? 0 : effect.share));
  const { key } = reasons.effects;
  const own = key === undefined || "why" in key ? 0 : key.share;
  return own >= 0.3 && own >= (reasons.explained ?? 1) / 2 && own >= Math.max(...shares);
}
