// Ranks of given points among all points, by distance from an anchor: what trustworthiness and continuity are made of.
// O(nAnchors n d). A row of distances is made for one anchor at a time; only those nearer than the furthest point that is
// asked for are looked at one by one, and there are few.
import { allocate, f32At, i32At, setF32, setI32 } from "./memory";

/**
 * Ranks in the space.
 *
 * @param points f32 [n, d]: unit rows or rows of zeros for cosine, any for Euclidean.
 * @param squares f32 [n], and three numbers that may be read: zeros for cosine, half of |x|² for Euclidean.
 * @param anchors i32 [nAnchors].
 * @param wanted i32 [nAnchors, nWanted]: points whose rank is asked for, none of them the anchor.
 * @param ranks i32 [nAnchors, nWanted], receives 1 for the nearest point; equals share the best.
 * @param nParts Every anchor sees one of so many parts of the points: every nParts-th pack of four, from `parts` on.
 * @param parts i32 [nAnchors].
 */
export function spaceRanks(
  points: usize,
  squares: usize,
  n: i32,
  d: i32,
  anchors: usize,
  nAnchors: i32,
  wanted: usize,
  nWanted: i32,
  ranks: usize,
  nParts: i32,
  parts: usize,
): void {
  const nPacks = (n + 3) >> 2;
  const packs = packFours(points, n, d, nPacks);
  const row = allocate((<usize>nPacks) << 4);
  const counter = new Counter(nWanted);
  const rowBytes = (<usize>d) << 2;
  for (let a = 0; a < nAnchors; a++) {
    const anchor = i32At(anchors, a);
    const from = points + <usize>anchor * rowBytes;
    const first = i32At(parts, a);
    const asked = wanted + ((<usize>(a * nWanted)) << 2);
    for (let p = first; p < nPacks; p += nParts) packDistances(row, squares, packs, p, from, rowBytes);
    for (let j = 0; j < nWanted && nParts > 1; j++)
      packDistances(row, squares, packs, i32At(asked, j) >> 2, from, rowBytes);
    finishRow(row, n, nPacks);
    counter.count(row, nPacks, anchor, asked, first, nParts);
    counter.write(ranks + ((<usize>(a * nWanted)) << 2));
  }
}

function packDistances(
  row: usize,
  squares: usize,
  packs: usize,
  pack: i32,
  from: usize,
  rowBytes: usize,
): void {
  const at = (<usize>pack) << 4;
  let other = packs + ((<usize>pack * rowBytes) << 2);
  let sum = f32x4.neg(v128.load(squares + at));
  for (let axis: usize = 0; axis < rowBytes; axis += 4) {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(from + axis), v128.load(other)));
    other += 16;
  }
  // Negated: as everywhere here, less is nearer.
  v128.store(row + at, f32x4.neg(sum));
}

/**
 * Nearest points on a map, and ranks on it. By differences, not by dot products: on a map near points may be a
 * millionth of its width apart.
 *
 * @param axes f32 [dim][4 · nPacks]: coordinates, one axis after the other.
 * @param wanted i32 [nAnchors, k]: points whose rank is asked for.
 * @param nearest i32 [nAnchors, k], receives the nearest points, nearest first, without the anchor.
 * @param ranks i32 [nAnchors, k]
 * @param nParts As above: ranks are those among the points of a part, the nearest those of all.
 * @param parts i32 [nAnchors].
 */
export function mapRanks(
  axes: usize,
  n: i32,
  dim: i32,
  anchors: usize,
  nAnchors: i32,
  wanted: usize,
  k: i32,
  nearest: usize,
  ranks: usize,
  nParts: i32,
  parts: usize,
): void {
  const nPacks = (n + 3) >> 2;
  const axisBytes = (<usize>nPacks) << 4;
  const row = allocate(axisBytes);
  const best = allocate((<usize>k) << 2);
  const counter = new Counter(k);
  for (let a = 0; a < nAnchors; a++) {
    const anchor = i32At(anchors, a);
    const place = (<usize>anchor) << 2;
    for (let axis: usize = 0; axis < <usize>dim; axis++)
      addSquares(row, axes + axis * axisBytes, axisBytes, place, axis == 0);
    finishRow(row, n, nPacks);
    const out = (<usize>(a * k)) << 2;
    selectNearest(row, nPacks, anchor, k, best, nearest + out);
    counter.count(row, nPacks, anchor, wanted + out, i32At(parts, a), nParts);
    counter.write(ranks + out);
  }
}

function addSquares(row: usize, line: usize, bytes: usize, place: usize, isFirst: bool): void {
  const x = v128.load32_splat(line + place);
  for (let at: usize = 0; at < bytes; at += 16) {
    const difference = f32x4.sub(v128.load(line + at), x);
    const square = f32x4.mul(difference, difference);
    v128.store(row + at, isFirst ? square : f32x4.add(square, v128.load(row + at)));
  }
}

function packFours(points: usize, n: i32, d: i32, nPacks: i32): usize {
  const packs = allocate((<usize>(nPacks * d)) << 4);
  for (let i = 0; i < n; i++) {
    for (let axis = 0; axis < d; axis++)
      setF32(packs, ((i >> 2) * d + axis) * 4 + (i & 3), f32At(points, i * d + axis));
  }
  return packs;
}

// Places behind the last point are never near. Finite, so that no arithmetic with it gives NaN.
const FAR: f32 = 3e38;

function finishRow(row: usize, n: i32, nPacks: i32): void {
  for (let i = n; i < nPacks * 4; i++) setF32(row, i, FAR);
}

function selectNearest(row: usize, nPacks: i32, anchor: i32, k: i32, best: usize, nearest: usize): void {
  for (let j = 0; j < k; j++) setF32(best, j, Infinity);
  for (let p = 0; p < nPacks; p++) {
    const four = v128.load(row + ((<usize>p) << 4));
    if (!v128.any_true(f32x4.lt(four, f32x4.splat(f32At(best, k - 1))))) continue;
    for (let i = p * 4; i < p * 4 + 4; i++) {
      const distance = f32At(row, i);
      if (i == anchor || !(distance < f32At(best, k - 1))) continue;
      let slot = k - 1;
      while (slot > 0 && f32At(best, slot - 1) > distance) {
        setF32(best, slot, f32At(best, slot - 1));
        setI32(nearest, slot, i32At(nearest, slot - 1));
        slot--;
      }
      setF32(best, slot, distance);
      setI32(nearest, slot, i);
    }
  }
}

/** Distances are sorted into so many bins first, so that most need no search among the limits. */
const BINS = 512;

/** Counts, for each of a few distances, how many of a row are less. */
class Counter {
  private limits: usize;
  private slots: usize;
  private counts: usize;
  /** First limit whose bin is not below this one. */
  private firsts: usize;
  private lowest: f32 = 0;
  private scale: f32 = 0;

  constructor(private nLimits: i32) {
    this.limits = allocate((<usize>nLimits) << 2);
    this.slots = allocate((<usize>nLimits) << 2);
    this.counts = allocate((<usize>(nLimits + 1)) << 2);
    this.firsts = allocate((<usize>BINS) << 2);
  }

  count(row: usize, nPacks: i32, anchor: i32, wanted: usize, firstPack: i32, everyPack: i32): void {
    const nLimits = this.nLimits;
    for (let j = 0; j < nLimits; j++) {
      const limit = f32At(row, i32At(wanted, j));
      let slot = j;
      while (slot > 0 && f32At(this.limits, slot - 1) > limit) {
        setF32(this.limits, slot, f32At(this.limits, slot - 1));
        setI32(this.slots, slot, i32At(this.slots, slot - 1));
        slot--;
      }
      setF32(this.limits, slot, limit);
      setI32(this.slots, slot, j);
    }
    this.sortIntoBins();
    memory.fill(this.counts, 0, (<usize>(nLimits + 1)) << 2);
    const furthest = f32x4.splat(f32At(this.limits, nLimits - 1));
    for (let p = firstPack; p < nPacks; p += everyPack) {
      if (!v128.any_true(f32x4.lt(v128.load(row + ((<usize>p) << 4)), furthest))) continue;
      for (let i = p * 4; i < p * 4 + 4; i++) {
        if (i == anchor) continue;
        const slot = this.firstAbove(f32At(row, i));
        setI32(this.counts, slot, i32At(this.counts, slot) + 1);
      }
    }
  }

  // Whatever is below a limit is below all later ones.
  write(ranks: usize): void {
    let below = 0;
    for (let slot = 0; slot < this.nLimits; slot++) {
      below += i32At(this.counts, slot);
      setI32(ranks, i32At(this.slots, slot), below + 1);
    }
  }

  private firstAbove(distance: f32): i32 {
    let slot = i32At(this.firsts, this.binOf(distance));
    while (slot < this.nLimits && f32At(this.limits, slot) <= distance) slot++;
    return slot;
  }

  private sortIntoBins(): void {
    this.lowest = f32At(this.limits, 0);
    const span = f32At(this.limits, this.nLimits - 1) - this.lowest;
    this.scale = span > 0 ? f32(BINS - 1) / span : 0;
    let slot = 0;
    for (let bin = 0; bin < BINS; bin++) {
      while (slot < this.nLimits && this.binOf(f32At(this.limits, slot)) < bin) slot++;
      setI32(this.firsts, bin, slot);
    }
  }

  // Never falls as the distance rises, which is all that the counts rest on.
  private binOf(distance: f32): i32 {
    return <i32>max(f32(0), min(f32(BINS - 1), (distance - this.lowest) * this.scale));
  }
}
