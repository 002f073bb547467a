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
 * One word each, where there are as many; else one word or sign each, else one character each, with or without marks, else
 * all of it for all.
 *
 * @param from First letter that is left. @param to Behind the last.
 */
export function spreadTokens(
  text: readonly PlacedLetter[],
  lost: readonly TokenGroup[],
  from: number,
  to: number,
): Spread[] {
  const words = lost.filter(({ letters, isUnknown }) => isUnknown || !letters.every(({ isSoft }) => isSoft));
  const inked = range(from, to).filter((at) => text[at]?.letter !== BLANK.letter);
  const hard = inked.filter((at) => text[at]?.isSoft === false);
  // An unknown mark is all there is.
  const left = hard.length > 0 ? hard : inked;
  if (left.length === 0) return [];
  const fitting = [
    stretches(left, (at) => text[at - 1]?.letter === BLANK.letter),
    stretches(left, (at) => startsWord(text, at)),
    stretches(left, (at) => startsCharacter(text, at)),
    stretches(inked, (at) => startsCharacter(text, at)),
  ].find((part) => part.length === words.length);
  const all = [left[0]!, left[left.length - 1]!] as const;
  const spread = words.map((group, i) => ({ group, stretch: fitting?.[i] ?? all }));
  return [...spread, ...blanksBetween(text, lost, spread)];
}

function startsCharacter(text: readonly PlacedLetter[], at: number): boolean {
  return text[at - 1]?.start !== text[at]?.start;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

/** Cuts before letters, so that no stretch begins or ends with a blank. */
function stretches(letters: readonly number[], isCut: (at: number) => boolean): Stretch[] {
  const all: [number, number][] = [];
  for (const at of letters) {
    const last = all[all.length - 1];
    if (last === undefined || isCut(at)) all.push([at, at]);
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
