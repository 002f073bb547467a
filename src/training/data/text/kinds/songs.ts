/** Songs: refrains that return word for word, and rhymes that count down. */
import { chance, integer, pick, pickSome } from "../../draw.ts";
import { people } from "../beings.ts";
import type { Drawing } from "../held-out.ts";
import { layOut, type LabeledText } from "../lay-out.ts";
import { item, NOUNS, place } from "../noun-phrases.ts";
import { inRow, readWords, tell, type Phrase } from "../phrase.ts";
import { COLORS } from "../words/adjectives.ts";
import { NUMBERS } from "../words/function-words.ts";
import { VERBS } from "../words/inflect.ts";
import { SYLLABLES } from "../words/names.ts";

type Song = (drawing: Drawing) => readonly Phrase[];

const SONGS: readonly Song[] = [countdown, chain, verses, rounds];

export function songRow(drawing: Drawing): LabeledText {
  return layOut(inRow(pick(drawing.random, SONGS)(drawing)));
}

/** Five red hens sat on the gate. One flew away, and then there were four. */
function countdown({ random }: Drawing): readonly Phrase[] {
  const { many, one } = pick(random, NOUNS.animal);
  const color = pick(random, COLORS);
  const where = place(random).at;
  const [sat, left] = pick(random, [
    ["sat", "ran away"],
    ["sang", "went home"],
    ["slept", "woke up"],
    ["danced", "fell down"],
  ] as const);
  const from = integer(random, 3, 10);
  return Array.from({ length: Math.min(3, from - 1) }, (_, i) => {
    const [now, then] = [NUMBERS[from - i]!, NUMBERS[from - i - 1]!];
    const rest = then === "one" ? tell`there was one ${one}` : tell`there were ${then}`;
    return tell`${now} ${color} ${many} ${sat} ${where}. One ${left}, and then ${rest}.`;
  });
}

/** The cat chased the dog, the dog chased the hen, the hen chased the cat. */
function chain({ random }: Drawing): readonly Phrase[] {
  const beasts = pickSome(random, NOUNS.animal, integer(random, 3, 5)).map(({ one }) => one);
  const { past } = pick(random, VERBS.onBeings);
  const links = beasts.map((beast, i) => tell`the ${beast} ${past} the ${beasts[(i + 1) % beasts.length]!}`);
  const all = links.flatMap((link, i) => (i === 0 ? link : tell`, ${link}`));
  return [tell`${all}.`, tell`And ${past === "saw" ? "so" : "then"} ${links[0]!} again.`];
}

/** Two verses, each followed by the same refrain. */
function verses({ random }: Drawing): readonly Phrase[] {
  const [a, b] = pickSome(random, SYLLABLES, 2) as [string, string];
  const sung = pick(random, [
    `${a} ${b} ${b}, ${a} ${b} ${b}`,
    `${a} ${a} ${b}, ${a} ${a} ${b}`,
    `${a} ${b}, ${a} ${b}, ${a} ${b}`,
  ]);
  const refrain = tell`${sung}, sing with me ${place(random).at}!`;
  const verse = (): Phrase => {
    const { a: beast } = item(random, "animal");
    const { past } = pick(random, VERBS.animalsDo);
    return tell`${beast} ${past} ${item(random, "thing").a},`;
  };
  return [verse(), refrain, verse(), refrain];
}

/** Someone says a sentence, and the next person repeats it, … */
function rounds({ random }: Drawing): readonly Phrase[] {
  const singers = people(random, integer(random, 2, 3));
  const { the } = item(random, "thing");
  const { base } = pick(random, VERBS.animalsDo);
  const line = chance(random, 0.5)
    ? tell`${item(random, "animal").a} can ${base} ${the}`
    : readWords(
        `${pick(random, VERBS.alone).base}, ${pick(random, NOUNS.animal).one}, ${pick(random, VERBS.alone).base} with me`,
      );
  return singers.map(({ name }) => tell`${name} sang, "${line}!"`);
}
