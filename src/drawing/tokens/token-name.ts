/** Short names of tokens. */
import type { PatchSheet } from "#atlas/files/manifest.ts";
import { tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";

/** The name of a token in a list or on an axis; white space has a word: its symbol is in few fonts. */
export function tokenName(table: TokenTable, token: number): string {
  return tokenText(table, token).trim() || "(blank)";
}

/** Names along the axes of a matrix of patches: one per row of the picture, because there are too many patches. */
export function patchAxis({ rows, columns, nSpecial }: PatchSheet): string[] {
  const special = Array.from({ length: nSpecial }, () => "");
  const places = Array.from({ length: rows * columns }, (_, i) =>
    i % columns === 0 ? `row ${i / columns}` : "",
  );
  return [...special, ...places];
}
