/** Which tokens a search finds: term by term over the vocabulary, once for every distinct text. */
import type { Role } from "#atlas/role-colors.ts";
import type { TokenTable } from "#atlas/tokens.ts";
import { folded, matchLabel, type LabelMatcher } from "./match-label.ts";
import { parseSearch, type Term } from "./parse-search.ts";
import { safePattern, SEEN_LETTERS } from "./safe-pattern.ts";

export interface FoundTerm {
  readonly term: Term;
  /** Why it can find nothing, in words that follow the term; null where it can. */
  readonly problem: string | null;
}

export interface Found {
  readonly terms: readonly FoundTerm[];
  /** Per token the first term that found it, or −1. */
  readonly termOf: Int16Array;
}

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

/** Points of each term that the legend leaves, by role. A token that several terms found counts for the first. */
export function countPoints(
  { terms, termOf }: Found,
  passes: ((token: number, role: Role) => boolean) | null,
): Record<Role, number>[] {
  const counts = terms.map(() => ({ query: 0, key: 0 }));
  termOf.forEach((term, token) => {
    const count = counts[term];
    if (count === undefined) return;
    if (passes?.(token, "query") ?? true) count.query++;
    if (passes?.(token, "key") ?? true) count.key++;
  });
  return counts;
}
