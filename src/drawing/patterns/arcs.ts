/** Lines between the tokens of a sequence, of which only the largest weights are known. Pure. */
import type { PatternSequence } from "#atlas/patterns/patterns.ts";

export interface Link {
  /** Places in the sequence. */
  readonly query: number;
  readonly key: number;
  /** 0 … 1. */
  readonly weight: number;
}

/** A part of a sequence that has room beside its lines. */
export interface Stretch {
  /** Its first token. */
  readonly from: number;
  readonly n: number;
  /** Within it, from the weakest to the strongest, so that the strongest are drawn last. */
  readonly links: readonly Link[];
}

/** More tokens have no room for their names. */
export const MOST_TOKENS = 36;
/** More lines hide each other. */
const MOST_LINKS = 80;

/** All that is known, in the order of queries. */
export function linksOf({ tokens, indices, weights }: PatternSequence): Link[] {
  const n = tokens.length;
  return indices.map((index, i) => ({
    query: Math.floor(index / n),
    key: index % n,
    weight: weights[i] ?? 0,
  }));
}

/** The part of a sequence in which most of the attention stays; as in HeadVis, the first query and key say little. */
export function bestStretch(sequence: PatternSequence): Stretch {
  const links = linksOf(sequence).filter(({ query }) => query > 0);
  const n = Math.min(sequence.tokens.length, MOST_TOKENS);
  const from = bestStart(links, sequence.tokens.length, n);
  const isInside = (place: number): boolean => place >= from && place < from + n;
  const inside = links.filter(({ query, key }) => isInside(query) && isInside(key));
  const strongest = inside.sort(byStrength).slice(0, MOST_LINKS);
  return { from, n, links: strongest.reverse() };
}

/** The strongest first. @param count How many at most. */
export function strongestLinks(sequence: PatternSequence, count: number): Link[] {
  return linksOf(sequence)
    .filter(({ query, key }) => query > 0 && key > 0)
    .sort(byStrength)
    .slice(0, count);
}

function byStrength(a: Link, b: Link): number {
  return b.weight - a.weight || a.query - b.query || a.key - b.key;
}

/** The first of those places from which on `n` tokens hold the largest sum of weights. */
function bestStart(links: readonly Link[], length: number, n: number): number {
  const nStarts = length - n + 1;
  const changes = new Float64Array(nStarts + 1);
  for (const { query, key, weight } of links) {
    if (key === 0) continue;
    // Both ends are inside of stretches that start from here to there.
    const [first, last] = [Math.max(0, Math.max(query, key) - n + 1), Math.min(query, key, nStarts - 1)];
    if (first > last) continue;
    changes[first]! += weight;
    changes[last + 1]! -= weight;
  }
  let [best, most, sum] = [0, 0, 0];
  for (let start = 0; start < nStarts; start++) {
    sum += changes[start]!;
    // Sums of the same weights may differ in their last digits.
    if (sum > most + 1e-9) [best, most] = [start, sum];
  }
  return best;
}
