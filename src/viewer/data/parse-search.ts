/**
 * The language of the search box: `the` is found anywhere in a token, `"the"` as a whole word, `/^th/` is a pattern,
 * `kind:story` a label of the dataset; commas stand between terms. Everything is a search: nothing is an error.
 */
import { MAX_SEARCH } from "#atlas/view.ts";

export type Term =
  | { readonly kind: "text"; readonly written: string; readonly text: string; readonly isWhole: boolean }
  | { readonly kind: "pattern"; readonly written: string; readonly source: string; readonly flags: string }
  | { readonly kind: "label"; readonly written: string; readonly name: string; readonly wanted: string };

/** A term in quotes or slashes may hold commas; any other ends at the next one. */
const TERM = /\s*(?:[^,":/]*:?"[^"]*"|\/(?:\\.|[^\\/])+\/i?)\s*(?=,|$)|[^,]+/gu;

/** @param labelNames Labels of the dataset: `other:story` is a text like any other. */
export function parseSearch(search: string, labelNames: readonly string[]): Term[] {
  const pieces = search.slice(0, MAX_SEARCH).match(TERM) ?? [];
  return pieces.flatMap((piece) => parseTerm(piece.trim(), labelNames) ?? []);
}

function parseTerm(written: string, labelNames: readonly string[]): Term | null {
  const pattern = /^\/(.+)\/(i?)$/su.exec(written);
  if (pattern) return { kind: "pattern", written, source: pattern[1] ?? "", flags: pattern[2] ?? "" };
  const colon = written.indexOf(":");
  const name = labelNames.find((label) => isSame(label, written.slice(0, colon)));
  if (name !== undefined) {
    const wanted = unquoted(written.slice(colon + 1).trim()).text;
    return wanted === "" ? null : { kind: "label", written, name, wanted };
  }
  const { text, isQuoted } = unquoted(written);
  return text === "" ? null : { kind: "text", written, text, isWhole: isQuoted };
}

function unquoted(written: string): { text: string; isQuoted: boolean } {
  const quoted = /^"([^"]*)"$/u.exec(written);
  return { text: (quoted?.[1] ?? written).trim(), isQuoted: quoted !== null };
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.trim().toLowerCase();
}
