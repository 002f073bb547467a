/** Properties of points that are the same in every head. Maps are rotated by them, so that stepping through heads does not rotate the map. */
/** Columns of an orientation: to the right, and upwards. */
export const N_ORIENTATION = 2;

/** How patches lie in their picture. */
interface Grid {
  readonly columns: number;
  /** Tokens in front of the patches. */
  readonly nSpecial: number;
}

/** The points of a head, as far as their places tell. */
interface PlacedPoints {
  /** [nSequences + 1] of the queries, and of the keys as well where those have none of their own. */
  readonly starts: Uint32Array;
  readonly keyStarts: Uint32Array | null;
  /** Vocabulary id per token; null where tokens are no words. */
  readonly ids: Uint32Array | null;
  readonly grid: Grid | null;
}

/** Where a token stands in its sequence, and how many tokens that has. */
interface Place {
  readonly position: number;
  readonly length: number;
}

/**
 * Text: how far along its sequence a point's token stands, to the right, and how often the token occurs, common ones to
 * the top. Pictures: the patch's column, to the right, and its row, downwards, as it lies in the picture. Whether a point
 * is a query or a key does not matter: alignment has given both the same center.
 *
 * @returns Row-major [nQueries + nKeys, N_ORIENTATION]; every column has mean 0 and variance 1, or is 0 if nothing differs.
 */
export function orientationOf(points: PlacedPoints): Float32Array<ArrayBuffer> {
  const { starts, keyStarts, ids, grid } = points;
  const places = [...placesIn(starts), ...placesIn(keyStarts ?? starts)];
  const right = places.map((place) => (grid ? columnOf(place, grid) : place.position));
  const up = grid ? places.map((place) => -rowOf(place, grid)) : occurrences(ids, places.length);
  const columns = [standardized(right), standardized(up)];
  return Float32Array.from(
    { length: places.length * N_ORIENTATION },
    (_, at) => columns[at % N_ORIENTATION]![Math.floor(at / N_ORIENTATION)]!,
  );
}

function placesIn(starts: Uint32Array): Place[] {
  return Array.from(starts.subarray(1)).flatMap((end, s) => {
    const length = end - starts[s]!;
    return Array.from({ length }, (_, position) => ({ position, length }));
  });
}

/** Special tokens have no position in the picture and count as its middle. */
function columnOf({ position }: Place, { columns, nSpecial }: Grid): number {
  return position < nSpecial ? (columns - 1) / 2 : (position - nSpecial) % columns;
}

function rowOf({ position, length }: Place, { columns, nSpecial }: Grid): number {
  const nRows = (length - nSpecial) / columns;
  return position < nSpecial ? (nRows - 1) / 2 : Math.floor((position - nSpecial) / columns);
}

/** In logarithms, since words are distributed so. @param ids Of one token after the other; the queries', then the keys' the same. */
function occurrences(ids: Uint32Array | null, nPoints: number): number[] {
  if (!ids) return Array.from({ length: nPoints }, () => 0);
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return Array.from({ length: nPoints }, (_, i) => Math.log(counts.get(ids[i % ids.length]!)!));
}

function standardized(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const deviation = Math.sqrt(variance);
  return values.map((value) => (deviation > 1e-9 ? (value - mean) / deviation : 0));
}
