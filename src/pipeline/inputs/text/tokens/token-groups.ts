/** Tokens in groups that are whole characters: an emoji of four tokens is one. */
import { foldCharacter, type Letter } from "./fold-text.ts";
import { decodeUtf8, type TokenPart, type UnknownPart } from "./token-part.ts";

/** A letter, and the tokens that hold (bytes of) its character. */
export interface TokenLetter extends Letter {
  readonly from: number;
  readonly to: number;
}

export interface TokenGroup {
  /** Index of its first token, and of its last. */
  readonly from: number;
  readonly to: number;
  /** Of an unknown word, those of its name. */
  readonly letters: readonly TokenLetter[];
  /** Whether it may stand for anything. */
  readonly isUnknown: boolean;
}

/** @param isOutside Of each token, whether it stands for no part of the text. */
export function groupTokens(
  tokens: readonly (TokenPart | UnknownPart)[],
  isOutside: readonly boolean[],
): TokenGroup[] {
  const groups: TokenGroup[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const part = tokens[i]!;
    if (isOutside[i] === true) continue;
    if (part instanceof Uint8Array) {
      const run = bytesFrom(tokens, isOutside, i);
      groups.push(...groupBytes(run, i));
      i += run.length - 1;
    } else {
      const isUnknown = typeof part !== "string";
      groups.push({ from: i, to: i, letters: lettersOf(isUnknown ? part.name : part, i, i), isUnknown });
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
  tokens: readonly (TokenPart | UnknownPart)[],
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
  const groups = run.map((_, i) => ({
    from: first + i,
    to: first + i,
    letters: new Array<TokenLetter>(),
    isUnknown: false,
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
    if (text === null) group.isUnknown = true;
    else group.letters.push(...lettersOf(text, first + from, first + to));
    at += size;
  }
  return [...new Set(groups)].flatMap((group) => (group.isUnknown ? apart(group) : [group]));
}

/** Bytes of no character: each token may stand for anything. */
function apart({ from, to }: TokenGroup): TokenGroup[] {
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const token = from + i;
    return { from: token, to: token, letters: [], isUnknown: true };
  });
}

/** Bytes of a character that begins with this one. */
function characterLength(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
