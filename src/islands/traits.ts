/** All traits of the points of an atlas, in the order in which equally good names are preferred. */
import { hasRole, ownSpan, positionOf, tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import { textKind } from "#color/modes/token-kind.ts";
import { labelTrait } from "./label-traits.ts";
import { patchTraits } from "./patch-traits.ts";
import { sequenceTrait, textTraits } from "./text-traits.ts";
import {
  forBoth,
  wholeNumbers,
  type KindTrait,
  type RangeTrait,
  type Trait,
  type TraitContext,
} from "./trait.ts";

export function traitsOf({ patches, tokens, patchColors }: TraitContext): Trait[] {
  const labels = [...tokens.labels].map(([name, label]) => labelTrait(name, label));
  const own = patches
    ? patchTraits(tokens, patches, patchColors)
    : [
        ...textTraits(tokens),
        positionTrait(tokens),
        fromEndTrait(tokens),
        kindTrait(tokens),
        sequenceTrait(tokens),
      ];
  return [...labels, ...own, specialTrait(tokens), roleTrait(tokens)];
}

function positionTrait(tokens: TokenTable): RangeTrait {
  return wholeNumbers(
    ofTokens(tokens, (token) => positionOf(tokens, token)),
    "position",
  );
}

/** Counted from the end of a sequence: only the end itself has a name. */
function fromEndTrait(tokens: TokenTable): RangeTrait {
  const fromEnd = ofTokens(tokens, (token) => {
    const { start, n } = ownSpan(tokens, token);
    return start + n - 1 - token;
  });
  const { nValues, of } = wholeNumbers(fromEnd, "position");
  return {
    nValues,
    of,
    grain: 1,
    weight: 1,
    mode: "relative-position",
    nameOfRange: (low, high) => {
      if (low !== 0) return null;
      return { style: "kind", text: high === 0 ? "last position" : `last ${high + 1} positions` };
    },
  };
}

function ofTokens({ nTokens }: TokenTable, valueOf: (token: number) => number): Int32Array {
  return Int32Array.from({ length: nTokens }, (_, token) => valueOf(token));
}

const SPECIAL = "special tokens";
const KINDS = { word: "words", number: "numbers", punctuation: "punctuation", bytes: "bytes" } as const;

/** Words, numbers or punctuation. */
function kindTrait(tokens: TokenTable): KindTrait {
  const keys = Object.keys(KINDS);
  const kindOf = tokens.vocab.map((text) => keys.indexOf(textKind(text).key));
  return {
    ...kinds(
      tokens,
      (token) => (tokens.special[token] ? -1 : (kindOf[tokens.ids[token]!] ?? -1)),
      (kind) => Object.values(KINDS)[kind] ?? "",
      keys.length,
    ),
    weight: 0.9,
    mode: "punctuation",
  };
}

function specialTrait(tokens: TokenTable): KindTrait {
  const texts = [...new Set(tokens.vocab.map((text) => text.trim()))];
  const indexOf = new Map(texts.map((text, i) => [text, i]));
  return {
    ...kinds(
      tokens,
      (token) => (tokens.special[token] ? (indexOf.get(tokenText(tokens, token).trim()) ?? -1) : -1),
      (text) => (texts[text] === "" ? SPECIAL : (texts[text] ?? SPECIAL)),
      texts.length,
    ),
    mode: "special",
  };
}

function kinds(
  tokens: TokenTable,
  valueOf: (token: number) => number,
  nameOf: (value: number) => string,
  nValues: number,
): KindTrait {
  const of = forBoth(ofTokens(tokens, valueOf));
  return { nValues, of, weight: 1, nameOf: (value) => ({ style: "kind", text: nameOf(value) }) };
}

/** Queries or keys: the last resort, because their colors say so too. */
function roleTrait(tokens: TokenTable): KindTrait {
  const n = tokens.nTokens;
  const of = Int32Array.from({ length: n * 2 }, (_, point) => {
    const role = point < n ? "query" : "key";
    return hasRole(tokens, point % n, role) ? Number(role === "key") : -1;
  });
  return {
    nValues: 2,
    of,
    weight: 0.5,
    mode: "role",
    nameOf: (role) => ({ style: "kind", text: role === 0 ? "queries" : "keys" }),
  };
}
