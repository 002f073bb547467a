/** Special tokens: those that a tokenizer adds to the text, and [CLS] among the patches of a picture. */
import { tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import { categoryMode } from "../category-mode.ts";
import { KINDS } from "../palette.ts";

export const specialMode = categoryMode(
  {
    name: "special",
    title: "Special tokens",
    explanation: "Tokens that stand for no part of the input. Heads often rest on them.",
    group: "token",
  },
  ({ tokens, manifest }) => {
    const texts = specialTexts(tokens);
    return {
      kinds: texts.map((text) => ({ key: text, label: text })),
      of: (token) => (tokens.special[token] ? texts.indexOf(tokenText(tokens, token).trim()) : -1),
      others: manifest.patches ? "patches" : "tokens of the text",
    };
  },
);

/** As many as there are colors. */
function specialTexts(tokens: TokenTable): string[] {
  const texts = new Set<string>();
  tokens.special.forEach((isSpecial, token) => isSpecial && texts.add(tokenText(tokens, token).trim()));
  return [...texts].slice(0, KINDS.length);
}
