/** Heads worth a look: for each kind of attention, the heads that do it most. */
import { formatHead, type HeadId } from "#atlas/head-id.ts";
import type { HeadMetrics, HeadNumbers } from "#atlas/head-numbers.ts";

export interface Ranking {
  readonly title: string;
  readonly meaning: string;
  readonly heads: readonly { readonly head: HeadId; readonly value: number }[];
}

interface Criterion {
  readonly title: string;
  readonly meaning: string;
  readonly of: (metrics: HeadMetrics) => number | null;
  /** Values below it (or above it, where less is more) are nothing special. */
  readonly from: number;
  readonly lessIsMore?: true;
}

const CRITERIA: readonly Criterion[] = [
  {
    title: "Induction",
    meaning: "look for what followed an earlier copy of the token",
    of: (m) => m.induction,
    from: 0.2,
  },
  { title: "Previous token", meaning: "look one step back", of: (m) => m.previous, from: 0.2 },
  { title: "Next token", meaning: "look one step ahead", of: (m) => m.next, from: 0.2 },
  { title: "First token", meaning: "rest on the first token", of: (m) => m.first, from: 0.2 },
  { title: "Self", meaning: "look at the token itself", of: (m) => m.self, from: 0.2 },
  { title: "Sharpest", meaning: "pick the fewest tokens", of: (m) => m.entropy, from: 0.6, lessIsMore: true },
  { title: "Widest", meaning: "look at all tokens alike", of: (m) => m.entropy, from: 0.7 },
  {
    title: "Farthest",
    meaning: "look far away, in tokens or patches",
    of: (m) => m.patchDistance ?? m.distance,
    from: 3,
  },
];

/**
 * @param rows Heads with their numbers.
 * @param perRanking Number of heads in each list.
 * @returns One ranking per criterion that any head meets.
 */
export function rankHeads(
  rows: readonly { readonly head: HeadId; readonly numbers: HeadNumbers }[],
  perRanking = 3,
): Ranking[] {
  return CRITERIA.flatMap(({ title, meaning, of, from, lessIsMore }) => {
    const sign = lessIsMore ? -1 : 1;
    const heads = rows
      .flatMap(({ head, numbers }) => {
        const value = of(numbers.metrics);
        return value !== null && sign * (value - from) >= 0 ? [{ head, value }] : [];
      })
      .sort((a, b) => sign * (b.value - a.value) || compareNames(a.head, b.head))
      .slice(0, perRanking);
    return heads.length > 0 ? [{ title, meaning, heads }] : [];
  });
}

function compareNames(a: HeadId, b: HeadId): number {
  return formatHead(a) < formatHead(b) ? -1 : 1;
}
