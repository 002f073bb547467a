/** The words of this site that a reader may not know, each in one sentence. */

interface Term {
  /** As it is written on pages, singular and plural. */
  readonly forms: readonly string[];
  readonly meaning: string;
}

export const TERMS = {
  attention: {
    forms: ["attention"],
    meaning:
      "How a transformer lets a token take in others: it divides a weight of 1 among the tokens that it can see.",
  },
  layer: {
    forms: ["layer", "layers"],
    meaning:
      "One of the steps that a transformer takes, one after the other; each layer has heads of its own.",
  },
  head: {
    forms: ["head", "heads"],
    meaning:
      "One of the parts of a layer that attend side by side, each with its own queries, keys and habits.",
  },
  query: {
    forms: ["query", "queries"],
    meaning: "The vector with which a token says, in one head, what it looks for.",
  },
  key: {
    forms: ["key", "keys"],
    meaning: "The vector with which a token says, in one head, what it has to offer.",
  },
  dHead: {
    forms: ["d_head"],
    meaning: "The number of entries in each query and each key of a head.",
  },
  token: {
    forms: ["token", "tokens"],
    meaning: "What a model reads as one unit: a word, a part of a word or a sign.",
  },
  patch: {
    forms: ["patch", "patches"],
    meaning: "A small square of a picture, which a vision model reads as it would read a token.",
  },
  projection: {
    forms: ["projection", "projections"],
    meaning:
      "A way to draw vectors with many entries as points on a map, so that vectors that are alike lie close together.",
  },
  chance: {
    forms: ["chance"],
    meaning:
      "What would come out by chance: for attention, of a head that spreads it evenly over everything it can see; for a map, of points that lie at random.",
  },
  trustworthiness: {
    forms: ["trustworthiness"],
    meaning:
      "How far points that are neighbors on the map are neighbors in the head's own space, too: 1 is all of them.",
  },
  continuity: {
    forms: ["continuity"],
    meaning:
      "How far points that are neighbors in the head's own space are neighbors on the map, too: 1 is all of them.",
  },
} as const satisfies Readonly<Record<string, Term>>;

export type TermName = keyof typeof TERMS;

/** A piece of a text; with the term that it is an occurrence of. */
export interface TextPart {
  readonly text: string;
  readonly term?: TermName;
}

/** Cuts a text at the first occurrence of each of these terms, as a whole word and in any case. */
export function markTerms(text: string, names: readonly TermName[]): TextPart[] {
  const found = names
    .flatMap((term) => {
      const match = new RegExp(String.raw`(?<![\w-])(?:${TERMS[term].forms.join("|")})(?![\w-])`, "i").exec(
        text,
      );
      return match ? [{ term, start: match.index, end: match.index + match[0].length }] : [];
    })
    .sort((a, b) => a.start - b.start);
  const parts: TextPart[] = [];
  let at = 0;
  for (const { term, start, end } of found) {
    parts.push({ text: text.slice(at, start) }, { text: text.slice(start, end), term });
    at = end;
  }
  parts.push({ text: text.slice(at) });
  return parts.filter((part) => part.text !== "");
}
