/** Every word form of the made-up English → its part of speech. A form has one: lists are chosen so. */
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

const formsByPart: Readonly<Record<string, readonly string[]>> = {
  ...FUNCTION_WORDS,
  noun: [...FUNCTION_WORDS.noun, ...NOUNS.flatMap(({ one, many }) => [one, many])],
  name: [...FUNCTION_WORDS.name, ...SHE_NAMES, ...HE_NAMES, ...FAMILY_NAMES],
  adjective: Object.values(adjectives).flat(),
  verb: [
    ...FUNCTION_WORDS.verb,
    ...Object.values(VERBS).flatMap((verbs) =>
      verbs.flatMap(({ base, third, past, participle, ing }) => [base, third, past, participle, ing]),
    ),
  ],
};

export function ambiguous(): string[] {
  const all = new Map<string, Set<string>>();
  for (const [part, forms] of Object.entries(formsByPart)) for (const form of forms) all.set(form, (all.get(form) ?? new Set()).add(part));
  return [...all].filter(([, parts]) => parts.size > 1).map(([form, parts]) => `${form}: ${[...parts].join(" ")}`);
}

export const LEXICON: ReadonlyMap<string, PartOfSpeech> = new Map(
  Object.entries(formsByPart).flatMap(([part, forms]) => forms.map((form) => [form, part as PartOfSpeech] as const)),
);
