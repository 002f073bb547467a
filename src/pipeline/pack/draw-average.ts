/** Draws the average pattern of a head: one pixel per query position (row) and key position (column). */
import { averagePattern, boosted, type SequencePattern } from "#math/average-pattern.ts";
import type { RgbaPicture } from "./encode-pictures.ts";
import type { HeadResult } from "./outputs/output.ts";

/** The most positions of a text: as many as the figures of the pages show. */
const MOST_POSITIONS = 48;
/** The most patches of a picture; those of a finer grid are joined to blocks. */
const MOST_PATCHES = 81;
/** Amber, the hue of attention, in a tone that stands out from light and dark pages alike. */
const AMBER = [204, 118, 20] as const;
/** A weight of this size or more has the full color, even if it is the strongest of its head, so that even heads look even. */
const LEAST_FULL = 0.25;

export type AveragedHead = Pick<HeadResult, "weights" | "starts" | "keyStarts" | "grid">;

/** Transparent where there is no weight, so that it suits light and dark pages. */
export function drawAverage({ weights, starts, keyStarts, grid }: AveragedHead): RgbaPicture {
  const sides = [starts, keyStarts ?? starts] as const;
  const longest = sides.map((all) =>
    all.subarray(1).reduce((most, end, s) => Math.max(most, end - all[s]!), 0),
  );
  const [nRows = 0, nColumns = 0] = longest.map((n) => (grid ? n : Math.min(n, MOST_POSITIONS)));
  const average = averagePattern(sequencePatterns(weights, ...sides), nRows, nColumns);
  const cells = grid ? joinPatches(average.weights, nRows, grid) : average.weights;
  const widthPx = grid ? Math.sqrt(cells.length) : nColumns;
  const strongest = cells.reduce((most, weight) => Math.max(most, weight), LEAST_FULL);
  const rgba = new Uint8Array(cells.length * 4);
  cells.forEach((weight, at) => rgba.set([...AMBER, Math.round(boosted(weight, strongest) * 255)], at * 4));
  return { widthPx, heightPx: cells.length / widthPx, rgba };
}

function* sequencePatterns(
  weights: Float32Array,
  starts: Uint32Array,
  keyStarts: Uint32Array,
): Generator<SequencePattern> {
  let at = 0;
  for (let s = 0; s + 1 < starts.length; s++) {
    const [nQueries, nKeys] = [starts[s + 1]! - starts[s]!, keyStarts[s + 1]! - keyStarts[s]!];
    const end = at + nQueries * nKeys;
    yield { nQueries, nKeys, weights: weights.subarray(at, end), stride: nKeys };
    at = end;
  }
}

/**
 * Joins the patches of a fine grid to square blocks of equal size: the mean of their queries, the sum of their keys.
 *
 * @param weights [n, n]: special tokens, then patches row by row.
 */
function joinPatches(
  weights: Float32Array,
  n: number,
  { columns, nSpecial }: NonNullable<AveragedHead["grid"]>,
): Float32Array {
  const rows = Math.ceil((n - nSpecial) / columns);
  let side = 1;
  const blocks = (patches: number): number => Math.ceil(patches / side);
  while (blocks(rows) * blocks(columns) > MOST_PATCHES) side++;
  if (side === 1) return weights;
  const across = blocks(columns);
  const cellOf = (position: number): number => {
    const patch = position - nSpecial;
    if (patch < 0) return position;
    return nSpecial + Math.floor(patch / columns / side) * across + Math.floor((patch % columns) / side);
  };
  const nCells = nSpecial + blocks(rows) * across;
  const joined = new Float32Array(nCells * nCells);
  const sizes = new Uint32Array(nCells);
  for (let position = 0; position < n; position++) sizes[cellOf(position)]! += 1;
  for (let query = 0; query < n; query++) {
    const row = cellOf(query);
    for (let key = 0; key < n; key++)
      joined[row * nCells + cellOf(key)]! += weights[query * n + key]! / sizes[row]!;
  }
  return joined;
}
