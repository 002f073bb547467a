/** Brackets: nested ones that must close in the right order, and remarks inside a sentence. */
import type { Random } from "#math/random.ts";
import { chance, integer, pick, pickSome } from "../../draw.ts";
import { people } from "../beings.ts";
import type { Drawing } from "../held-out.ts";
import { layOut, type LabeledText } from "../lay-out.ts";
import { item, NOUNS, place } from "../noun-phrases.ts";
import { enumerated, inRow, readWords, tell, type Phrase } from "../phrase.ts";
import { COLORS } from "../words/adjectives.ts";

const PAIRS = [
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
] as const;

export function bracketRow(drawing: Drawing): LabeledText {
  const { random } = drawing;
  if (chance(random, 0.5)) {
    const words = pickSome(random, [...NOUNS.thing.map(({ one }) => one), ...COLORS], 8);
    return layOut(readWords(nested(random, words, integer(random, 6, 14))), false);
  }
  return layOut(inRow(Array.from({ length: integer(random, 2, 3) }, () => remark(drawing))));
}

/** Opens and closes brackets along a walk of `steps` steps, then closes the open ones. */
function nested(random: Random, words: readonly string[], steps: number): string {
  const pieces: string[] = [];
  const open: string[] = [];
  for (let i = 0; i < steps || open.length > 0; i++) {
    const isEnding = i >= steps;
    const move = isEnding ? "close" : pick(random, ["open", "word", "word", "close"] as const);
    if (move === "open" && open.length < 4) {
      const [left, right] = pick(random, PAIRS);
      pieces.push(left);
      open.push(right);
    } else if (move === "close" && open.length > 0 && !/[[({]$/.test(pieces.at(-1))) pieces.push(open.pop()!);
    else pieces.push(pick(random, words));
  }
  return pieces.join(" ");
}

function remark({ random }: Drawing): Phrase {
  const { a, bare, noun } = item(random, "thing", "thing");
  const [hero] = people(random, 1);
  const { at } = place(random);
  const colors = pickSome(random, COLORS, 3).map((color) => readWords(color));
  const creature = item(random, "animal", "animal");
  return pick(random, [
    tell`${hero!.name} found ${a} (the ${colors[0]!} one) ${at}.`,
    tell`The ${bare} (and nothing else) was ${at}.`,
    tell`${creature.a} (${hero!.name} named it ${colors[0]!} ${creature.bare}) slept ${at}.`,
    tell`All the ${noun.many} (${enumerated(colors)}) were ${at}.`,
    tell`${hero!.name} (who had ${a}) [and who was ${at}] waited.`,
  ]);
}
