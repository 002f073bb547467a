/** Token search: which tokens contain a text, whatever the case. */
import { tokenText, type TokenTable } from "#atlas/tokens.ts";

/** @returns 1 for every token that is found, [nTokens]; null for an empty search. */
export function findTokens(table: TokenTable, search: string): Uint8Array | null {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return null;
  const isFound = table.vocab.map((text) => text.toLowerCase().includes(wanted));
  return Uint8Array.from(table.ids, (id) => (isFound[id] ? 1 : 0));
}

/** A token in words: `"river", sequence 12, position 4`. */
export function describeToken(table: TokenTable, token: number): string {
  const sequence = table.sequenceOf[token] ?? 0;
  const position = token - (table.starts[sequence] ?? 0);
  return `“${tokenText(table, token).trim()}”, sequence ${sequence}, position ${position}`;
}

/** Stands for the tokens until they are there. */
export const NO_TOKENS: TokenTable = {
  nTokens: 0,
  nSequences: 0,
  vocab: [],
  ids: new Uint16Array(),
  starts: Uint32Array.of(0),
  special: new Uint8Array(),
  sequenceOf: new Uint32Array(),
  labels: new Map(),
};
