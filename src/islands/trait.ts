/** A trait of points by which an island may be named. */
import type { PatchSheet } from "#atlas/files/manifest.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";

/** What an atlas knows of its points. */
export interface TraitContext {
  /** Null for text. */
  readonly patches: PatchSheet | null;
  readonly tokens: TokenTable;
  /** Mean r, g, b of every token's patch, [3 · nTokens]; null for text, and until they are loaded. */
  readonly patchColors: Uint8Array | null;
}

/** How a name is written: the words of a text, or a word about them. */
export type NameStyle = "words" | "kind";

export interface TraitName {
  readonly text: string;
  readonly style: NameStyle;
}

interface TraitAbout {
  /** The color mode that shows the same, if there is one. */
  readonly mode?: string;
  /** How well such a name serves the reader: a factor on its information. */
  readonly weight: number;
}

/** A trait with one of several values, e.g. a label. */
export interface KindTrait extends TraitAbout {
  readonly nValues: number;
  /** Value of a point; −1 for none. Queries come first, then keys. */
  readonly of: Int32Array;
  readonly nameOf: (value: number) => TraitName;
  /** Whether the name tells of queries and of keys, so an island must have both. */
  readonly isOfBoth?: true;
}

/** A trait with a number, of which an island has a range. */
export interface RangeTrait extends TraitAbout {
  readonly mode: string;
  /** Numbers are counted in steps. */
  readonly nValues: number;
  /** Number of a point; −1 for none. */
  readonly of: Int32Array;
  /** Ranges end at multiples of it: 2 where every other number lies between two that have a name. */
  readonly grain: 1 | 2;
  /** @param low, high In grains. @returns Null if the range has no name. */
  readonly nameOfRange: (low: number, high: number) => TraitName | null;
  /** Two numbers with others between them: a head that looks two back has position 7 beside 9. */
  readonly nameOfPair?: (low: number, high: number) => TraitName;
}

export type Trait = KindTrait | RangeTrait;

/** The same for the query and the key of a token. */
export function forBoth(ofToken: Int32Array): Int32Array {
  const both = new Int32Array(ofToken.length * 2);
  both.set(ofToken);
  both.set(ofToken, ofToken.length);
  return both;
}

/**
 * A range of whole numbers from 0, e.g. of positions.
 *
 * @param numbers Of each token; −1 for none. @param one, many What they are called; the color mode is called alike.
 */
export function wholeNumbers(numbers: Int32Array, one: string, many = `${one}s`): RangeTrait {
  const nameOfRange = (low: number, high: number): TraitName => ({
    style: "kind",
    text: low === high ? `${one} ${low}` : `${many} ${low}–${high}`,
  });
  const nameOfPair = (low: number, high: number): TraitName => ({
    style: "kind",
    text: `${many} ${low}, ${high}`,
  });
  return {
    nValues: numbers.reduce((a, b) => Math.max(a, b), 0) + 1,
    of: forBoth(numbers),
    grain: 1,
    weight: 1,
    mode: one,
    nameOfRange,
    nameOfPair,
  };
}
