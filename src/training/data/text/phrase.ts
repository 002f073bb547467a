/**
 * Text as labeled words: a generator gives each word with its part of speech and its referent, so the labels of a dataset
 * are known and need not be guessed.
 */
import { LEXICON, type PartOfSpeech } from "./words/lexicon.ts";

/** The person or thing that a word refers to, unique within its text. */
export type Referent =
  "hero" | "friend" | "animal" | "thing" | "other thing" | "place" | "subject" | "attractor";

export interface Word {
  readonly text: string;
  /** Whether a space precedes the word. */
  readonly spaced: boolean;
  readonly part: PartOfSpeech;
  readonly means?: Referent;
}

export type Phrase = readonly Word[];

/** The literal pieces of a template are the same array on every call, so they are parsed once. */
const literals = new WeakMap<TemplateStringsArray, readonly Phrase[]>();

/**
 * A phrase from a template. Words of the literal text get their part of speech from the lexicon; inserted phrases keep
 * theirs; inserted strings and numbers are parsed like literal text.
 */
export function tell(text: TemplateStringsArray, ...values: readonly (Phrase | string | number)[]): Phrase {
  let pieces = literals.get(text);
  if (pieces === undefined) {
    pieces = text.map(readWords);
    literals.set(text, pieces);
  }
  const words = [...pieces[0]!];
  values.forEach((value, i) => {
    const phrase = typeof value === "object" ? value : readWords(String(value));
    const spaced = /\s$/.test(text[i]!);
    phrase.forEach((word, at) => words.push(at === 0 ? { ...word, spaced } : word));
    words.push(...pieces[i + 1]!);
  });
  return words;
}

/** Plain text → words and marks. Words that the lexicon does not have are `other`: letters and syllables. */
export function readWords(text: string): Phrase {
  const pieces = text.matchAll(/(\s*)(\p{L}+|\d+|[^\s\p{L}\d])/gu);
  return [...pieces].map(([, space = "", word = ""]) => ({
    text: word,
    spaced: space !== "",
    part: partOf(word),
  }));
}

export function partOf(word: string): PartOfSpeech {
  if (/^\d+$/.test(word)) return "number";
  if (!/\p{L}/u.test(word)) return "punctuation";
  const known = LEXICON.get(word) ?? LEXICON.get(word.toLowerCase());
  // An unknown word with a capital is an invented name.
  return known ?? (/^\p{Lu}/u.test(word) ? "name" : "other");
}

/** The phrase, with this referent on every word that has none. */
export function meaning(means: Referent | undefined, phrase: Phrase): Phrase {
  if (means === undefined) return phrase;
  return phrase.map((word) => (word.means === undefined ? { ...word, means } : word));
}

/** Concatenates phrases with spaces between them. */
export function inRow(phrases: readonly Phrase[]): Phrase {
  return phrases.flatMap((phrase, i) =>
    phrase.map((word, at) => (i > 0 && at === 0 ? { ...word, spaced: true } : word)),
  );
}

/** a, b, and c */
export function enumerated(phrases: readonly Phrase[], last = "and"): Phrase {
  const [first = [], ...rest] = phrases;
  if (rest.length === 0) return first;
  if (rest.length === 1) return tell`${first} ${last} ${rest[0]!}`;
  const middle = rest.slice(0, -1).flatMap((phrase) => tell`, ${phrase}`);
  return tell`${first}${middle}, ${last} ${rest.at(-1)}`;
}
