/** Claims in guides: a link to a claim's file becomes its sentence with the number that the build found. Pure. */
import type { CheckedClaim } from "../../claims/check-claim.ts";
import { STATE_CLASSES } from "./claim-words.ts";
import { stateMark } from "./state-mark.ts";

/** A claim as a guide shows it. */
export interface GuideClaim {
  readonly found: CheckedClaim;
  /** Of its place on the page of all claims; null if that does not list it. */
  readonly path: string | null;
}

const CLAIM = /<a href="(?:\.\.\/)+claims\/([\w.-]+)\.ya?ml#([\w.-]+)">(.*?)<\/a>/gs;

/** Ids of the claims that a rendered guide names. */
export function claimsIn(html: string): string[] {
  return [...new Set([...html.matchAll(CLAIM)].map(([, file = "", id = ""]) => `${file}/${id}`))];
}

/**
 * In content/guides, `[L3H0 copies](../claims/tiny-gpt.yaml#copies)` leads readers of the files to the claim.
 *
 * @param html Of a rendered guide. @param find Null for a claim that is not there: its words stay, and say so.
 */
export function guideClaims(html: string, find: (id: string) => GuideClaim | null): string {
  return html.replaceAll(CLAIM, (_, file: string, id: string, words: string) => {
    const claim = find(`${file}/${id}`);
    if (claim === null) return withNumber(words, "unknown", "there is no such claim");
    const { found, path } = claim;
    const linked = path === null ? words : `<a href="${escaped(path)}">${words}</a>`;
    return withNumber(linked, found.state, found.short);
  });
}

function withNumber(words: string, state: CheckedClaim["state"], number: string): string {
  const text = { holds: number, false: `false: ${number}`, unknown: `not checked: ${number}` }[state];
  const color = STATE_CLASSES[state];
  return `${words} <small class="${["claim", color].filter(Boolean).join(" ")}">${stateMark(state)}${escaped(text)}</small>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
