/** Lists with as many things as announced, all of the announced sort. */
import { integer, pick, pickSome, chance } from "../../draw.ts";
import { people } from "../beings.ts";
import type { Drawing } from "../held-out.ts";
import { layOut, type LabeledText } from "../lay-out.ts";
import { NOUNS, place } from "../noun-phrases.ts";
import { enumerated, inRow, readWords, tell, type Phrase } from "../phrase.ts";
import { COLORS } from "../words/adjectives.ts";
import { list } from "../words/list.ts";
import { NUMBERS } from "../words/function-words.ts";

const SORTS: Readonly<Record<string, readonly string[]>> = {
  fruits: list("apples pears plums cherries lemons peaches berries melons grapes figs"),
  animals: NOUNS.animal.map(({ many }) => many),
  tools: list("hammers nails shovels ladders buckets brooms ropes brushes needles combs"),
  toys: list("kites balls drums dolls puppets marbles puzzles flutes trumpets whistles"),
  colors: COLORS,
};

const VERBS: Readonly<Record<string, readonly string[]>> = {
  fruits: ["bought", "tasted", "picked", "washed"],
  animals: ["saw", "fed", "drew", "counted"],
  tools: ["needed", "borrowed", "cleaned", "brought"],
  toys: ["wanted", "hid", "mended", "shared"],
  colors: ["knew", "used", "mixed", "loved"],
};

/** Three to six announced things, each once. Then someone asks for the first or the last one, and the text answers. */
export function listRow({ random }: Drawing): LabeledText {
  const sentences: Phrase[] = [];
  const [hero] = people(random, 1);
  for (let i = integer(random, 1, 2); i > 0; i--) {
    const sort = pick(random, Object.keys(SORTS));
    const count = integer(random, 3, 6);
    const things = pickSome(random, SORTS[sort]!, count);
    const all = enumerated(things.map((thing) => readWords(thing)));
    const verb = pick(random, VERBS[sort]!);
    const where = chance(random, 0.4) ? place(random).at : [];
    sentences.push(tell`${hero!.name} ${verb} ${NUMBERS[count]!} ${sort} ${where}: ${all}.`);
    if (chance(random, 0.5)) {
      const [which, at] = pick(random, [["first", 0] as const, ["last", count - 1] as const]);
      const answer = sort === "colors" ? tell`${things[at]!}` : tell`the ${things[at]!}`;
      sentences.push(tell`What came ${which}? ${answer} came ${which}.`);
    }
    if (chance(random, 0.4)) sentences.push(tell`${hero!.he} ${verb} all the ${all}.`);
  }
  return layOut(inRow(sentences));
}
