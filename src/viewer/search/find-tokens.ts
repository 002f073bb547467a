/** Which tokens a search finds: term by term over the vocabulary, once for every distinct text. */
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { Found, FoundTerm } from "./found.ts";
import { folded, matchLabel, type LabelMatcher } from "./match-label.ts";
import { parseSearch, type Term } from "./parse-search.ts";
import { safePattern, SEEN_LETTERS } from "./safe-pattern.ts";

/** @returns Null for an empty search. */
export function findTokens(table: TokenTable, search: string): Found | null {
  const terms = parseSearch(search, [...table.labels.keys()]);
  if (terms.length === 0) return null;
  const termOf = new Int16Array(table.nTokens).fill(-1);
  const found = terms.map((term, index): FoundTerm => {
    const { isFound, problem } = matcher(table, term);
    for (let token = 0; token < table.nTokens; token++) {
      if (termOf[token] === -1 && isFound(token)) termOf[token] = index;
    }
    return { term, problem };
  });
  return { terms: found, termOf };
}

function matcher(table: TokenTable, term: Term): LabelMatcher {
  if (term.kind === "label") {
    const label = table.labels.get(term.name);
    return label ? matchLabel(label, term) : { isFound: () => false, problem: null };
  }
  const { test, problem } = textMatcher(term);
  const ofVocab = problem === null ? table.vocab.map((text) => test(text.trim())) : [];
  return { isFound: (token) => ofVocab[table.ids[token] ?? 0] ?? false, problem };
}

function textMatcher(term: Exclude<Term, { kind: "label" }>): {
  readonly test: (text: string) => boolean;
  readonly problem: string | null;
} {
  if (term.kind === "pattern") {
    const { regex, problem } = safePattern(term.source, term.flags);
    return { test: (text) => regex?.test(text.slice(0, SEEN_LETTERS)) ?? false, problem };
  }
  const wanted = folded(term.text);
  const test = term.isWhole
    ? (text: string): boolean => holdsWord(folded(text), wanted)
    : (text: string): boolean => folded(text).includes(wanted);
  return { test, problem: null };
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
