/** Spans of a text → a label per token of it. */
import type { LabelValue } from "#atlas/token-labels.ts";
import type { Spans } from "./read-spans.ts";

/** For each label the value of the span that covers most of each token; null where none does. */
export function labelTokens(
  text: string,
  tokens: readonly string[],
  isSpecial: readonly boolean[],
  spans: Spans,
): Map<string, LabelValue[]> {
  const places = locateTokens(text, tokens, isSpecial);
  const labels = [...spans].map(([name, all]) => {
    const values = places.map((place) => {
      let [value, most]: [LabelValue, number] = [null, 0];
      if (place === null) return value;
      for (const span of all) {
        const shared = Math.min(place.end, span.end) - Math.max(place.start, span.start);
        if (shared > most) [value, most] = [span.value, shared];
      }
      return value;
    });
    return [name, values] as const;
  });
  return new Map(labels);
}

export interface TokenPlace {
  readonly start: number;
  readonly end: number;
}

/**
 * Where tokens stand in their text, whatever the tokenizer did to case, accents and spaces (the library tells no offsets);
 * null for special tokens and for what is not found in its turn, such as an unknown word or half a character.
 */
export function locateTokens(
  text: string,
  tokens: readonly string[],
  isSpecial: readonly boolean[],
): (TokenPlace | null)[] {
  const { letters, sources } = simplify(text);
  let at = 0;
  let isLost = false;
  return tokens.map((token, i) => {
    if (isSpecial[i] === true) return null;
    const wanted = simplify(token).letters;
    // Behind what was not found, the next token may begin anywhere; else it begins right here.
    const found =
      wanted === "" ? -1 : isLost ? letters.indexOf(wanted, at) : letters.startsWith(wanted, at) ? at : -1;
    isLost = found < 0;
    if (isLost) return null;
    at = found + wanted.length;
    return { start: sources[found]!, end: sources[at - 1]! + 1 };
  });
}

/** Without spaces, case and accents; and where in the text each unit of that came from. */
function simplify(text: string): { readonly letters: string; readonly sources: readonly number[] } {
  const sources: number[] = [];
  let letters = "";
  let at = 0;
  for (const char of text) {
    const simple = char
      .toLowerCase()
      .normalize("NFD")
      .replaceAll(/[\p{M}\s]/gu, "");
    for (const unit of simple.split("")) {
      letters += unit;
      sources.push(at);
    }
    at += char.length;
  }
  return { letters, sources };
}
