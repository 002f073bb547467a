/** Which tokens a search finds: term by term over the vocabulary, once for every distinct text. */
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { Found, FoundTerm } from "./found.ts";
import { folded, matchLabel, type LabelMatcher } from "./match-label.ts";
import type { PatternAnswer } from "./match-pattern.ts";
import { parseSearch, type Term } from "./parse-search.ts";

/** For each pattern, as it is written, the texts of the vocabulary that it matches. */
export type PatternAnswers = ReadonlyMap<string, PatternAnswer>;

export type PatternTerm = Extract<Term, { kind: "pattern" }>;

/** The patterns of a search, which have to be run before it can be answered. */
export function patternsOf(table: TokenTable, search: string): PatternTerm[] {
  return parseSearch(search, [...table.labels.keys()]).terms.filter((term) => term.kind === "pattern");
}

/**
 * @param answers To all patterns of the search; a pattern without an answer finds nothing.
 * @returns Null for an empty search.
 */
export function findTokens(
  table: TokenTable,
  search: string,
  answers: PatternAnswers = new Map(),
): Found | null {
  const { terms, nFrom } = parseSearch(search, [...table.labels.keys()]);
  if (terms.length === 0) return null;
  const sides = { from: new Uint8Array(table.nTokens), to: new Uint8Array(table.nTokens) };
  const termOf = new Int16Array(table.nTokens).fill(-1);
  const found = terms.map((term, index): FoundTerm => {
    const { isFound, problem } = matcher(table, term, answers);
    const side = sides[index < (nFrom ?? 0) ? "from" : "to"];
    for (let token = 0; token < table.nTokens; token++) {
      if (!isFound(token)) continue;
      side[token] = 1;
      if (termOf[token] === -1) termOf[token] = index;
    }
    return { term, problem };
  });
  const pair = nFrom === null ? null : { nFrom, from: nFrom > 0 ? sides.from : null, to: sides.to };
  return { terms: found, termOf, pair };
}

function matcher(table: TokenTable, term: Term, answers: PatternAnswers): LabelMatcher {
  if (term.kind === "label") {
    const label = table.labels.get(term.name);
    return label ? matchLabel(label, term) : { isFound: () => false, problem: null };
  }
  if (term.kind === "pattern") {
    const { isMatch, problem } = answers.get(term.written) ?? { isMatch: null, problem: null };
    return { isFound: (token) => isMatch?.[table.ids[token] ?? 0] === 1, problem };
  }
  const test = textMatcher(term);
  const ofVocab = table.vocab.map((text) => test(text.trim()));
  return { isFound: (token) => ofVocab[table.ids[token] ?? 0] ?? false, problem: null };
}

function textMatcher(term: Extract<Term, { kind: "text" }>): (text: string) => boolean {
  const wanted = folded(term.text);
  return term.isWhole ? (text) => holdsWord(folded(text), wanted) : (text) => folded(text).includes(wanted);
}

/** `row 1` is a word of “row 1, column 3”, not of “row 10, column 3”. */
function holdsWord(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const isOpen = /[\p{L}\p{N}]$/u.test(text.slice(0, at)) && /^[\p{L}\p{N}]/u.test(wanted);
    const goesOn = /[\p{L}\p{N}]$/u.test(wanted) && /^[\p{L}\p{N}]/u.test(text.slice(at + wanted.length));
    if (!isOpen && !goesOn) return true;
  }
  return false;
}
