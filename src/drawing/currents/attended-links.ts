/** The strongest weights of every query, as links from token to token. Pure. */
import type { Attention } from "#atlas/files/attention.ts";
import { spanOf, type TokenTable } from "#atlas/tokens/tokens.ts";

/** A token and a key that its query attends to. */
export interface AttendedLink {
  readonly query: number;
  readonly key: number;
  /** LEAST_WEIGHT … 1. */
  readonly weight: number;
}

/** Below this weight, a link says little: spread attention has no direction. */
export const LEAST_WEIGHT = 0.15;

/** All weights of at least `LEAST_WEIGHT`; at most six keys of a query have one. @param isShown Whether a link between these tokens counts. */
export function attendedLinks(
  table: TokenTable,
  attention: Pick<Attention, "weight">,
  isShown: (query: number, key: number) => boolean,
): AttendedLink[] {
  const links: AttendedLink[] = [];
  for (let sequence = 0; sequence < table.nSequences; sequence++) {
    const [queries, keys] = [spanOf(table, sequence, "query"), spanOf(table, sequence, "key")];
    for (let query = 0; query < queries.n; query++) {
      for (let key = 0; key < keys.n; key++) {
        const weight = attention.weight(sequence, query, key);
        const link = { query: queries.start + query, key: keys.start + key, weight };
        if (weight >= LEAST_WEIGHT && isShown(link.query, link.key)) links.push(link);
      }
    }
  }
  return links;
}
