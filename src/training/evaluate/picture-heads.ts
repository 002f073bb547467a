/** Measures what a head of a picture model responds to. */
import { PATCHES, type Picture } from "../data/pictures/draw-scene.ts";

export interface PictureHeadScores {
  /** Share of the pattern's variance that is the same in every picture, so that position alone explains it. From 0 to 1. */
  readonly position: number;
  /** Correlation, per row, of the weights' deviation from the mean pattern with similarity of color. From −1 to 1. */
  readonly color: number;
  /** Weight that patches, and CLS, give the main object's patches, over its share of the picture; 1 means no preference. */
  readonly object: number;
  readonly objectFromCls: number;
  /** Mean weight from patches on CLS and on themselves. */
  readonly cls: number;
  readonly self: number;
}

const N = PATCHES ** 2 + 1;

/** @param patterns [1 + nPatches, 1 + nPatches] per picture, CLS first. */
export function scorePictureHead(
  patterns: readonly Float32Array[],
  pictures: readonly Picture[],
): PictureHeadScores {
  const usual = new Float64Array(N * N);
  for (const pattern of patterns) pattern.forEach((weight, i) => (usual[i]! += weight / patterns.length));
  const sums = { color: 0, object: 0, objectFromCls: 0, cls: 0, self: 0 };
  let nColored = 0;
  patterns.forEach((pattern, p) => {
    const { objectCover } = pictures[p]!;
    const colors = patchColors(pictures[p]!);
    const area = objectCover.reduce((sum, cover) => sum + cover, 0) / PATCHES ** 2;
    for (let query = 0; query < N; query++) {
      const row = pattern.subarray(query * N, (query + 1) * N);
      const toPatches = row.subarray(1).reduce((sum, weight) => sum + weight, 0);
      const onObject = objectCover.reduce((sum, cover, patch) => sum + cover * row[patch + 1]!, 0);
      const preference = toPatches > 0 ? onObject / toPatches / area : 1;
      if (query === 0) {
        sums.objectFromCls += preference;
        continue;
      }
      sums.object += preference / (N - 1);
      sums.cls += row[0]! / (N - 1);
      sums.self += row[query]! / (N - 1);
      const likeness = colors.map((color) => -distance(color, colors[query - 1]!));
      const beyondPlace = Array.from(likeness, (_, patch) => row[patch + 1]! - usual[query * N + patch + 1]!);
      const r = correlation(beyondPlace, likeness);
      if (!Number.isNaN(r)) {
        sums.color += r;
        nColored++;
      }
    }
  });
  const n = patterns.length;
  return {
    position: placeShare(patterns, usual),
    color: sums.color / Math.max(1, nColored),
    object: sums.object / n,
    objectFromCls: sums.objectFromCls / n,
    cls: sums.cls / n,
    self: sums.self / n,
  };
}

/** Share of the variance of the weights between patches, around their mean, that the mean pattern explains. */
function placeShare(patterns: readonly Float32Array[], usual: Float64Array): number {
  let [explained, total] = [0, 0];
  for (const pattern of patterns) {
    for (let query = 1; query < N; query++) {
      for (let key = 1; key < N; key++) {
        const i = query * N + key;
        total += (pattern[i]! - 1 / N) ** 2;
        explained += (pattern[i]! - usual[i]!) ** 2;
      }
    }
  }
  return total === 0 ? 0 : 1 - explained / total;
}

/** Mean red, green and blue of each patch. */
function patchColors({ pixels }: Picture): number[][] {
  const size = Math.sqrt(pixels.length / 3);
  const side = size / PATCHES;
  const colors = Array.from({ length: PATCHES ** 2 }, () => [0, 0, 0]);
  for (let i = 0; i < pixels.length; i++) {
    const pixel = Math.floor(i / 3);
    const patch = Math.floor(Math.floor(pixel / size) / side) * PATCHES + Math.floor((pixel % size) / side);
    colors[patch]![i % 3]! += pixels[i]! / side ** 2;
  }
  return colors;
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - b[i]!));
}

/** Pearson correlation; NaN if one side does not vary. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((x, y) => x + y, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, squareA, squareB] = [0, 0, 0];
  a.forEach((value, i) => {
    const [x, y] = [value - meanA, b[i]! - meanB];
    both += x * y;
    squareA += x * x;
    squareB += y * y;
  });
  return both / Math.sqrt(squareA * squareB);
}
