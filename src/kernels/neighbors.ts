// Exact k nearest neighbors by dot products: O(nRows n d). For unit rows (cosine), any rows (Euclidean), and one set of
// rows against another (highest dot products). Points are packed eight by eight, axis by axis, so that four rows meet
// eight others without a horizontal sum.
import { allocate, f32At, setF32, setI32 } from "./memory";

const DOTS = memory.data(128, 16);

/** @param points f32 [n, d]. @returns f32 [⌈n / 8⌉, d, 8] */
export function packPoints(points: usize, n: i32, d: i32): usize {
  const packs = allocate((<usize>(((n + 7) >> 3) * d)) << 5);
  for (let i = 0; i < n; i++) {
    for (let axis = 0; axis < d; axis++) {
      setF32(packs, ((i >> 3) * d + axis) * 8 + (i & 7), f32At(points, i * d + axis));
    }
  }
  return packs;
}

/**
 * What dot products start from; places behind the last point can never be near.
 *
 * @param squares f32 [n]: half of |x|² for Euclidean distance, zeros for cosine.
 * @returns f32 [⌈n / 8⌉, 8]
 */
export function packOffsets(squares: usize, n: i32): usize {
  const nPacked = (n + 7) & ~7;
  const offsets = allocate((<usize>nPacked) << 2);
  for (let i = 0; i < nPacked; i++) setF32(offsets, i, i < n ? -f32At(squares, i) : f32(-Infinity));
  return offsets;
}

/**
 * The neighbors of some rows.
 *
 * @param rows f32 [nRows, d]: whose neighbors are wanted; the points themselves, or others.
 * @param from, to Only these rows are done; `from` a multiple of four.
 * @param isSelf Rows are the points, and a point is no neighbor of its own.
 * @param indices i32 [nRows, k], receives the neighbors of every row, nearest first, equals by index.
 * @param values f32 [nRows, k], receives x·y − squares: larger is nearer.
 */
export function nearestNeighbors(
  rows: usize,
  from: i32,
  to: i32,
  isSelf: bool,
  packs: usize,
  offsets: usize,
  nPacks: i32,
  d: i32,
  k: i32,
  indices: usize,
  values: usize,
): void {
  for (let i = from * k; i < to * k; i++) setF32(values, i, -Infinity);
  addNeighbors(rows, from, to, isSelf, packs, offsets, 0, nPacks, d, k, indices, values);
}

/** The same among some packs only: what is near goes into the neighbors that were found before. */
export function addNeighbors(
  rows: usize,
  from: i32,
  to: i32,
  isSelf: bool,
  packs: usize,
  offsets: usize,
  fromPack: i32,
  toPack: i32,
  d: i32,
  k: i32,
  indices: usize,
  values: usize,
): void {
  const rowBytes = (<usize>d) << 2;
  const packBytes = rowBytes << 3;
  const last = to - 1;
  for (let i = from; i < to; i += 4) {
    const a = rows + <usize>i * rowBytes;
    const b = rows + <usize>min(i + 1, last) * rowBytes;
    const c = rows + <usize>min(i + 2, last) * rowBytes;
    const e = rows + <usize>min(i + 3, last) * rowBytes;
    const nNow = min(4, to - i);
    for (let p = fromPack; p < toPack; p++) {
      let other = packs + <usize>p * packBytes;
      const low = v128.load(offsets + ((<usize>p) << 5));
      const high = v128.load(offsets + ((<usize>p) << 5), 16);
      let a0 = low;
      let a1 = high;
      let b0 = low;
      let b1 = high;
      let c0 = low;
      let c1 = high;
      let e0 = low;
      let e1 = high;
      for (let at: usize = 0; at < rowBytes; at += 4) {
        const y0 = v128.load(other);
        const y1 = v128.load(other, 16);
        other += 32;
        const xa = v128.load32_splat(a + at);
        a0 = f32x4.add(a0, f32x4.mul(xa, y0));
        a1 = f32x4.add(a1, f32x4.mul(xa, y1));
        const xb = v128.load32_splat(b + at);
        b0 = f32x4.add(b0, f32x4.mul(xb, y0));
        b1 = f32x4.add(b1, f32x4.mul(xb, y1));
        const xc = v128.load32_splat(c + at);
        c0 = f32x4.add(c0, f32x4.mul(xc, y0));
        c1 = f32x4.add(c1, f32x4.mul(xc, y1));
        const xe = v128.load32_splat(e + at);
        e0 = f32x4.add(e0, f32x4.mul(xe, y0));
        e1 = f32x4.add(e1, f32x4.mul(xe, y1));
      }
      v128.store(DOTS, a0);
      v128.store(DOTS, a1, 16);
      v128.store(DOTS, b0, 32);
      v128.store(DOTS, b1, 48);
      v128.store(DOTS, c0, 64);
      v128.store(DOTS, c1, 80);
      v128.store(DOTS, e0, 96);
      v128.store(DOTS, e1, 112);
      for (let r = 0; r < nNow; r++)
        offer(DOTS + ((<usize>r) << 5), i + r, isSelf ? i + r : -1, p << 3, k, indices, values);
    }
  }
}

// Offers eight candidates to a row; most often none is near enough.
function offer(dots: usize, row: i32, self: i32, first: i32, k: i32, indices: usize, values: usize): void {
  const least = v128.load32_splat(values + ((<usize>(row * k + k - 1)) << 2));
  const nearer = v128.or(f32x4.gt(v128.load(dots), least), f32x4.gt(v128.load(dots, 16), least));
  if (!v128.any_true(nearer)) return;
  for (let j = 0; j < 8; j++) {
    const value = f32At(dots, j);
    if (first + j != self && value > f32At(values, row * k + k - 1))
      insert(indices, values, row * k, k, first + j, value);
  }
}

/** Keeps each row sorted: later equals stay behind earlier ones. */
export function insert(indices: usize, values: usize, start: i32, k: i32, index: i32, value: f32): void {
  let low = 0;
  let high = k - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (f32At(values, start + middle) >= value) low = middle + 1;
    else high = middle;
  }
  const from = (<usize>(start + low)) << 2;
  const bytes = (<usize>(k - 1 - low)) << 2;
  memory.copy(values + from + 4, values + from, bytes);
  memory.copy(indices + from + 4, indices + from, bytes);
  setF32(values, start + low, value);
  setI32(indices, start + low, index);
}
