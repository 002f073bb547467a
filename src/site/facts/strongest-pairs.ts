/** The pairs of a query and a key between which a head has the most attention. Pure. */
import type { Attention } from "../../atlas/files/attention.ts";
import { positionOf, spanOf, type TokenTable } from "../../atlas/tokens/tokens.ts";
import { tokenName } from "../../drawing/tokens/token-name.ts";

export interface Pair {
  /** Untrusted text of the dataset, as lists of the site show it; of long tokens the beginning. */
  readonly query: string;
  readonly key: string;
  /** Places in their sequence, from 0. */
  readonly queryPosition: number;
  readonly keyPosition: number;
  /** The attention of the query that goes to the key, 0 … 1. */
  readonly weight: number;
  /** Number of the sequence or picture, from 0. */
  readonly sequence: number;
}

interface PairsInput {
  readonly table: TokenTable;
  readonly attention: Attention;
  readonly isCausal: boolean;
}

interface Candidate {
  readonly sequence: number;
  /** Places in their sequence. */
  readonly query: number;
  readonly key: number;
  readonly weight: number;
  /** How much of the weight is beyond that of an even head. */
  readonly beyond: number;
}

/** Weights that are looked at; of larger datasets, only the first sequences are. */
const MOST_WEIGHTS = 6_000_000;
/** Longer tokens would fill the page. */
const MOST_CHARACTERS = 80;

/**
 * Each query counts with the key that it attends to most. The strongest pairs are those that go farthest beyond chance:
 * that the second token of a sequence looks at the first one says little. Two pairs of the same texts are one.
 *
 * @param count How many at most.
 */
export function strongestPairs(input: PairsInput, count: number): Pair[] {
  const { table } = input;
  const candidates: Candidate[] = [];
  let nWeights = 0;
  for (let sequence = 0; sequence < table.nSequences && nWeights < MOST_WEIGHTS; sequence++) {
    nWeights += spanOf(table, sequence, "query").n * spanOf(table, sequence, "key").n;
    candidates.push(...surestOf(input, sequence));
  }
  const seen = new Set<string>();
  const pairs: Pair[] = [];
  for (const { sequence, query, key, weight } of candidates.sort((a, b) => b.beyond - a.beyond)) {
    if (pairs.length === count) break;
    const [from, to] = [
      spanOf(table, sequence, "query").start + query,
      spanOf(table, sequence, "key").start + key,
    ];
    const texts = JSON.stringify([table.ids[from], table.ids[to]]);
    if (seen.has(texts)) continue;
    seen.add(texts);
    pairs.push({
      query: shortened(tokenName(table, from)),
      key: shortened(tokenName(table, to)),
      queryPosition: positionOf(table, from),
      keyPosition: positionOf(table, to),
      weight,
      sequence,
    });
  }
  return pairs;
}

/** One candidate per query that has a choice. */
function surestOf({ table, attention, isCausal }: PairsInput, sequence: number): Candidate[] {
  const [queries, keys] = [spanOf(table, sequence, "query"), spanOf(table, sequence, "key")];
  const found: Candidate[] = [];
  for (let query = 0; query < queries.n; query++) {
    const nSeen = isCausal && table.split === null ? query + 1 : keys.n;
    if (nSeen < 2) continue;
    let [best, weight] = [0, 0];
    for (let key = 0; key < nSeen; key++) {
      const own = attention.weight(sequence, query, key);
      if (own > weight) [best, weight] = [key, own];
    }
    const beyond = weight - 1 / nSeen;
    if (beyond > 0) found.push({ sequence, query, key: best, weight, beyond });
  }
  return found;
}

/** Cut where it is too long, but not between the halves of one character. */
function shortened(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, "")}…`;
}
