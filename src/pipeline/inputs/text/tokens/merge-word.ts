/** Byte-pair encoding of one word whose tokens inside begin with a sign. */

export interface Merging {
  /** Before every token of a word but its first. */
  readonly prefix: string;
  /** Behind the last token of a word; "" for nothing. */
  readonly suffix: string;
  /** The lower, the earlier two tokens merge; undefined for never. */
  readonly rankOf: (left: string, right: string) => number | undefined;
}

/** @returns The tokens of the word, the sign once in each: `f ##o ##x` is `fo ##x`, then `fox`. */
export function mergeWord(word: string, { prefix, suffix, rankOf }: Merging): string[] {
  const characters = Array.from(word);
  const tokens = characters.map(
    (character, i) => `${i === 0 ? "" : prefix}${character}${i === characters.length - 1 ? suffix : ""}`,
  );
  for (;;) {
    let [best, at] = [Infinity, -1];
    for (let i = 0; i + 1 < tokens.length; i++) {
      const rank = rankOf(tokens[i]!, tokens[i + 1]!) ?? Infinity;
      if (rank < best) [best, at] = [rank, i];
    }
    if (at < 0) return tokens;
    tokens.splice(at, 2, tokens[at]! + tokens[at + 1]!.slice(prefix.length));
  }
}
