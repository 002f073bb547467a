/** Which tokens a search for a label finds. */
import type { KindLabel, NumberLabel, TokenLabel } from "#atlas/tokens/token-labels.ts";

export interface LabelMatcher {
  readonly isFound: (token: number) => boolean;
  /** Why it can find nothing, in words that follow the term; null where it can. */
  readonly problem: string | null;
}

/** What is asked of a label. */
export interface Wanted {
  readonly wanted: string;
  /** The whole value; an empty one asks for tokens without the label. */
  readonly isWhole: boolean;
}

/** Texts are found by a part of them, numbers by comparison: `score:>0.5`, `year:1900..1950`. */
export function matchLabel(label: TokenLabel, wanted: Wanted): LabelMatcher {
  return "values" in label ? matchKind(label, wanted) : matchNumber(label, wanted);
}

function matchKind({ values, several, of }: KindLabel, { wanted, isWhole }: Wanted): LabelMatcher {
  const asked = folded(wanted);
  const isFoundIn = (value: string): boolean =>
    isWhole ? folded(value).trim() === asked : folded(value).includes(asked);
  const found = values.map((value, i) => isFoundIn(value) || (several?.[i]?.some(isFoundIn) ?? false));
  return { isFound: (token) => found[of[token] ?? 0] ?? false, problem: null };
}

/** One text, however its accents are coded and whatever its case. */
export function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

const NUMBER = String.raw`[+\-−]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const COMPARISON = new RegExp(String.raw`^(>=|<=|=|>|<|≥|≤)?\s*(${NUMBER})$`, "iu");
const RANGE = new RegExp(String.raw`^(${NUMBER})?\s*(?:\.\.|…)\s*(${NUMBER})?$`, "iu");

function matchNumber({ of, step }: NumberLabel, { wanted, isWhole }: Wanted): LabelMatcher {
  if (isWhole && wanted === "") {
    return { isFound: (token) => Number.isNaN(of[token] ?? NaN), problem: null };
  }
  const test = comparison(wanted, step);
  if (test === undefined) {
    const problem = "is no comparison: numbers are found by >0.5, <=3, =7 or 1..5";
    return { isFound: () => false, problem };
  }
  // Compared with anything, NaN is found by nothing.
  return { isFound: (token) => test(of[token] ?? NaN), problem: null };
}

/** @param step Nearer than this is equal. @returns undefined if it is none. */
function comparison(wanted: string, step: number): ((value: number) => boolean) | undefined {
  const [, sign = "=", digits] = COMPARISON.exec(wanted) ?? [];
  if (digits !== undefined) {
    const limit = toNumber(digits);
    if (sign === ">") return (value) => value > limit;
    if (sign === "<") return (value) => value < limit;
    if (sign === ">=" || sign === "≥") return (value) => value >= limit - step;
    if (sign === "<=" || sign === "≤") return (value) => value <= limit + step;
    return (value) => Math.abs(value - limit) <= step;
  }
  const [isRange, low, high] = RANGE.exec(wanted) ?? [];
  if (isRange === undefined || (low === undefined && high === undefined)) return undefined;
  const [from, to] = [
    low === undefined ? -Infinity : toNumber(low),
    high === undefined ? Infinity : toNumber(high),
  ];
  return (value) => value >= from - step && value <= to + step;
}

function toNumber(digits: string): number {
  return Number(digits.replace("−", "-"));
}
