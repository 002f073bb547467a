/** Formats tokens as in running text: exactly the words after a space begin with a space. */
import type { TokenPlace } from "./locate-tokens.ts";

export interface TokensOfText {
  /** As the tokenizer's decoder shows them. */
  readonly shown: readonly string[];
  readonly places: readonly (TokenPlace | null)[];
  /** Whether the decoder leaves out blanks that the text has: “dog .” is “dog.”. */
  readonly tidies: boolean;
}

/**
 * Corrects the blanks before words by the text. Most decoders know words only: of “(red)” they make “( red )”. The first word
 * of a text counts as one that follows a blank, so that a word is the same token there.
 */
export function inRunningText({ shown, places, tidies }: TokensOfText): string[] {
  return shown.map((token, i) => {
    const place = places[i] ?? null;
    if (place === null || place.start === 0 || token.trim() === "") return token;
    if (token.startsWith(" ")) return place.isApart ? token : token.slice(1);
    return place.isApart && !tidies && !/^\s/.test(token) ? ` ${token}` : token;
  });
}
