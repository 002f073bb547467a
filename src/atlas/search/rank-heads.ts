/** Ranks all heads by what the search index holds: by weight between two sides, or by how closely tokens gather. */
import type { SeenPairs } from "./ask-classes.ts";
import type { ClassMembers } from "./search-classes.ts";
import type { IndexedClass } from "./search-index.ts";

export interface RankedHead {
  /** Number of the head in the order of the model. */
  readonly head: number;
  /** 0 … 1 */
  readonly share: number;
  /** The most that it can be: pairs that the index left out may add to it. */
  readonly atMost: number;
  /** What uniform attention, or random places, would give. */
  readonly chance: number;
}

/**
 * All heads by the mean weight, highest first, then by the most that it can be.
 *
 * @param seenBy What a head's queries see: those of causal heads see less.
 */
export function rankByWeight(
  read: ReadonlyMap<number, IndexedClass>,
  nHeads: number,
  floor: number,
  seenBy: (head: number) => SeenPairs,
): RankedHead[] {
  const sums = new Float64Array(nHeads);
  const kept = new Float64Array(nHeads);
  const open = new Map<SeenPairs, number>();
  const most = (seen: { nQueries: number; uniform: number }): number =>
    Math.max(floor * seen.nQueries, seen.uniform);
  for (let head = 0; head < nHeads; head++) {
    const seen = seenBy(head);
    if (open.has(seen)) continue;
    let sum = 0;
    for (const keys of seen.pairs.values()) for (const pair of keys.values()) sum += most(pair);
    open.set(seen, sum);
  }
  for (const [own, { keys }] of read) {
    for (const [other, { heads, means }] of keys) {
      heads.forEach((head, i) => {
        const pair = seenBy(head).pairs.get(own)?.get(other);
        if (pair === undefined) return;
        sums[head]! += means[i]! * pair.nQueries;
        kept[head]! += most(pair);
      });
    }
  }
  const ranked: RankedHead[] = [];
  for (let head = 0; head < nHeads; head++) {
    const seen = seenBy(head);
    if (seen.nQueries === 0) continue;
    const share = Math.min(1, sums[head]! / seen.nQueries);
    const rest = Math.max(0, open.get(seen)! - kept[head]!) / seen.nQueries;
    ranked.push({ head, share, atMost: Math.min(1, share + rest), chance: seen.chance });
  }
  return ranked.sort((a, b) => b.share - a.share || b.atMost - a.atMost || a.head - b.head);
}

/** By how far tokens of each class gather beyond chance, each class among itself. Heads at chance or below are left out. */
export function rankByGathering(
  read: ReadonlyMap<number, IndexedClass>,
  nHeads: number,
  { starts }: ClassMembers,
  nTokens: number,
): RankedHead[] {
  const ranked: RankedHead[] = [];
  for (let head = 0; head < nHeads; head++) {
    let [share, chance, n] = [0, 0, 0];
    for (const [own, { shares }] of read) {
      const known = shares[head] ?? NaN;
      const size = starts[own + 1]! - starts[own]!;
      if (Number.isNaN(known)) continue;
      share += known * size;
      chance += ((size - 1) / (nTokens - 1)) * size;
      n += size;
    }
    if (n === 0 || share <= chance) continue;
    ranked.push({ head, share: share / n, atMost: share / n, chance: chance / n });
  }
  const strength = ({ share, chance }: RankedHead): number => (share - chance) / (1 - chance);
  return ranked.sort((a, b) => strength(b) - strength(a) || a.head - b.head);
}
