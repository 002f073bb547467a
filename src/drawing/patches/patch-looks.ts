/** What patches look like, coarse enough to compare thousands of them. Pure. */

/** Parts along each side of a patch. */
const PARTS = 4;
/** Numbers of one look: red, green and blue of each part. */
export const LOOK_LENGTH = PARTS * PARTS * 3;

/**
 * Mean colors of the parts of each cell in a row of square cells.
 *
 * @param rgba Row-major [cellPx, nCells · cellPx, 4].
 * @returns [nCells, LOOK_LENGTH]
 */
export function looksOf(rgba: ArrayLike<number>, nCells: number, cellPx: number): Uint8Array {
  const sums = new Float64Array(nCells * LOOK_LENGTH);
  const counts = new Uint32Array(nCells * PARTS * PARTS);
  const part = (px: number): number => Math.floor((px * PARTS) / cellPx);
  for (let y = 0; y < cellPx; y++) {
    for (let x = 0; x < nCells * cellPx; x++) {
      const from = (y * nCells * cellPx + x) * 4;
      const cell = Math.floor(x / cellPx);
      const to = cell * PARTS * PARTS + part(y) * PARTS + part(x % cellPx);
      counts[to]! += 1;
      for (let channel = 0; channel < 3; channel++) sums[to * 3 + channel]! += rgba[from + channel]!;
    }
  }
  // A patch of fewer pixels than parts leaves some empty; they are equal in all.
  return Uint8Array.from(sums, (sum, at) => Math.round(sum / Math.max(1, counts[Math.floor(at / 3)]!)));
}
