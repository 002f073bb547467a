// Neighbors of neighbors (Dong et al. 2011): what makes an approximate list of neighbors nearly exact.
import { allocate, f32At, i32At, setI32 } from "./memory";
import { insert } from "./neighbors";

/** @returns i32 [n]: the last row that has looked at each point. */
export function startJoin(n: i32): usize {
  const seen = allocate((<usize>n) << 2);
  for (let i = 0; i < n; i++) setI32(seen, i, -1);
  return seen;
}

/**
 * Offers to rows the neighbors of their neighbors. Rows that were done before are read as they have become.
 *
 * @param rows f32 [n, d], d a multiple of four.
 * @param offsets f32 [n]: what products start from, as `packOffsets` gives it.
 * @param from, to Only these rows are done.
 * @param nNear The neighbors of so many nearest are offered.
 * @param nTheirs Of each of them, so many.
 * @param indices i32 [n, k], values f32 [n, k]: sorted rows, which get nearer.
 */
export function joinNeighbors(
  rows: usize,
  offsets: usize,
  from: i32,
  to: i32,
  d: i32,
  k: i32,
  nNear: i32,
  nTheirs: i32,
  seen: usize,
  indices: usize,
  values: usize,
): void {
  const rowBytes = (<usize>d) << 2;
  const last = k - 1;
  for (let i = from; i < to; i++) {
    const row = rows + <usize>i * rowBytes;
    setI32(seen, i, i);
    for (let slot = 0; slot < k; slot++) setI32(seen, i32At(indices, i * k + slot), i);
    // A row changes while it is read, so what is looked at first is set aside.
    for (let slot = 0; slot < nNear; slot++) setI32(NEAR, slot, i32At(indices, i * k + slot));
    for (let slot = 0; slot < nNear; slot++) {
      const near = i32At(NEAR, slot) * k;
      for (let their = 0; their < nTheirs; their++) {
        const other = i32At(indices, near + their);
        if (i32At(seen, other) == i) continue;
        setI32(seen, other, i);
        const value = product(row, rows + <usize>other * rowBytes, rowBytes) + f32At(offsets, other);
        if (value > f32At(values, i * k + last)) insert(indices, values, i * k, k, other, value);
      }
    }
  }
}

/** Neighbors of a row that may be set aside. */
export const MOST_NEAR = 64;
const NEAR = memory.data(MOST_NEAR * 4, 16);

function product(a: usize, b: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16)
    sum = f32x4.add(sum, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  const halves = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1));
  return f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1);
}
