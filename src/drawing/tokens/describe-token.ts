/** Tokens in words, and an empty token table for the time before the tokens are loaded. */
import { positionOf, tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";

/** What readers call a sequence of tokens. */
export type Whole = "sequence" | "picture";

/** A token in words: `"river", sequence 12, position 4`. */
export function describeToken(table: TokenTable, token: number, whole: Whole): string {
  const sequence = table.sequenceOf[token] ?? 0;
  const position = positionOf(table, token);
  return `“${tokenText(table, token).trim()}”, ${whole} ${sequence}, position ${position}`;
}

/** Stands in for the tokens until they are loaded. */
export const NO_TOKENS: TokenTable = {
  nTokens: 0,
  nSequences: 0,
  vocab: [],
  ids: new Uint16Array(),
  starts: Uint32Array.of(0),
  split: null,
  special: new Uint8Array(),
  sequenceOf: new Uint32Array(),
  labels: new Map(),
};
