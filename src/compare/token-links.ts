/** Which token of one atlas is which of another: by the text they stand in, or by their place in the same picture. Pure. */
import type { Manifest, PatchSheet } from "#atlas/files/manifest.ts";
import { spanOf, tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import { unitsOf, type TokenUnit } from "./token-units.ts";

/** One side of a comparison, as far as its tokens go. */
export interface TokenSide {
  readonly table: TokenTable;
  readonly patches: PatchSheet | null;
  readonly dataset: Pick<Manifest["dataset"], "kind" | "digest">;
}

/** What makes two tokens counterparts. */
export type LinkBasis =
  /** Both atlases have the same tokens. */
  | "tokens"
  /** The same letters of the same text. */
  | "text"
  /** The same part of the same picture. */
  | "places"
  | "none";

export interface TokenLinks {
  readonly basis: LinkBasis;
  /** [tokens of the first]: the counterpart among those of the second, or −1. */
  readonly there: Int32Array;
  /** The way back. */
  readonly back: Int32Array;
  /** Counterparts of exactly the same letters or place, in ascending order of the first: pairs of tokens. */
  readonly pairs: readonly (readonly [first: number, second: number])[];
  /** Sequences or pictures that both have. */
  readonly nShared: number;
}

export function linkTokens(a: TokenSide, b: TokenSide): TokenLinks {
  const isPicture = a.dataset.kind === "images";
  const nothing = { there: filled(a.table.nTokens), back: filled(b.table.nTokens), pairs: [], nShared: 0 };
  if (isPicture !== (b.dataset.kind === "images")) return { basis: "none", ...nothing };
  // Names of patches are the same in all pictures, so that texts say nothing of them.
  if (isPicture && a.dataset.digest !== b.dataset.digest) return { basis: "none", ...nothing };
  if (isSameTable(a.table, b.table)) return { basis: "tokens", ...identity(a.table) };
  const links = isPicture ? linkPlaces(a, b) : linkTexts(a, b);
  return links.nShared === 0 ? { basis: "none", ...nothing } : links;
}

function filled(n: number): Int32Array {
  return new Int32Array(n).fill(-1);
}

function isSameTable(a: TokenTable, b: TokenTable): boolean {
  if (a === b) return true;
  const isSame = (x: Uint32Array | null, y: Uint32Array | null): boolean =>
    x?.length === y?.length && (x ?? []).every((value, i) => value === y![i]);
  return (
    a.nTokens === b.nTokens &&
    isSame(a.starts, b.starts) &&
    isSame(a.split, b.split) &&
    a.ids.every((_, token) => tokenText(a, token) === tokenText(b, token))
  );
}

function identity({ nTokens, nSequences }: TokenTable): Omit<TokenLinks, "basis"> {
  const all = Int32Array.from({ length: nTokens }, (_, token) => token);
  return {
    there: all,
    back: all,
    pairs: Array.from(all, (token) => [token, token] as const),
    nShared: nSequences,
  };
}

/** Texts that are equal to the letter; and of the same dataset also those that begin alike, where one model reads less of them. */
function linkTexts(a: TokenSide, b: TokenSide): TokenLinks {
  const [own, others] = [unitsOf(a.table), unitsOf(b.table)];
  const waiting = new Map<string, TokenUnit[]>();
  for (const unit of others) waiting.set(unit.letters, [...(waiting.get(unit.letters) ?? []), unit]);
  const found = own.map((unit) => (unit.letters === "" ? undefined : waiting.get(unit.letters)?.shift()));
  const taken = new Set(found);
  const isSameSample = a.dataset.digest === b.dataset.digest && own.length === others.length;
  const links: Links = { there: filled(a.table.nTokens), back: filled(b.table.nTokens), pairs: [] };
  let nShared = 0;
  own.forEach((unit, i) => {
    const beside = isSameSample && !taken.has(others[i]) ? others[i] : undefined;
    const other = found[i] ?? beside;
    if (other === undefined || !isSameText(unit, other)) return;
    linkUnits(unit, other, links);
    linkSpecial(a.table, b.table, unit, other, links);
    nShared++;
  });
  return { basis: "text", ...links, pairs: links.pairs.sort(([x], [y]) => x - y), nShared };
}

interface Links {
  readonly there: Int32Array;
  readonly back: Int32Array;
  readonly pairs: (readonly [first: number, second: number])[];
}

/** Letters that two texts have in common at their beginning, and behind what differs at their end. */
function commonEnds(a: string, b: string): { readonly first: number; readonly last: number } {
  const shorter = Math.min(a.length, b.length);
  let [first, last] = [0, 0];
  while (first < shorter && a[first] === b[first]) first++;
  while (last < shorter - first && a[a.length - 1 - last] === b[b.length - 1 - last]) last++;
  return { first, last };
}

/** Whether most of the shorter one is the same: one model may know a word less, or read less of a long text. */
function isSameText({ letters: a }: TokenUnit, { letters: b }: TokenUnit): boolean {
  if (a === b) return true;
  const { first, last } = commonEnds(a, b);
  return (first + last) * 2 > Math.min(a.length, b.length);
}

/** Each token gets the one that has most of its letters; of two with equally many the later one, which has read more. */
function linkUnits(a: TokenUnit, b: TokenUnit, { there, back, pairs }: Links): void {
  const { first, last } = commonEnds(a.letters, b.letters);
  const onto =
    (from: TokenUnit, to: TokenUnit) =>
    (letter: number): number => {
      if (letter < first) return letter;
      return letter >= from.letters.length - last ? letter + to.letters.length - from.letters.length : -1;
    };
  const [ownersA, ownersB] = [ownersOf(a), ownersOf(b)];
  const [toB, toA] = [onto(a, b), onto(b, a)];
  for (let i = 0; i < a.n; i++) {
    const { best, isWhole } = mostOf(a, i, toB, ownersB);
    if (best < 0) continue;
    there[a.start + i] = b.start + best;
    const size = b.starts[best + 1]! - b.starts[best]!;
    if (isWhole && size === a.starts[i + 1]! - a.starts[i]!) pairs.push([a.start + i, b.start + best]);
  }
  for (let i = 0; i < b.n; i++) {
    const { best } = mostOf(b, i, toA, ownersA);
    if (best >= 0) back[b.start + i] = a.start + best;
  }
}

/** The token of each letter. */
function ownersOf({ n, starts, letters }: TokenUnit): Uint32Array {
  const owners = new Uint32Array(letters.length);
  for (let i = 0; i < n; i++) owners.fill(i, starts[i], starts[i + 1]);
  return owners;
}

/** @returns −1 where none of its letters stands in the other text; and whether all of them belong to the one token. */
function mostOf(
  unit: TokenUnit,
  i: number,
  onto: (letter: number) => number,
  owners: Uint32Array,
): { readonly best: number; readonly isWhole: boolean } {
  const counts = new Map<number, number>();
  for (let letter = unit.starts[i]!; letter < unit.starts[i + 1]!; letter++) {
    const there = onto(letter);
    if (there >= 0) counts.set(owners[there]!, (counts.get(owners[there]!) ?? 0) + 1);
  }
  let [best, most] = [-1, 0];
  for (const [owner, count] of counts) if (count >= most) [best, most] = [owner, count];
  return { best, isWhole: most === unit.starts[i + 1]! - unit.starts[i]! };
}

/** Special tokens of the same name, in their order: one that the other tokenizer does not know has no counterpart. */
function linkSpecial(a: TokenTable, b: TokenTable, own: TokenUnit, other: TokenUnit, links: Links): void {
  const waiting = new Map<string, number[]>();
  const specials = (table: TokenTable, { start, n }: TokenUnit): number[] =>
    Array.from({ length: n }, (_, i) => start + i).filter((token) => table.special[token] === 1);
  const nameOf = (table: TokenTable, token: number): string => tokenText(table, token).trim();
  for (const token of specials(b, other))
    waiting.set(nameOf(b, token), [...(waiting.get(nameOf(b, token)) ?? []), token]);
  for (const token of specials(a, own)) {
    const found = waiting.get(nameOf(a, token))?.shift();
    if (found === undefined) continue;
    links.there[token] = found;
    links.back[found] = token;
    links.pairs.push([token, found]);
  }
}

/** The same picture cut into other patches: each goes to the patch that has its middle. */
function linkPlaces(a: TokenSide, b: TokenSide): TokenLinks {
  const links: Links = { there: filled(a.table.nTokens), back: filled(b.table.nTokens), pairs: [] };
  const { patches: own } = a;
  const { patches: other } = b;
  const nShared = a.table.nSequences;
  if (own === null || other === null || nShared !== b.table.nSequences)
    return { basis: "none", ...links, nShared: 0 };
  const isSameGrid = own.rows === other.rows && own.columns === other.columns;
  for (let picture = 0; picture < nShared; picture++) {
    const [from, to] = [spanOf(a.table, picture, "query"), spanOf(b.table, picture, "query")];
    for (let i = 0; i < from.n; i++) {
      const there = placeIn(i, own, other);
      if (there < to.n && there >= 0) links.there[from.start + i] = to.start + there;
    }
    for (let i = 0; i < to.n; i++) {
      const there = placeIn(i, other, own);
      if (there < from.n && there >= 0) links.back[to.start + i] = from.start + there;
    }
  }
  if (isSameGrid)
    links.there.forEach((second, first) => {
      if (second >= 0) links.pairs.push([first, second]);
    });
  return { basis: "places", ...links, nShared };
}

/** The token in the other grid; −1 for a special token that the other one does not have. */
function placeIn(i: number, from: PatchSheet, to: PatchSheet): number {
  // CLS comes first in all of them.
  if (i < from.nSpecial) return i < to.nSpecial ? i : -1;
  const patch = i - from.nSpecial;
  const [row, column] = [Math.floor(patch / from.columns), patch % from.columns];
  const scaled = (at: number, size: number, other: number): number => Math.floor(((at + 0.5) / size) * other);
  return (
    to.nSpecial + scaled(row, from.rows, to.rows) * to.columns + scaled(column, from.columns, to.columns)
  );
}
