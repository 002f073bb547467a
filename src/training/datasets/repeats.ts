/** The dataset `repeats`: random words, repeated once in the same order. Only the first half predicts the second. */
import { seededRandom, seedFrom } from "#math/random.ts";
import { pickSome } from "../data/draw.ts";
import { LEXICON } from "../data/text/words/lexicon.ts";

const N_SEQUENCES = 24;
/** Number of words in one half. */
const N_WORDS = 20;
const SEED = 20_260_102;

/**
 * Lines of a .jsonl file; every word is labeled with its half.
 *
 * @param isOneToken Whether the models that are shown read a word as one token: then both halves have equal length.
 */
export function repeatLines(isOneToken: (word: string) => boolean): string[] {
  const random = seededRandom(seedFrom("repeats", SEED));
  const words = [...LEXICON.keys()].filter((word) => word === word.toLowerCase() && isOneToken(word));
  return Array.from({ length: N_SEQUENCES }, () => {
    // Every word has a space before it, even the first: otherwise its two copies would be different tokens.
    const half = pickSome(random, words, N_WORDS)
      .map((word) => ` ${word}`)
      .join("");
    const [middle, end] = [half.length, 2 * half.length];
    const spans = { half: [[0, middle, "first"] as const, [middle, end, "second"] as const] };
    return JSON.stringify({ text: half + half, spans });
  });
}
