/** What a token says, and what stands beside it. */
import { hasRole, ownSpan, type TokenTable } from "#atlas/tokens/tokens.ts";
import { forBoth, type KindTrait, type TraitName } from "./trait.ts";
import { wordsOf, type Word } from "./words.ts";

/** Traits by the texts of tokens; upper and lower case are the same. */
export function textTraits(tokens: TokenTable): KindTrait[] {
  const { nTokens } = tokens;
  const [words, idOf] = wordsOf(tokens);
  const at = (token: number): number => idOf[tokens.ids[token]!]!;
  const own = Int32Array.from({ length: nTokens }, (_, token) => at(token));
  const beside = (by: 1 | -1): Int32Array =>
    Int32Array.from({ length: nTokens }, (_, token) => {
      const { start, n } = ownSpan(tokens, token);
      const other = token + by;
      return other < start || other >= start + n ? -1 : own[other]!;
    });
  const [previous, next] = [beside(-1), beside(1)];
  const trait = (of: Int32Array, weight: number, nameOf: KindTrait["nameOf"]): KindTrait => ({
    nValues: words.length,
    of,
    weight,
    nameOf,
  });
  const word = (id: number): Word => words[id] ?? { text: "" };
  const plain = (id: number): TraitName => {
    const { text, sign } = word(id);
    return { style: sign === undefined ? "words" : "kind", text };
  };
  const near = (side: string) => {
    return (id: number): TraitName => {
      const { text, sign } = word(id);
      if (sign === undefined) return { style: "words", text: `${side} ${text}` };
      return { style: "kind", text: `${side} ${/^[aeiou]/.test(sign) ? "an" : "a"} ${sign}` };
    };
  };
  /** Queries and keys that have the same word in different places. Of signs, such a name would be a riddle. */
  const mixed = (queries: Int32Array, keys: Int32Array, name: (text: string) => string): KindTrait => {
    const hasName = (id: number): number => (isLetters(word(id)) ? id : -1);
    const of = new Int32Array(nTokens * 2);
    of.set(queries.map(hasName));
    of.set(keys.map(hasName), nTokens);
    return {
      ...trait(of, 0.95, (id) => ({ style: "words", text: name(word(id).text) })),
      isOfBoth: true,
    };
  };
  const isCross = tokens.split !== null;
  return [
    trait(forBoth(own), 1, plain),
    trait(forBoth(previous), 0.9, near("after")),
    trait(forBoth(next), 0.9, near("before")),
    // A query beside the key that it attends to: in cross-attention they are of different texts.
    ...(isCross
      ? []
      : [
          mixed(own, previous, (text) => `${text} + after ${text}`),
          mixed(own, next, (text) => `${text} + before ${text}`),
          mixed(previous, own, (text) => `after ${text} + ${text}`),
          mixed(next, own, (text) => `before ${text} + ${text}`),
        ]),
  ];
}

function isLetters({ text, sign }: Word): boolean {
  return sign === undefined && /[\p{L}\p{N}]/u.test(text);
}

/** The first words of each sequence: an island that lies in one text is named after it. */
export function sequenceTrait(tokens: TokenTable): KindTrait {
  return {
    nValues: tokens.nSequences,
    of: forBoth(Int32Array.from(tokens.sequenceOf)),
    weight: 0.8,
    nameOf: (sequence) => ({ style: "words", text: `“${opening(tokens, sequence)}…”` }),
  };
}

const OPENING_LETTERS = 22;

/** The beginning of a sequence, in whole tokens. */
function opening(tokens: TokenTable, sequence: number): string {
  let text = "";
  const end = tokens.starts[sequence + 1] ?? 0;
  for (let token = tokens.starts[sequence] ?? 0; token < end && text.length < OPENING_LETTERS; token++) {
    if (!tokens.special[token] && hasOwnText(tokens, token)) text += tokens.vocab[tokens.ids[token]!] ?? "";
  }
  return text.trim();
}

/** In cross-attention, a text is called by the tokens that ask. */
function hasOwnText(tokens: TokenTable, token: number): boolean {
  return tokens.split === null || hasRole(tokens, token, "query");
}
