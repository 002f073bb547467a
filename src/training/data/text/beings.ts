/** The people and invented creatures of a text, and their pronouns. */
import type { Random } from "#math/random.ts";
import { chance, integer, pick, pickSome } from "../draw.ts";
import { meaning, type Phrase, type Referent } from "./phrase.ts";
import { FAMILY_NAMES, HE_NAMES, SHE_NAMES, SYLLABLES } from "./words/names.ts";

export interface Person {
  readonly name: Phrase;
  readonly he: Phrase;
  readonly him: Phrase;
  readonly his: Phrase;
  readonly isShe: boolean;
}

const word = (text: string, part: "name" | "pronoun"): Phrase => [{ text, spaced: true, part }];

export function person(name: string, isShe: boolean, means?: Referent): Person {
  const [he, him, his] = isShe ? (["she", "her", "her"] as const) : (["he", "him", "his"] as const);
  return {
    name: meaning(means, word(name, "name")),
    he: meaning(means, word(he, "pronoun")),
    him: meaning(means, word(him, "pronoun")),
    his: meaning(means, word(his, "pronoun")),
    isShe,
  };
}

/** Different people with different names: first the hero, then the friend. */
export function people(random: Random, count: number): Person[] {
  const known = pickSome(random, [...SHE_NAMES, ...HE_NAMES], count);
  const roles: readonly (Referent | undefined)[] = ["hero", "friend"];
  return known.map((name, i) => {
    const isInvented = chance(random, 0.12);
    const isShe = SHE_NAMES.includes(name);
    return person(isInvented ? inventedName(random) : name, isShe, roles[i]);
  });
}

/** One woman or girl and one man or boy, in either order, so that a pronoun is unambiguous. */
export function sheAndHe(random: Random): [Person, Person] {
  const she = pick(random, SHE_NAMES);
  const he = pick(random, HE_NAMES);
  return chance(random, 0.5)
    ? [person(she, true, "hero"), person(he, false, "friend")]
    : [person(he, false, "hero"), person(she, true, "friend")];
}

/** A name of two to four syllables, e.g. Zorimba. */
export function inventedName(random: Random): string {
  const syllables = Array.from({ length: integer(random, 2, 3) }, () => pick(random, SYLLABLES)).join("");
  return syllables.charAt(0).toUpperCase() + syllables.slice(1);
}

export function familyName(random: Random): Phrase {
  return word(pick(random, FAMILY_NAMES), "name");
}
