/** Short tales, each with a rule: wishes that come true, searches, habits, bargains, comparisons, messages. */
import { chance, integer, pick, pickSome } from "../../draw.ts";
import { people, sheAndHe, type Person } from "../beings.ts";
import type { Drawing } from "../held-out.ts";
import { layOut, type LabeledText } from "../lay-out.ts";
import { container, item, NOUNS, place } from "../noun-phrases.ts";
import { enumerated, inRow, meaning, readWords, tell, type Phrase } from "../phrase.ts";
import { BEING_ADJECTIVES, DEGREES, MOODS } from "../words/adjectives.ts";
import { DAYS } from "../words/function-words.ts";
import { VERBS } from "../words/inflect.ts";

type Tale = (drawing: Drawing) => readonly Phrase[];

const TALES: readonly Tale[] = [wish, search, habits, bargain, compare, message, rain, homes];

export function taleRow(drawing: Drawing): LabeledText {
  return layOut(inRow(pick(drawing.random, TALES)(drawing)));
}

/** Who wishes for a kite gets a kite. */
function wish({ random }: Drawing): readonly Phrase[] {
  const [hero] = people(random, 1);
  const helper = meaning(
    "friend",
    readWords(pick(random, ["wizard", "witch", "dragon", "giant", "unicorn", "robot", "dwarf"])),
  );
  const { a, the } = item(random, "thing", "thing");
  const mood = pick(random, ["happy", "glad", "proud", "cheerful", "grateful"]);
  return [
    tell`Once upon a time, ${hero!.name} met a ${helper} ${place(random).fullyAt}.`,
    tell`"What do you want?" asked the ${helper}. "I want ${a}," said ${hero!.name}.`,
    tell`So the ${helper} gave ${hero!.name} ${a}.`,
    chance(random, 0.5)
      ? tell`${hero!.name} was ${mood} and thanked the ${helper}.`
      : tell`${hero!.name} took ${the} home and was ${mood}.`,
  ];
}

/** The lost object is in the last place that is searched. */
function search({ random }: Drawing): readonly Phrase[] {
  const [hero] = people(random, 1);
  const { a, the, it } = item(random, "thing", "thing");
  const wheres = Array.from({ length: integer(random, 2, 3) }, () => container(random));
  const last = wheres.at(-1);
  return [
    tell`${hero!.name} lost ${a} and looked for ${it} everywhere.`,
    ...wheres.slice(0, -1).map((where) => tell`${hero!.he} looked in ${where}, but ${the} was not there.`),
    tell`Then ${hero!.he} looked in ${last}, and there was ${the}!`,
    tell`${hero!.name} took ${the} out of ${last}.`,
  ];
}

/** On Monday Tom paints, on Tuesday he swims. Today is Monday, so … */
function habits({ random }: Drawing): readonly Phrase[] {
  const [hero] = people(random, 1);
  const count = integer(random, 2, 4);
  const days = pickSome(random, DAYS, count);
  const acts = pickSome(random, VERBS.alone, count);
  const rules = days.map((day, i) => tell`on ${day} ${i === 0 ? hero!.name : hero!.he} ${acts[i]!.third}`);
  const asked = pickSome(random, [...days.keys()], Math.min(2, count));
  return [
    tell`${enumerated(rules)}.`,
    ...asked.map((i) => tell`Today is ${days[i]!}, so ${hero!.name} ${acts[i]!.third}.`),
  ];
}

/** Swaps: who gives what for what. */
function bargain({ random }: Drawing): readonly Phrase[] {
  const [a, b] = sheAndHe(random);
  const mine = item(random, "thing", "thing");
  const yours = item(random, "food", "other thing");
  return [
    tell`${a.name} had ${mine.a}, and ${b.name} had ${yours.a}.`,
    tell`"Give me your ${yours.bare}, and you will get my ${mine.bare}," said ${a.name}.`,
    tell`So ${b.name} gave ${yours.the} to ${a.name} and got ${mine.the}.`,
    tell`Now ${b.he} had ${mine.the} and ${a.he} had ${yours.the}.`,
  ];
}

/** Comparisons: as brave as …, but not as … */
function compare({ random }: Drawing): readonly Phrase[] {
  const [a, b] = sheAndHe(random);
  const [first, third] = pickSome(random, BEING_ADJECTIVES, 2) as [string, string];
  const second = pick(
    random,
    DEGREES.filter((degree) => degree !== first && degree !== third),
  );
  return [
    tell`${a.name} was as ${first} as ${b.name}, but ${b.name} was more ${second} than ${a.name}.`,
    tell`${a.he} was ${third}, and ${b.he} was ${third} too.`,
    tell`Who was more ${second}? ${b.name} was more ${second} than ${a.name}.`,
  ];
}

/** A message reaches the last person as the first one said it. */
function message({ random }: Drawing): readonly Phrase[] {
  const line = people(random, integer(random, 3, 4));
  const { the } = item(random, "thing", "thing");
  const said = chance(random, 0.5)
    ? tell`${the} is ${place(random).at}`
    : tell`bring ${the} to ${place(random).the}`;
  return line.slice(1).map(({ name }, i) => tell`${line[i]!.name} told ${name}: "${said}."`);
}

const INDOORS = VERBS.together.filter(({ base }) => base !== "swim" && base !== "climb");

/** If it rains, she reads; it rains. */
function rain({ random }: Drawing): readonly Phrase[] {
  const [who] = people(random, 1) as [Person];
  const weather = pick(random, ["rains", "snows"]);
  const [wet, dry] = pickSome(random, INDOORS, 2);
  const inside = place(random);
  const mood = pick(random, MOODS);
  return [
    tell`When it ${weather}, ${who.name} ${wet!.third} ${inside.at}. When the sun shines, ${who.he} ${dry!.third}.`,
    chance(random, 0.5)
      ? tell`Now it ${weather}, so ${who.name} ${wet!.third} ${inside.at} and is ${mood}.`
      : tell`Now the sun shines, so ${who.name} ${dry!.third} and is ${mood}.`,
  ];
}

/** Everyone has a home and visits someone else's. */
function homes({ random }: Drawing): readonly Phrase[] {
  const beasts = pickSome(random, NOUNS.animal, integer(random, 2, 3)).map(({ one }) => one);
  const wheres = beasts.map(() => place(random));
  const [guest, host] = pickSome(random, [...beasts.keys()], 2) as [number, number];
  return [
    ...beasts.map((beast, i) => tell`The ${beast} lived ${wheres[i]!.at}.`),
    tell`One day, the ${beasts[guest]!} went to ${wheres[host]!.the} and met the ${beasts[host]!} there.`,
    tell`Then the ${beasts[guest]!} went back to ${wheres[guest]!.the}.`,
  ];
}
