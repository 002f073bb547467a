/** Which word each token of a sequence belongs to, so that models with different tokenizers can be compared on words. */

export interface WordPlaces {
  /** As all tokenizers agree on them: small letters without accents. */
  readonly words: readonly string[];
  /** By token: its word, LEAD for special tokens before the words, or TRAIL for those after them. */
  readonly wordOf: Int32Array;
}

export const LEAD = -1;
export const TRAIL = -2;

/**
 * Words are what white space separates. A special token between them (a mask) is a word, as it stands for one.
 *
 * @param tokens As they are in running text: a word after a space begins with one.
 */
export function wordPlaces(tokens: readonly string[], isSpecial: (token: number) => boolean): WordPlaces {
  const words: string[] = [];
  const wordOf = new Int32Array(tokens.length).fill(TRAIL);
  let last = tokens.length - 1;
  while (last >= 0 && isSpecial(last)) last--;
  let [word, isEnded] = ["", true];
  tokens.slice(0, last + 1).forEach((text, at) => {
    if (words.length === 0 && isSpecial(at)) {
      wordOf[at] = LEAD;
      return;
    }
    // White space that is a token of its own belongs to the word that follows it.
    const isBlank = words.length > 0 && word.trim() === "";
    const begins = (isEnded || isSpecial(at) || /^\s/.test(text)) && !isBlank;
    word = begins ? text : word + text;
    words.splice(begins ? words.length : words.length - 1, 1, word);
    wordOf[at] = words.length - 1;
    isEnded = isSpecial(at) || /\s$/.test(text);
  });
  if (words.length > 1 && word.trim() === "") {
    words.pop();
    for (let at = 0; at <= last; at++) wordOf[at] = Math.min(wordOf[at]!, words.length - 1);
  }
  return { words: words.map(folded), wordOf };
}

function folded(word: string): string {
  return word.trim().normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
