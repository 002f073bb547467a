/** Forms of nouns and verbs. The lists contain the irregular forms; the rules here make the others. */
import * as verbs from "./verbs.ts";

export interface Noun {
  readonly one: string;
  readonly many: string;
}

export interface Verb {
  readonly base: string;
  /** The form after he, she, it. */
  readonly third: string;
  readonly past: string;
  readonly participle: string;
  readonly ing: string;
}

/** @param entry `one` or `one/many` */
export function noun(entry: string): Noun {
  const [one = "", many] = entry.split("/");
  return { one, many: many ?? plural(one) };
}

/** @param entry `base` or `base past participle` */
export function verb(entry: string): Verb {
  const [base = "", past, participle] = entry.split(" ");
  const regular = addEnding(base, "ed");
  return {
    base,
    third: thirdPerson(base),
    past: past ?? regular,
    participle: participle ?? past ?? regular,
    ing: addEnding(base, "ing"),
  };
}

function plural(one: string): string {
  return one.endsWith("man") ? `${one.slice(0, -3)}men` : thirdPerson(one);
}

/** carry → carries; plurals of nouns have the same ending. */
export function thirdPerson(base: string): string {
  if (/(s|x|ch|sh|o)$/.test(base)) return `${base}es`;
  if (/[^aeiou]y$/.test(base)) return `${base.slice(0, -1)}ies`;
  return `${base}s`;
}

/** carry → carried, hop → hopped, dance → dancing. Long words with an unstressed last syllable do not double their consonant. */
function addEnding(base: string, ending: "ed" | "ing"): string {
  if (base.endsWith("e"))
    return base.endsWith("ee") && ending === "ing" ? `${base}ing` : `${base.slice(0, -1)}${ending}`;
  if (/[^aeiou]y$/.test(base)) return ending === "ed" ? `${base.slice(0, -1)}ied` : `${base}ing`;
  const doubles = /^[^aeiou]*[aeiou][bdglmnprt]$/.test(base) || /(begin|forget)$/.test(base);
  return `${base}${doubles ? base.at(-1) : ""}${ending}`;
}

export const VERBS = {
  onThings: verbs.ON_THINGS.map(verb),
  onBeings: verbs.ON_BEINGS.map(verb),
  onFixtures: verbs.ON_FIXTURES.map(verb),
  onFood: verbs.ON_FOOD.map(verb),
  animalsDo: verbs.ANIMALS_DO.map(verb),
  alone: verbs.ALONE.map(verb),
  together: verbs.TOGETHER.map(verb),
} as const;

/** Depends on the first sound: an honest owl, a useful unicorn. */
export function articleFor(word: string): "a" | "an" {
  return /^([aeio]|hon|u(?!ni|se))/.test(word) ? "an" : "a";
}
