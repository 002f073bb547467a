/** Tokens in groups that are whole characters: an emoji of four tokens is one. */
import { foldCharacter, type Letter } from "./fold-text.ts";
import { decodeUtf8, type TokenPart } from "./token-part.ts";

/** A letter, and the tokens that hold (bytes of) its character. */
export interface TokenLetter extends Letter {
  readonly from: number;
  readonly to: number;
}

export interface TokenGroup {
  /** Index of its first token, and of its last. */
  readonly from: number;
  readonly to: number;
  /** Null where nobody knows what it stands for. */
  readonly letters: readonly TokenLetter[] | null;
}

/** @param isOutside Of each token, whether it stands for no part of the text. */
export function groupTokens(
  tokens: readonly (TokenPart | null)[],
  isOutside: readonly boolean[],
): TokenGroup[] {
  const groups: TokenGroup[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const part = tokens[i] ?? null;
    if (isOutside[i] === true) continue;
    if (part instanceof Uint8Array) {
      const run = bytesFrom(tokens, isOutside, i);
      groups.push(...groupBytes(run, i));
      i += run.length - 1;
    } else {
      groups.push({ from: i, to: i, letters: part === null ? null : lettersOf(part, i, i) });
    }
  }
  return groups;
}

function lettersOf(text: string, from: number, to: number): TokenLetter[] {
  return Array.from(text, foldCharacter).flatMap((letters) =>
    letters.map((letter) => ({ ...letter, from, to })),
  );
}

function bytesFrom(
  tokens: readonly (TokenPart | null)[],
  isOutside: readonly boolean[],
  first: number,
): Uint8Array[] {
  const run: Uint8Array[] = [];
  for (let i = first; i < tokens.length && isOutside[i] !== true; i++) {
    const part = tokens[i];
    if (!(part instanceof Uint8Array)) break;
    run.push(part);
  }
  return run;
}

function groupBytes(run: readonly Uint8Array[], first: number): TokenGroup[] {
  const groups: { from: number; to: number; letters: TokenLetter[] | null }[] = run.map((_, i) => ({
    from: first + i,
    to: first + i,
    letters: [],
  }));
  const owners = run.flatMap((bytes, i) => Array.from(bytes, () => i));
  const bytes = Uint8Array.from(run.flatMap((part) => Array.from(part)));
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes[at]!);
    const text = decodeUtf8(bytes.subarray(at, at + length));
    const size = text === null ? 1 : length;
    const [from, to] = [owners[at]!, owners[at + size - 1]!];
    // Those that share a character become one, which all of them point to.
    const group = groups[from]!;
    for (let i = from + 1; i <= to; i++) groups[i] = group;
    group.to = first + to;
    if (text === null) group.letters = null;
    else group.letters?.push(...lettersOf(text, first + from, first + to));
    at += size;
  }
  return [...new Set(groups)].flatMap((group) =>
    group.letters === null ? unknown(group.from, group.to) : [group],
  );
}

function unknown(from: number, to: number): TokenGroup[] {
  return Array.from({ length: to - from + 1 }, (_, i) => ({ from: from + i, to: from + i, letters: null }));
}

/** Bytes of a character that begins with this one. */
function characterLength(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
