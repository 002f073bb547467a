/** The dataset `repeats`: random words, all of them a second time in the same order. What follows is known only by looking back. */
import { seededRandom, seedFrom } from "#math/random.ts";
import { pickSome } from "../data/draw.ts";
import { LEXICON } from "../data/text/words/lexicon.ts";

const N_SEQUENCES = 24;
/** Of one half. */
const N_WORDS = 20;
const SEED = 20_260_102;

/**
 * Lines of a .jsonl; every word is labeled by its half.
 *
 * @param isOneToken Whether a word is one token to the models that are shown this: then both halves are as long.
 */
export function repeatLines(isOneToken: (word: string) => boolean): string[] {
  const random = seededRandom(seedFrom("repeats", SEED));
  const words = [...LEXICON.keys()].filter((word) => word === word.toLowerCase() && isOneToken(word));
  return Array.from({ length: N_SEQUENCES }, () => {
    // Every word has a space before it, the first one too: else its two tokens would differ.
    const half = pickSome(random, words, N_WORDS)
      .map((word) => ` ${word}`)
      .join("");
    const [middle, end] = [half.length, 2 * half.length];
    const spans = { half: [[0, middle, "first"] as const, [middle, end, "second"] as const] };
    return JSON.stringify({ text: half + half, spans });
  });
}
