/** Random words and syllables, all repeated in the same order: only the earlier text predicts the next word. */
import type { Random } from "#math/random.ts";
import { chance, integer, pick } from "../../draw.ts";
import type { Drawing } from "../held-out.ts";
import { layOut, type LabeledText } from "../lay-out.ts";
import { readWords } from "../phrase.ts";
import { LEXICON } from "../words/lexicon.ts";
import { SYLLABLES } from "../words/names.ts";

const WORDS = [...LEXICON.keys()];

/** A sequence of 5 to 26 words, two to four times, up to about sixty words. */
export function repeatRow({ random }: Drawing): LabeledText {
  const length = integer(random, 5, 26);
  const times = Math.max(2, Math.min(4, Math.floor(60 / length)));
  const mark = pick(random, ["", "", ",", " |"]);
  const words = randomWords(random, length).join(" ");
  return layOut(readWords(Array.from({ length: times }, () => words).join(`${mark} `)), false);
}

/** Any forms of any words, without syntax; a tenth are syllables. */
export function randomWords(random: Random, count: number): string[] {
  return Array.from({ length: count }, () =>
    chance(random, 0.1) ? pick(random, SYLLABLES) : pick(random, WORDS),
  );
}
