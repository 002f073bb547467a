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
  const spread = words.map((group, i) => ({ group, stretch: fitting?.[i] ?? hard[0]! }));
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
    const last = all.at(-1);
    if (last === undefined || isCut(text, at)) all.push([at, at]);
    else last[1] = at;
  }
  return all;
}

/** A token of blanks between two words that each have their own. */
function blanksBetween(
  text: readonly PlacedLetter[],
  lost: readonly TokenGroup[],
  spread: readonly Spread[],
): Spread[] {
  return lost.flatMap((group, i) => {
    const before = spread.find((other) => other.group === lost[i - 1])?.stretch[1];
    const after = spread.find((other) => other.group === lost[i + 1])?.stretch[0];
    if (before === undefined || after === undefined || before >= after) return [];
    const blanks = Array.from({ length: after - before - 1 }, (_, n) => before + 1 + n);
    const between = blanks.filter((at) => text[at]?.letter === BLANK.letter);
    return between.length === 0 || spread.some((other) => other.group === group)
      ? []
      : [{ group, stretch: [between[0]!, between.at(-1)!] }];
  });
}
