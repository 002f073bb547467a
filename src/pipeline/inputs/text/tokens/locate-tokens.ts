/** Finds the positions of tokens in their text, because the tokenizer library does not report offsets. */
import { BLANK, foldText, type Letter, type PlacedLetter } from "./fold-text.ts";
import { findLetters, letterBefore, lettersFrom, matchLetters, type Match } from "./match-letters.ts";
import { spreadTokens } from "./spread-tokens.ts";
import { groupTokens, type TokenGroup } from "./token-groups.ts";
import type { TokenPart, UnknownPart } from "./token-part.ts";

/** In UTF-16 units, without blanks around it. */
export interface TokenPlace {
  readonly start: number;
  readonly end: number;
  /** Whether a blank stands before it that is no other token's. */
  readonly isApart: boolean;
}

/**
 * Places every token. Tokens that hold parts of one character all have its place; what is not found in its turn, such as an
 * unknown word, has the place that its neighbors leave.
 *
 * @param tokens What they stand for.
 * @param isOutside Of each token, whether it stands for no part of the text, as [CLS] does.
 * @returns Null for tokens outside of the text, and for blanks that the tokenizer invented.
 */
export function locateTokens(
  text: string,
  tokens: readonly (TokenPart | UnknownPart)[],
  isOutside: readonly boolean[],
): (TokenPlace | null)[] {
  const letters = foldText(text);
  const groups = groupTokens(tokens, isOutside);
  const places = new Places(letters, tokens.length);
  let at = 0;
  let lost: TokenGroup[] = [];
  let before = NOTHING_LOST;
  groups.forEach((group, g) => {
    const match = matchGroup(letters, groups, g, at, before);
    if (match === null) {
      lost.push(group);
      // Of long texts nearly all may be lost: they are not gone through again for each.
      before = { isLost: true, isUnknown: before.isUnknown || group.isUnknown };
      return;
    }
    const first = match.at.find((index) => index >= 0) ?? at;
    if (lost.length > 0) places.spread(lost, at, first);
    lost = [];
    before = NOTHING_LOST;
    places.set(group, match);
    at = match.end;
  });
  places.spread(lost, at, letters.length);
  return places.all();
}

/** In letters. */
const CLOSE = 16;

/** Of the groups before one whose places are open: whether there are any, and any unknown ones. */
interface Lost {
  readonly isLost: boolean;
  readonly isUnknown: boolean;
}

const NOTHING_LOST: Lost = { isLost: false, isUnknown: false };

function matchGroup(
  text: readonly PlacedLetter[],
  groups: readonly TokenGroup[],
  g: number,
  at: number,
  lost: Lost,
): Match | null {
  const group = groups[g]!;
  const here = lost.isLost ? null : matchLetters(text, at, group.letters);
  if (group.isUnknown) return group.letters.length > 0 ? here : null;
  if (here !== null) return here;
  // Between what is lost and what comes, a blank has no place of its own yet.
  if (group.letters.every((letter) => letter.isSoft)) return null;
  const from = firstFree(text, at, lost);
  const { letters, isSure } = lettersFrom(groups, g);
  // With nothing lost, this is what a tokenizer changed or what follows a letter that it dropped.
  const to = lost.isLost || isSure ? text.length : from + CLOSE;
  let found = isTelling(letters) || lost.isLost ? findLetters(text, letters, from, to) : -1;
  // The next one may be changed as well; then it is enough to find this one close by.
  if (found < 0 && lost.isLost && isTelling(group.letters)) {
    found = findLetters(text, group.letters, from, from + CLOSE);
  }
  return found < 0 ? null : matchLetters(text, found, group.letters);
}

/** One letter is found anywhere. */
function isTelling(letters: readonly Letter[]): boolean {
  return letters.filter(({ isSoft }) => !isSoft).length > 1;
}

/** An unknown word takes at least one letter, or a mark. */
function firstFree(text: readonly PlacedLetter[], at: number, lost: Lost): number {
  if (!lost.isUnknown) return at;
  let inked = at;
  while (text[inked]?.letter === BLANK.letter) inked++;
  return inked + 1;
}

class Places {
  readonly #text: readonly PlacedLetter[];
  /** First and last letter of the text that each token has. */
  readonly #stretches: (readonly [first: number, last: number] | null)[];
  /** The token that has a letter of the text, the first of several; −1 for none. */
  readonly #owners: Int32Array;

  constructor(text: readonly PlacedLetter[], nTokens: number) {
    this.#text = text;
    this.#stretches = Array.from({ length: nTokens }, () => null);
    this.#owners = new Int32Array(text.length).fill(-1);
  }

  set({ letters, from, to }: TokenGroup, { at }: Match): void {
    const found = letters.flatMap((letter, i) => (at[i]! < 0 ? [] : [{ ...letter, at: at[i]! }]));
    for (const letter of found) this.#owners[letter.at] = letter.from;
    for (let token = from; token <= to; token++) {
      const own = found.filter((letter) => letter.from <= token && token <= letter.to);
      const inked = own.filter(({ letter }) => letter !== BLANK.letter);
      const held = inked.length > 0 ? inked : own;
      if (held.length > 0) this.#stretches[token] = [held[0]!.at, held[held.length - 1]!.at];
    }
  }

  spread(lost: readonly TokenGroup[], from: number, to: number): void {
    for (const { group, stretch } of spreadTokens(this.#text, lost, from, to)) {
      for (let token = group.from; token <= group.to; token++) this.#stretches[token] = stretch;
      for (let at = stretch[0]; at <= stretch[1]; at++) {
        if (this.#owners[at] === -1) this.#owners[at] = group.from;
      }
    }
  }

  all(): (TokenPlace | null)[] {
    return this.#stretches.map((stretch, token) => {
      if (stretch === null) return null;
      const [first, last] = stretch;
      const before = letterBefore(this.#text, first);
      const isFree = [-1, token].includes(this.#owners[before] ?? token);
      // Of several tokens in one place, only the first stands behind what is before it.
      const isFirst = this.#owners[first] === token;
      return {
        start: this.#text[first]!.start,
        end: this.#text[this.#withMarks(last)]!.end,
        isApart: isFirst && isFree && this.#text[before]?.letter === BLANK.letter,
      };
    });
  }

  /** Accents that no token has belong to their letter. */
  #withMarks(last: number): number {
    let end = last;
    while (this.#owners[end + 1] === -1 && /\p{M}/u.test(this.#text[end + 1]?.letter ?? "")) end++;
    return end;
  }
}
