/** Names and words that consist of pieces: recurring invented names, families, and compounds used whole and in parts. */
import { chance, integer, pick, pickSome } from "../../draw.ts";
import { familyName, inventedName, people } from "../beings.ts";
import type { Drawing } from "../held-out.ts";
import { layOut, type LabeledText } from "../lay-out.ts";
import { item, NOUNS, place, stateFor } from "../noun-phrases.ts";
import { inRow, meaning, readWords, tell, type Phrase } from "../phrase.ts";
import { COLORS } from "../words/adjectives.ts";
import { COMPOUNDS } from "../words/nouns.ts";
import { articleFor, VERBS } from "../words/inflect.ts";

type Riddle = (drawing: Drawing) => readonly Phrase[];

const RIDDLES: readonly Riddle[] = [creature, families, compounds, orders];

export function nameRow(drawing: Drawing): LabeledText {
  return layOut(inRow(pick(drawing.random, RIDDLES)(drawing)));
}

/** A text about a creature with an invented name that uses the name repeatedly. */
function creature({ random }: Drawing): readonly Phrase[] {
  const named = meaning("hero", readWords(inventedName(random)));
  const beast = item(random, "animal", "hero");
  const where = place(random);
  const state = stateFor(random, "animal");
  const lines = [
    tell`${named} lived ${where.fullyAt}.`,
    tell`${named} was ${state}, and nobody was as ${state} as ${named}.`,
    tell`Everyone ${pick(random, ["knew", "loved", "feared", "admired"])} ${named}.`,
    tell`${named} ${pick(random, VERBS.animalsDo).past} ${item(random, "thing", "thing").a}.`,
    tell`"Where is ${named}?" asked ${readWords(`the ${pick(random, NOUNS.role).one}`)}.`,
  ];
  return [
    tell`Once there was ${beast.a} called ${named}.`,
    ...pickSome(random, lines, integer(random, 3, 4)),
  ];
}

/** Mia Greenhill and Tom Greenhill are sister and brother. */
function families({ random }: Drawing): readonly Phrase[] {
  const family = familyName(random);
  const [a, b] = people(random, 2);
  const other = familyName(random);
  const [c] = people(random, 1);
  const role = (isShe: boolean): string => (isShe ? "sister" : "brother");
  return [
    tell`${a!.name} ${family} and ${b!.name} ${family} lived ${place(random).fullyAt}.`,
    tell`${b!.name} ${family} is the ${role(b!.isShe)} of ${a!.name} ${family}.`,
    tell`${c!.name} ${other} ${pick(random, VERBS.onBeings).past} ${a!.name} ${family}.`,
    tell`${c!.name} ${other} ${pick(random, VERBS.onBeings).past} ${b!.name} ${family} too.`,
  ];
}

const LOOKS = [
  ...COLORS,
  "pretty",
  "strange",
  "small",
  "big",
  "old",
  "new",
  "beautiful",
  "tiny",
  "rare",
  "simple",
  "warm",
];

/** A long word with a description, repeated. */
function compounds({ random }: Drawing): readonly Phrase[] {
  return pickSome(random, COMPOUNDS, integer(random, 2, 3)).flatMap((word) => {
    const state = pick(random, LOOKS);
    return [
      tell`Look, ${articleFor(state)} ${state} ${word}!`,
      chance(random, 0.5) ? tell`The ${word} is ${state}.` : tell`This ${state} ${word} is mine.`,
    ];
  });
}

/** One thing is always followed by the same other thing: three or four such pairs, repeated. */
function orders({ random }: Drawing): readonly Phrase[] {
  const things = pickSome(random, NOUNS.thing, integer(random, 3, 4)).map(({ one }) => one);
  const start = integer(random, 0, 3);
  const row = Array.from({ length: integer(random, 8, 14) }, (_, i) => things[(start + i) % things.length]!);
  return [tell`After the ${things[0]!} comes the ${things[1]!}.`, tell`${row.join(", ")}.`];
}
