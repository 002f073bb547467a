/** Letters of tokens against letters of their text, here and farther on. */
import { BLANK, type Letter, type PlacedLetter } from "./fold-text.ts";
import type { TokenGroup } from "./token-groups.ts";

export interface Match {
  /** For each letter of the tokens the index of the text's letter that it is; −1 where the text has none. */
  readonly at: readonly number[];
  /** Index behind the last one. */
  readonly end: number;
}

/** @returns Null if the tokens do not stand here. Soft letters may be missing on both sides. */
export function matchLetters(
  text: readonly PlacedLetter[],
  start: number,
  letters: readonly Letter[],
): Match | null {
  const at: number[] = [];
  let end = start;
  for (const [i, { letter, isSoft }] of letters.entries()) {
    // A blank before a mark is none that stands behind that mark.
    const stops = letter === BLANK.letter && isMark(letters[i + 1]);
    let next = end;
    while (text[next]?.isSoft === true && !(isSoft && text[next]?.letter === letter)) {
      if (stops && isMark(text[next])) break;
      next++;
    }
    if (text[next]?.letter === letter) {
      at.push(next);
      end = next + 1;
    } else if (isSoft) at.push(-1);
    else return null;
  }
  return { at, end };
}

function isMark(letter: Letter | undefined): boolean {
  return letter?.isSoft === true && letter.letter !== BLANK.letter;
}

/** So many letters in a row are no accident. */
const SURE = 24;

/** The letters of a group and of those behind it, as far as they are known. */
export function lettersFrom(
  groups: readonly TokenGroup[],
  first: number,
): { letters: Letter[]; isSure: boolean } {
  const letters: Letter[] = [];
  let g = first;
  for (; g < groups.length && letters.length < SURE; g++) {
    const group = groups[g]!;
    if (group.isUnknown) break;
    letters.push(...group.letters);
  }
  return { letters, isSure: g === groups.length || letters.length >= SURE };
}

/**
 * Where a group stands behind something that was not found; words rather at the beginning of a word.
 *
 * @param letters Its own, and as many of those behind it as must follow.
 * @param from First letter of the text that it may begin with. @param to Behind the last one.
 * @returns Index into the text's letters; −1 if it stands nowhere.
 */
export function findLetters(
  text: readonly PlacedLetter[],
  letters: readonly Letter[],
  from: number,
  to = text.length,
): number {
  const first = letters.find(({ isSoft }) => !isSoft);
  if (first === undefined) return -1;
  for (const isStrict of letters[0]?.letter === BLANK.letter ? [true, false] : [false]) {
    for (let at = from; at < Math.min(to, text.length); at++) {
      if (text[at]?.letter !== first.letter || (isStrict && !startsWord(text, at))) continue;
      if (matchLetters(text, at, letters) !== null) return at;
    }
  }
  return -1;
}

/** Whether a word begins at this letter: behind a blank, or beside a sign. */
export function startsWord(text: readonly PlacedLetter[], at: number): boolean {
  const before = letterBefore(text, at);
  if (before < 0 || text[before]!.letter === BLANK.letter) return true;
  return !isPlain(text[before]!.letter) || !isPlain(text[at]?.letter ?? "");
}

/** Index of the letter or blank that stands before this one, past what has no shape; −1 at the beginning. */
export function letterBefore(text: readonly PlacedLetter[], at: number): number {
  let before = at - 1;
  while (before >= 0 && text[before]!.isSoft && text[before]!.letter !== BLANK.letter) before--;
  return before;
}

/** A letter or a number of a script that writes words apart. */
function isPlain(letter: string): boolean {
  return /[\p{L}\p{N}]/u.test(letter) && !/\p{Script=Han}/u.test(letter);
}
