/** The color of a patch as a whole. */

/**
 * Mean color of each cell in a row of square cells.
 *
 * @param rgba Row-major [cellPx, nCells · cellPx, 4].
 * @returns [nCells, 3]
 */
export function meanColors(rgba: ArrayLike<number>, nCells: number, cellPx: number): Uint8Array {
  const sums = new Float64Array(nCells * 3);
  for (let y = 0; y < cellPx; y++) {
    for (let x = 0; x < nCells * cellPx; x++) {
      const at = (y * nCells * cellPx + x) * 4;
      const cell = Math.floor(x / cellPx) * 3;
      for (let channel = 0; channel < 3; channel++) sums[cell + channel]! += rgba[at + channel]!;
    }
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / cellPx ** 2));
}
