/** Tokens that were not found, over the part of the text that their neighbors leave. */
import { BLANK, type PlacedLetter } from "./fold-text.ts";
import { startsWord } from "./match-letters.ts";
import type { TokenGroup } from "./token-groups.ts";

interface Spread {
  readonly group: TokenGroup;
  readonly stretch: Stretch;
}

/** A stretch of letters of the text: [first, last]. */
type Stretch = readonly [first: number, last: number];

/**
 * One word each, where there are as many; else one word or sign each, else one character each, else all of it for all.
 *
 * @param from First letter that is left. @param to Behind the last.
 */
export function spreadTokens(
  text: readonly PlacedLetter[],
  lost: readonly TokenGroup[],
  from: number,
  to: number,
): Spread[] {
  const words = lost.filter(({ letters }) => letters?.every(({ isSoft }) => isSoft) !== true);
  const cuts = [isBehindBlank, startsWord, isCharacter];
  const hard = stretches(text, from, to, () => false);
  if (hard.length === 0) return [];
  const parts = cuts.map((isCut) => stretches(text, from, to, isCut));
  const fitting = parts.find((part) => part.length === words.length);
  const all = [hard[0]![0], hard[hard.length - 1]![1]] as const;
  const spread = words.map((group, i) => ({ group, stretch: fitting?.[i] ?? all }));
  return [...spread, ...blanksBetween(text, lost, spread)];
}

function isBehindBlank(text: readonly PlacedLetter[], at: number): boolean {
  return text[at - 1]?.letter === BLANK.letter;
}

function isCharacter(text: readonly PlacedLetter[], at: number): boolean {
  return text[at - 1]?.start !== text[at]?.start;
}

/** Cuts before letters, so that no stretch begins or ends with a blank. */
function stretches(
  text: readonly PlacedLetter[],
  from: number,
  to: number,
  isCut: (text: readonly PlacedLetter[], at: number) => boolean,
): Stretch[] {
  const all: [number, number][] = [];
  for (let at = from; at < to; at++) {
    if (text[at]?.isSoft === true) continue;
    const last = all[all.length - 1];
    if (last === undefined || isCut(text, at)) all.push([at, at]);
    else last[1] = at;
  }
  return all;
}

/** Tokens of blanks between two words that each have their own. */
function blanksBetween(
  text: readonly PlacedLetter[],
  lost: readonly TokenGroup[],
  spread: readonly Spread[],
): Spread[] {
  const stretchOf = new Map(spread.map(({ group, stretch }) => [group, stretch]));
  return lost.flatMap((group, i) => {
    const [before, after] = [lost[i - 1], lost[i + 1]].map((other) => other && stretchOf.get(other));
    if (stretchOf.has(group) || before === undefined || after === undefined) return [];
    let [first, last] = [before[1] + 1, after[0] - 1];
    while (first < last && text[first]?.letter !== BLANK.letter) first++;
    while (first < last && text[last]?.letter !== BLANK.letter) last--;
    return text[first]?.letter === BLANK.letter && first <= last ? [{ group, stretch: [first, last] }] : [];
  });
}
