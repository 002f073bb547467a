/** Finds the query at which a head shows most clearly what it does. Pure. */
import type { Attention } from "../../atlas/files/attention.ts";
import { tokenText, type TokenTable } from "../../atlas/tokens/tokens.ts";

export interface Example {
  /** The query, and the key that counts with the greatest weight, by their places in the token table. */
  readonly query: number;
  readonly key: number;
  /** Attention on the key, or on all keys that count, 0 … 1. */
  readonly share: number;
}

/** Keys that count for a query, all as places in the sequence; empty if the query is no example. */
export type Wanted = (place: number, sequence: readonly number[]) => readonly number[];

/** A query with few keys in sight has little choice. */
const LEAST_PLACE = 4;

interface ExampleOptions {
  /** Whether a token may be the query, and the key, by its place in the table. */
  readonly isQuery?: (token: number) => boolean;
  readonly isKey?: (token: number) => boolean;
  /** Whether all keys that count are taken together; otherwise each stands for itself. */
  readonly isWhole?: boolean;
  /** The share that the query should come near; 1 for the clearest one. */
  readonly near?: number;
}

/** The query whose attention on a key that counts, or on all of them, is nearest to what it should be; the first of equal ones. */
export function bestExample(
  table: TokenTable,
  attention: Attention,
  wanted: Wanted,
  { isQuery = any, isKey = any, isWhole = false, near = 1 }: ExampleOptions = {},
): Example | null {
  let best: Example | null = null;
  for (let s = 0; s < table.nSequences; s++) {
    const [start, end] = [table.starts[s]!, table.starts[s + 1]!];
    const ids = Array.from(table.ids.subarray(start, end));
    for (let place = LEAST_PLACE; place < ids.length; place++) {
      if (!isQuery(start + place)) continue;
      const keys = wanted(place, ids).map((key) => ({ key, weight: attention.weight(s, place, key) }));
      const most = keys.reduce((a, b) => (b.weight > a.weight ? b : a), { key: -1, weight: 0 });
      if (most.key < 0 || !isKey(start + most.key)) continue;
      const share = isWhole ? keys.reduce((sum, { weight }) => sum + weight, 0) : most.weight;
      const isNearer = best === null || Math.abs(share - near) < Math.abs(best.share - near);
      if (share === 0 || !isNearer) continue;
      best = { query: start + place, key: start + most.key, share };
    }
  }
  return best;
}

function any(): boolean {
  return true;
}

export const previousKey: Wanted = (place) => [place - 1];
export const firstKey: Wanted = () => [0];

/** What followed earlier copies of the query's token. */
export const followerKeys: Wanted = (place, ids) => {
  const keys: number[] = [];
  for (let key = 1; key < place; key++) if (ids[key - 1] === ids[place]) keys.push(key);
  return keys;
};

/** The patches in the query's row, itself among them. */
export function rowKeys(columns: number, nSpecial: number): Wanted {
  return (place, { length }) => {
    if (place < nSpecial) return [];
    const first = place - ((place - nSpecial) % columns);
    return Array.from({ length: Math.min(columns, length - first) }, (_, i) => first + i);
  };
}

/** A token that can be read in a sentence: at least two letters, and nothing else. */
export function isWord(table: TokenTable): (token: number) => boolean {
  return (token) => /^\p{L}{2,}$/u.test(tokenText(table, token).trim());
}

/** `“river”` */
export function quoted(table: TokenTable, token: number): string {
  return `“${tokenText(table, token).trim()}”`;
}
