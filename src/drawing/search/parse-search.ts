/**
 * The language of the search box: `the` is found anywhere in a token, `"the"` as a whole word, `/^th/` is a pattern,
 * `kind:story` a label of the dataset and `kind:"story"` its whole value; commas stand between terms. In quotes a
 * backslash stands before a quote or another backslash. `he → Anna` (or `he -> Anna`) has terms on both sides of an arrow:
 * those that attend, and those that are attended to; `→ Anna` leaves open what attends. Everything is a search: nothing is
 * an error.
 */
import { MAX_SEARCH } from "#atlas/view/view.ts";

export type Term =
  | { readonly kind: "text"; readonly written: string; readonly text: string; readonly isWhole: boolean }
  | { readonly kind: "pattern"; readonly written: string; readonly source: string; readonly flags: string }
  | {
      readonly kind: "label";
      readonly written: string;
      readonly name: string;
      readonly wanted: string;
      /** Asks for the whole value; an empty one is that of tokens without the label. */
      readonly isWhole: boolean;
    };

/** A backslash needs no escape if the text is unambiguous without it. */
const QUOTED = String.raw`"(?:\\.|[^"\\])*"|"[^"]*"`;
const PATTERN = String.raw`\/(?:\\.|[^\\/])+\/i?`;
/** Terms in quotes or slashes, and names of labels, may contain commas; any other term ends at the next comma. */
const TERM = new RegExp(
  String.raw`\s*(?:${PATTERN}|(?:(?:${QUOTED}|[^,"]*?)\s*:\s*)?(?:${QUOTED}))\s*(?=,|$)|\s*(?:${QUOTED})\s*:[^,]*|[^,]+`,
  "gsu",
);
const QUOTED_WHOLE = new RegExp(`^(?:${QUOTED})$`, "su");
const NAMED = new RegExp(String.raw`^(${QUOTED})\s*:(.*)$`, "su");

/** Arrows outside of quotes and patterns. */
const ARROW_OR_SKIPPED = new RegExp(
  String.raw`(?<=^|[,→]|->)\s*${PATTERN}(?=\s*(?:$|[,→]|->))|${QUOTED}|→|->`,
  "gsu",
);

export interface ParsedSearch {
  readonly terms: readonly Term[];
  /** How many of them stand before an arrow; null without an arrow that terms follow. */
  readonly nFrom: number | null;
}

/** @param labelNames Labels of the dataset. A term with another name before its colon is plain text. */
export function parseSearch(search: string, labelNames: readonly string[]): ParsedSearch {
  const text = search.slice(0, MAX_SEARCH);
  const arrow = [...text.matchAll(ARROW_OR_SKIPPED)].find(([sign]) => sign === "→" || sign === "->");
  const from = parseTerms(text.slice(0, arrow?.index), labelNames);
  if (arrow === undefined) return { terms: from, nFrom: null };
  const to = parseTerms(text.slice(arrow.index + arrow[0].length), labelNames);
  return { terms: [...from, ...to], nFrom: to.length > 0 ? from.length : null };
}

function parseTerms(text: string, labelNames: readonly string[]): Term[] {
  return (text.match(TERM) ?? []).flatMap((piece) => parseTerm(piece.trim(), labelNames) ?? []);
}

function parseTerm(written: string, labelNames: readonly string[]): Term | null {
  const pattern = /^\/(.+)\/(i?)$/su.exec(written);
  if (pattern) return { kind: "pattern", written, source: pattern[1] ?? "", flags: pattern[2] ?? "" };
  const label = splitLabel(written, labelNames);
  if (label !== undefined) {
    const { text, isQuoted } = unquoted(label.value.trim());
    if (text === "" && !isQuoted) return null;
    return { kind: "label", written, name: label.name, wanted: text, isWhole: isQuoted };
  }
  const { text, isQuoted } = unquoted(written);
  return text === "" ? null : { kind: "text", written, text, isWhole: isQuoted };
}

/** The label at the start of a term, ignoring case. If several match, an exact match wins, then the longest. */
function splitLabel(
  written: string,
  labelNames: readonly string[],
): { readonly name: string; readonly value: string } | undefined {
  const quoted = NAMED.exec(written);
  const candidates = labelNames.flatMap((name) => {
    if (quoted !== null) {
      const asked = unquoted(quoted[1] ?? "").text;
      return isSame(asked, name) ? [{ name, asked, value: quoted[2] ?? "" }] : [];
    }
    const asked = written.slice(0, name.length);
    const [, value] = /^\s*:(.*)$/su.exec(written.slice(name.length)) ?? [];
    return value !== undefined && isSame(asked, name) ? [{ name, asked, value }] : [];
  });
  return candidates.sort(
    (a, b) => Number(b.asked === b.name) - Number(a.asked === a.name) || b.name.length - a.name.length,
  )[0];
}

function unquoted(written: string): { text: string; isQuoted: boolean } {
  if (!QUOTED_WHOLE.test(written)) return { text: written, isQuoted: false };
  const inside = written.slice(1, -1);
  return { text: inside.replace(/\\(["\\])/gu, "$1").trim(), isQuoted: true };
}

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
