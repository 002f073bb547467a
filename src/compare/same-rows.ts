/** Rows of a pattern that two atlases have for the same tokens, and how far two heads are apart on them. Pure. */
import type { Attention } from "#atlas/files/attention.ts";
import { spanOf, tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import { headRows, rowDistance } from "../relations/row-distance.ts";

/** Sequences that are token for token the same: their numbers in the first atlas and in the second. */
export type SamePairs = readonly (readonly [first: number, second: number])[];

/** Of equal sequences, the first goes with the first. */
export function sameSequences(a: TokenTable, b: TokenTable): SamePairs {
  const waiting = new Map<string, number[]>();
  for (let sequence = 0; sequence < b.nSequences; sequence++) {
    const name = textOf(b, sequence);
    waiting.set(name, [...(waiting.get(name) ?? []), sequence]);
  }
  return Array.from({ length: a.nSequences }, (_, sequence) => sequence).flatMap((sequence) => {
    const other = waiting.get(textOf(a, sequence))?.shift();
    return other === undefined ? [] : [[sequence, other] as const];
  });
}

function textOf(table: TokenTable, sequence: number): string {
  const { start, n } = spanOf(table, sequence, "key");
  const queries = spanOf(table, sequence, "query");
  const text = ({ start, n }: typeof queries): string[] =>
    Array.from({ length: n }, (_, i) => tokenText(table, start + i));
  return JSON.stringify(queries.start === start ? text(queries) : [text({ start, n }), text(queries)]);
}

/** The rows that are compared. Those with a single visible key are left out: all heads have the same weight there. */
export interface SameRows {
  readonly pairs: SamePairs;
  /** Of each row the number of its query and how many keys it sees, by pair. */
  readonly rows: readonly (readonly { readonly query: number; readonly nKeys: number }[])[];
  /** First weight of each row, and the number of weights as the last entry. */
  readonly starts: Uint32Array;
}

/** @param isCausal Whether no query of either model sees later keys. */
export function sameRows(a: TokenTable, b: TokenTable, isCausal: boolean): SameRows {
  const pairs = sameSequences(a, b);
  const rows = pairs.map(([sequence]) => {
    const nKeys = spanOf(a, sequence, "key").n;
    const nQueries = spanOf(a, sequence, "query").n;
    const all = Array.from({ length: nQueries }, (_, query) => ({
      query,
      nKeys: isCausal ? Math.min(nKeys, query + 1) : nKeys,
    }));
    return all.filter((row) => row.nKeys > 1);
  });
  const widths = rows.flat().map(({ nKeys }) => nKeys);
  const starts = new Uint32Array(widths.length + 1);
  widths.forEach((width, i) => (starts[i + 1] = starts[i]! + width));
  return { pairs, rows, starts };
}

/**
 * The mean over the rows of the Jensen–Shannon distance of two heads, 0 … 1, of the published weights.
 *
 * @returns Null if no row has weight in both.
 */
export function patternDistance(a: Attention, b: Attention, same: SameRows): number | null {
  const weights = (attention: Attention, side: 0 | 1): Float32Array => {
    const all = new Float32Array(same.starts[same.starts.length - 1]!);
    let at = 0;
    same.pairs.forEach((pair, i) => {
      for (const { query, nKeys } of same.rows[i]!)
        for (let key = 0; key < nKeys; key++) all[at++] = attention.weight(pair[side], query, key);
    });
    return all;
  };
  const distance = rowDistance(
    headRows(weights(a, 0), same.starts),
    headRows(weights(b, 1), same.starts),
    same.starts,
  );
  return Number.isNaN(distance) ? null : distance;
}
