/** The texts of a vocabulary as words of a name. */
import type { TokenTable } from "#atlas/tokens/tokens.ts";

export interface Word {
  readonly text: string;
  /** The name of a sign, e.g. `comma`: alone, the sign would be taken for a speck on the map. */
  readonly sign?: string;
}

const SIGNS: ReadonlyMap<string, string> = new Map([
  [".", "full stop"],
  [",", "comma"],
  [";", "semicolon"],
  [":", "colon"],
  ["!", "exclamation mark"],
  ["?", "question mark"],
  ['"', "quotation mark"],
  ["“", "opening quote"],
  ["”", "closing quote"],
  ["'", "apostrophe"],
  ["’", "apostrophe"],
  ["-", "hyphen"],
  ["–", "dash"],
  ["—", "dash"],
  ["…", "ellipsis"],
]);

/** Distinct words, upper and lower case alike, and which of them each text of the vocabulary is; −1 for white space. */
export function wordsOf({ vocab }: TokenTable): [words: Word[], idOf: Int32Array] {
  const known = new Map<string, number>();
  const words: Word[] = [];
  const idOf = Int32Array.from(vocab, (text) => {
    const plain = text.trim();
    if (plain === "") return -1;
    const key = SIGNS.get(plain) ?? plain.toLowerCase();
    const id = known.get(key);
    if (id !== undefined) return id;
    known.set(key, words.length);
    words.push(shown(plain));
    return words.length - 1;
  });
  return [words, idOf];
}

/** A sign without a name stands in quotes. */
function shown(text: string): Word {
  const sign = SIGNS.get(text);
  if (sign !== undefined) return { text: sign, sign };
  const short = text.length <= MOST_LETTERS ? text : shortened(text);
  return { text: /[\p{L}\p{N}]/u.test(short) ? short : `“${short}”` };
}

const MOST_LETTERS = 20;
const segmenter = new Intl.Segmenter();

function shortened(text: string): string {
  const letters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  return letters.length <= MOST_LETTERS ? text : `${letters.slice(0, MOST_LETTERS - 1).join("")}…`;
}
