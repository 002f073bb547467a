/** Noun phrases (a rusty key, the two old dogs, the boy near the gate) with their number, which verbs agree with. */
import type { Random } from "#math/random.ts";
import { chance, pick } from "../draw.ts";
import { meaning, readWords, tell, type Phrase, type Referent } from "./phrase.ts";
import {
  BEING_ADJECTIVES,
  COLORS,
  FOOD_ADJECTIVES,
  MOODS,
  PLACE_ADJECTIVES,
  THING_ADJECTIVES,
} from "./words/adjectives.ts";
import { NUMBERS } from "./words/function-words.ts";
import { articleFor, noun, type Noun } from "./words/inflect.ts";
import * as nouns from "./words/nouns.ts";

export type Sort = "role" | "animal" | "thing" | "food" | "fixture";

export const NOUNS: Readonly<Record<Sort, readonly Noun[]>> = {
  role: nouns.ROLES.map(noun),
  animal: nouns.ANIMALS.map(noun),
  thing: nouns.THINGS.map(noun),
  food: nouns.FOODS.map(noun),
  fixture: nouns.FIXTURES.map(noun),
};

const CONTAINERS = nouns.CONTAINERS.map(noun);

const LASTING: Readonly<Record<Sort, readonly string[]>> = {
  role: BEING_ADJECTIVES,
  animal: BEING_ADJECTIVES,
  thing: [...THING_ADJECTIVES, ...COLORS, ...COLORS],
  food: FOOD_ADJECTIVES,
  fixture: [...THING_ADJECTIVES.slice(0, 12), ...COLORS],
};

/** An adjective that fits before such a noun. */
export function adjectiveFor(random: Random, sort: Sort): string {
  return pick(random, LASTING[sort]);
}

/** An adjective that follows "is". */
export function stateFor(random: Random, sort: Sort): string {
  const isBeing = sort === "role" || sort === "animal";
  return isBeing && chance(random, 0.6) ? pick(random, MOODS) : adjectiveFor(random, sort);
}

/** A thing with its later mentions: first "a rusty key", then "the key", then "it". */
export interface Item {
  readonly noun: Noun;
  readonly adjective: string;
  readonly a: Phrase;
  readonly the: Phrase;
  readonly bare: Phrase;
  readonly it: Phrase;
}

export function item(random: Random, sort: Sort, means?: Referent): Item {
  return itemOf(pick(random, NOUNS[sort]), adjectiveFor(random, sort), means);
}

export function itemOf(thing: Noun, adjective: string, means?: Referent): Item {
  return {
    noun: thing,
    adjective,
    a: meaning(means, readWords(`${articleFor(adjective)} ${adjective} ${thing.one}`)),
    the: meaning(means, readWords(`the ${thing.one}`)),
    bare: meaning(means, readWords(thing.one)),
    it: meaning(means, readWords("it")),
  };
}

export interface Place {
  readonly name: string;
  /** in the barn */
  readonly at: Phrase;
  /** in the dark barn */
  readonly fullyAt: Phrase;
  /** the barn */
  readonly the: Phrase;
}

export function place(random: Random): Place {
  const [preposition, name] = pick(random, nouns.PLACES);
  const adjective = chance(random, 0.4) ? pick(random, PLACE_ADJECTIVES) : "";
  const means = "place";
  return {
    name,
    at: tell`${preposition} ${meaning(means, readWords(`the ${name}`))}`,
    fullyAt: tell`${preposition} ${meaning(means, readWords(`the ${adjective} ${name}`))}`,
    the: meaning(means, readWords(`the ${name}`)),
  };
}

/** the box */
export function container(random: Random): Phrase {
  return meaning("place", readWords(`the ${pick(random, CONTAINERS).one}`));
}

export interface Counted {
  readonly phrase: Phrase;
  readonly isMany: boolean;
}

/** A noun with a determiner of the same number: each dog, these dogs, two small dogs. */
export function counted(random: Random, thing: Noun, isMany: boolean, adjective?: string): Counted {
  const body = `${adjective === undefined ? "" : `${adjective} `}${isMany ? thing.many : thing.one}`;
  const one = ["the", "the", "the", "the", "this", "that", "every", articleFor(body)];
  const many = [
    "the",
    "the",
    "the",
    "the",
    "these",
    "those",
    "some",
    "many",
    "all the",
    pick(random, NUMBERS.slice(2, 11)),
  ];
  return { phrase: readWords(`${pick(random, isMany ? many : one)} ${body}`), isMany };
}
