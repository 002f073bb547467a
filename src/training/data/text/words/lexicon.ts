/** Every word form of the made-up English → its part of speech. The lists are chosen so that each form has only one. */
import * as adjectives from "./adjectives.ts";
import { FUNCTION_WORDS } from "./function-words.ts";
import { noun, VERBS } from "./inflect.ts";
import { FAMILY_NAMES, HE_NAMES, SHE_NAMES } from "./names.ts";
import * as nouns from "./nouns.ts";

export const PARTS_OF_SPEECH = [
  "noun",
  "name",
  "pronoun",
  "determiner",
  "adjective",
  "verb",
  "adverb",
  "preposition",
  "conjunction",
  "number",
  "punctuation",
  "other",
] as const;

export type PartOfSpeech = (typeof PARTS_OF_SPEECH)[number];

const NOUNS = [
  ...nouns.ROLES,
  ...nouns.ANIMALS,
  ...nouns.THINGS,
  ...nouns.FOODS,
  ...nouns.FIXTURES,
  ...nouns.CONTAINERS,
  ...nouns.COMPOUNDS,
  ...nouns.PLACES.map(([, place]) => place),
].map(noun);

/** Listed one by one: the order decides what a seed draws, and the order of a module's exports may differ between systems. */
const ADJECTIVES = [
  ...adjectives.BEING_ADJECTIVES,
  ...adjectives.COLORS,
  ...adjectives.DEGREES,
  ...adjectives.FOOD_ADJECTIVES,
  ...adjectives.GENERAL_ADJECTIVES,
  ...adjectives.MOODS,
  ...adjectives.PLACE_ADJECTIVES,
  ...adjectives.THING_ADJECTIVES,
];

const formsByPart: Readonly<Record<string, readonly string[]>> = {
  ...FUNCTION_WORDS,
  noun: [...FUNCTION_WORDS.noun, ...NOUNS.flatMap(({ one, many }) => [one, many])],
  name: [...FUNCTION_WORDS.name, ...SHE_NAMES, ...HE_NAMES, ...FAMILY_NAMES],
  adjective: ADJECTIVES,
  verb: [
    ...FUNCTION_WORDS.verb,
    ...Object.values(VERBS).flatMap((verbs) =>
      verbs.flatMap(({ base, third, past, participle, ing }) => [base, third, past, participle, ing]),
    ),
  ],
};

/** Forms that are in lists of several parts of speech; there should be none. */
export function wordsOfSeveralParts(): string[] {
  const lists = Object.values(formsByPart).map((forms) => new Set(forms));
  const all = new Set(lists.flatMap((forms) => [...forms]));
  return [...all].filter((form) => lists.filter((forms) => forms.has(form)).length > 1);
}

export const LEXICON: ReadonlyMap<string, PartOfSpeech> = new Map(
  Object.entries(formsByPart).flatMap(([part, forms]) =>
    forms.map((form) => [form, part as PartOfSpeech] as const),
  ),
);
