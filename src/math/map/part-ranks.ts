/**
 * Ranks among many points, from ranks among a part of them. Every anchor is compared with one part, drawn for it: every
 * `count`-th pack of four points, so that a part has some of every sequence, queries and keys alike. Where an anchor's
 * nearest points are known, their ranks are exact, and only the points behind them are estimated.
 */

/** So many parts the points are cut into, and which of them every anchor sees. */
export interface Parts {
  readonly count: number;
  /** [nAnchors] */
  readonly of: Int32Array;
}

/** Among up to so many points, ranks are counted among all; a part of more has about `PART_POINTS`. */
const MOST_COUNTED = 4000;
const PART_POINTS = 1000;

/** The part of every anchor; undefined where they are compared with all points. */
export function drawParts(n: number, nAnchors: number, random: () => number): Parts | undefined {
  if (n <= MOST_COUNTED) return undefined;
  const count = Math.round(n / PART_POINTS);
  return { count, of: Int32Array.from({ length: nAnchors }, () => Math.floor(random() * count)) };
}

interface RanksInParts {
  readonly n: number;
  readonly anchors: Int32Array;
  /** [nAnchors, nWanted] */
  readonly wanted: Int32Array;
  /** [nAnchors, nWanted]: 1 + how many points of the anchor's part are nearer than the wanted one. */
  readonly ranks: Int32Array;
  readonly parts: Parts;
  /** An anchor's nearest points, nearest first, and their distances, if equals are to share the best rank. */
  readonly nearestOf: (row: number) => { readonly points: Int32Array; readonly distances?: Float32Array };
}

/** As if every anchor had been compared with the whole. Each estimate is right on average over the parts, but for rounding. */
export function ranksAmongAll({ n, anchors, wanted, ranks, parts, nearestOf }: RanksInParts): Int32Array {
  const nWanted = wanted.length / anchors.length;
  const sizes = partSizes(n, parts.count);
  const rankOf = new Int32Array(n);
  const all = new Int32Array(ranks.length);
  anchors.forEach((anchor, row) => {
    const part = parts.of[row]!;
    const isSeen = (point: number): boolean => (point >> 2) % parts.count === part;
    const { points: nearest, distances } = nearestOf(row);
    const known: number[] = [];
    nearest.forEach((point, slot) => {
      const isEqual = distances !== undefined && slot > 0 && distances[slot] === distances[slot - 1];
      rankOf[point] = isEqual ? rankOf[nearest[slot - 1]!]! : slot + 1;
      if (isSeen(point)) known.push(rankOf[point]);
    });
    const nKnown = known.length;
    // Without the anchor and the point that is asked for.
    const nBehind = n - 2 - nearest.length;
    const nSeenBehind = sizes[part]! - nKnown - (isSeen(anchor) ? 1 : 0);
    for (let slot = row * nWanted; slot < (row + 1) * nWanted; slot++) {
      const point = wanted[slot]!;
      const nNearer = ranks[slot]! - 1 - nKnown;
      const nSeen = Math.max(1, nSeenBehind - (isSeen(point) ? 1 : 0));
      // One of the known that is no nearer is as far.
      const behind = nearest.length + 1 + Math.round((nNearer * nBehind) / nSeen);
      all[slot] = rankOf[point]! || (nNearer < 0 ? known[ranks[slot]! - 1]! : behind);
    }
    for (const point of nearest) rankOf[point] = 0;
  });
  return all;
}

/** [count]: points of each part. */
function partSizes(n: number, count: number): Int32Array {
  const sizes = new Int32Array(count);
  for (let point = 0; point < n; point++) sizes[(point >> 2) % count]!++;
  return sizes;
}
