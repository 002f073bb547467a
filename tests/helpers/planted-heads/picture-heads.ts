/** Heads that read pictures. */
import { ofPatterns, square, type PlantedHead } from "./planted-head.ts";

/** CLS, then 2 × 2 patches: of the first and the second object 1, of the third object 2, of the last none. */
const OBJECTS = [0, 1, 1, 2, 0];
const rowMate = (patch: number): number => (patch % 2 === 1 ? patch + 1 : patch - 1);
const columnMate = (patch: number): number => (patch <= 2 ? patch + 2 : patch - 2);

export const PICTURE_HEADS: readonly PlantedHead[] = [
  {
    name: "a head whose patches give themselves ½, the other of their row ¼, the other of their column ⅛, and CLS ⅛",
    head: ofPatterns(
      [
        square(5, (i, j) =>
          i === 0
            ? Number(j === 0)
            : 0.5 * Number(j === i) +
              0.25 * Number(j === rowMate(i)) +
              0.125 * Number(j === columnMate(i)) +
              0.125 * Number(j === 0),
        ),
      ],
      { grid: { columns: 2, nSpecial: 1 }, objects: OBJECTS, patchPx: [4, 3] },
    ),
    expected: {
      "same-row": [3 / 4, 2 / 5],
      "same-column": [5 / 8, 2 / 5],
      // CLS gives objects nothing; the four patches give 7, 6, 5 and 3 eighths.
      objects: [(7 + 6 + 5 + 3) / 8 / 5, 3 / 5],
      // Patches of object 1 have two such keys of five, that of object 2 has one.
      "same-object": [(3 / 4 + 3 / 4 + 1 / 2) / 3, (2 + 2 + 1) / 5 / 3],
      "same-row-beyond-chance": [3 / 4 - 2 / 5, 0],
      "same-column-beyond-chance": [5 / 8 - 2 / 5, 0],
      // As written, to four decimals: 2/3 − 1/3.
      "same-object-beyond-chance": [0.3333, 0],
      // Of ⅞ on patches, ¼ + ⅛ go one patch far.
      "patch-distance": [3 / 7, (0 + 1 + 1 + Math.SQRT2) / 4],
      // The other of the row is 3 pixels away, that of the column 4, the one across 5.
      "pixel-distance": [(0.25 * 3 + 0.125 * 4) / (7 / 8), (0 + 3 + 4 + 5) / 4],
      self: [(1 + 4 * 0.5) / 5, 1 / 5],
      first: [1 / 8, 1 / 5],
    },
  },
];
