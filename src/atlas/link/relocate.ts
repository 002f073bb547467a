/** Finds in the data of a page what a link to other data selected. Pure. */
import { hasRole, tokenText, type TokenTable } from "../tokens/tokens.ts";
import type { SelectedPoint } from "../view/view.ts";
import { tokenWord } from "./link-words.ts";

/**
 * The nearest point of the same text and role.
 *
 * @param text Of the token, as `tokenWord` cuts it.
 * @returns The point itself if it has this text; null if no token of this text has the role.
 */
export function relocate(table: TokenTable, point: SelectedPoint, text: string): SelectedPoint | null {
  // A text is compared once, however many tokens have it.
  const isSame = table.vocab.map((word) => tokenWord(word) === text);
  let best: number | null = null;
  for (let token = 0; token < table.nTokens; token++) {
    if (isSame[table.ids[token]!] !== true || !hasRole(table, token, point.role)) continue;
    if (best === null || Math.abs(token - point.token) < Math.abs(best - point.token)) best = token;
  }
  return best === null ? null : { role: point.role, token: best };
}

/** Whether the atlas has the point. */
export function hasPoint(table: TokenTable, { token, role }: SelectedPoint): boolean {
  return token < table.nTokens && hasRole(table, token, role);
}

/** The text of a point that a link carries. */
export function wordOf(table: TokenTable, { token }: SelectedPoint): string {
  return tokenWord(tokenText(table, token));
}
