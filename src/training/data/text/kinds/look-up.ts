/** Keys and values: a text lists pairs and asks for the values again. Keys have one or two words. */
import type { Random } from "#math/random.ts";
import { chance, integer, pick, pickSome, shuffle } from "../../draw.ts";
import { inventedName } from "../beings.ts";
import { drawAllowed, isAllowed, type Drawing } from "../held-out.ts";
import { layOut, type LabeledText } from "../lay-out.ts";
import { NOUNS } from "../noun-phrases.ts";
import { inRow, tell, type Phrase } from "../phrase.ts";
import { COLORS } from "../words/adjectives.ts";
import { DAYS, NUMBERS } from "../words/function-words.ts";
import { HE_NAMES, SHE_NAMES } from "../words/names.ts";

export interface Entry {
  readonly key: string;
  readonly value: string;
}

const KEYS: readonly ((random: Random, count: number) => string[])[] = [
  (random, count) => pickSome(random, [...SHE_NAMES, ...HE_NAMES], count),
  (random, count) => pickSome(random, DAYS, count),
  (random, count) => Array.from({ length: count }, () => inventedName(random)),
  twoWords,
];

const VALUES: readonly (readonly string[])[] = [
  NOUNS.thing.map(({ one }) => one),
  NOUNS.food.map(({ one }) => one),
  NOUNS.animal.map(({ one }) => one),
  COLORS,
  NUMBERS,
];

/** Containers in which things lie. */
const PLACES = [
  "box",
  "basket",
  "bag",
  "drawer",
  "chest",
  "pocket",
  "sack",
  "trunk",
  "barrel",
  "garden",
  "kitchen",
  "barn",
];

/** red kite, red drum, blue kite, …: only both words together identify the key. */
function twoWords(random: Random, count: number): string[] {
  const nouns = pickSome(random, NOUNS.thing, 2);
  const colors = pickSome(random, COLORS, Math.ceil(count / 2));
  const all = colors.flatMap((color) => nouns.map(({ one }) => `${color} ${one}`));
  return pickSome(random, all, count);
}

/** Different keys, different values. */
export function entries({ random, use }: Drawing, count: number): Entry[] {
  return drawAllowed(
    () => {
      const values = pickSome(random, pick(random, VALUES), count);
      return pick(random, KEYS)(random, count).map((key, i) => ({ key, value: values[i]! }));
    },
    (drawn) =>
      new Set(drawn.map(({ key }) => key)).size === count &&
      isAllowed(use, "look-up", drawn[0]!.key, drawn[0]!.value),
  );
}

type Form = (entry: Entry) => Phrase;

const FORMS: readonly Form[] = [
  ({ key, value }) => tell`${key}: ${value}.`,
  ({ key, value }) => tell`${key} = ${value},`,
  ({ key, value }) => tell`${key} has ${value};`,
  ({ key, value }) => tell`(${key} ${value})`,
  ({ key, value }) => tell`${key} - ${value} /`,
];

/** The format of all entries of a text. */
export function formOf(random: Random): Form {
  return pick(random, FORMS);
}

/** All entries once, then some of them repeatedly, in any order. */
export function lookUpRow(drawing: Drawing): LabeledText {
  const { random } = drawing;
  if (chance(random, 0.4)) return questions(drawing);
  const known = entries(drawing, integer(random, 2, 6));
  const form = formOf(random);
  const again = Array.from({ length: integer(random, 1, 5) }, () => pick(random, known));
  return layOut(inRow([...known, ...shuffle(random, known), ...again].map(form)), false);
}

/** The key is in the box; the ball is in the bag. Where is the ball? In the bag. */
function questions({ random }: Drawing): LabeledText {
  const count = integer(random, 2, 4);
  const things = pickSome(random, NOUNS.thing, count);
  const places = pickSome(random, PLACES, count);
  const facts = things.map(({ one }, i) => tell`the ${one} is in the ${places[i]!}`);
  const asked = pickSome(random, [...things.keys()], integer(random, 1, count));
  const answers = asked.map((i) => {
    const [thing, where] = [things[i]!.one, places[i]!];
    return chance(random, 0.5)
      ? tell`Where is the ${thing}? In the ${where}.`
      : tell`What is in the ${where}? The ${thing}.`;
  });
  const listed = facts.flatMap((fact, i) => (i === 0 ? fact : tell`; ${fact}`));
  return layOut(inRow([tell`${listed}.`, ...answers]));
}
