/** What a point has in every head alike; maps are turned by it, so that stepping through heads does not spin the picture. */
import type { HeadTask } from "../run/head-task.ts";

/** Columns of bearings: to the right, and upwards. */
export const N_BEARINGS = 2;

type Grid = NonNullable<HeadTask["grid"]>;

/** Where a token stands in its sequence, and how many tokens that has. */
interface Place {
  readonly position: number;
  readonly length: number;
}

/**
 * Text: how far along its sequence a point's token stands, to the right, and how often the token occurs, common ones to
 * the top. Pictures: the patch's column, to the right, and its row, downwards, as it lies in the picture. Whether a point
 * is a query or a key is no bearing: alignment has given both the same center.
 *
 * @returns Row-major [nQueries + nKeys, N_BEARINGS]; every column has mean 0 and variance 1, or is 0 if nothing differs.
 */
export function bearingsOf(
  task: Pick<HeadTask, "starts" | "keyStarts" | "ids" | "grid">,
): Float32Array<ArrayBuffer> {
  const { starts, keyStarts, ids, grid } = task;
  const places = [...placesIn(starts), ...placesIn(keyStarts ?? starts)];
  const right = places.map((place) => (grid ? columnOf(place, grid) : place.position));
  const up = grid ? places.map((place) => -rowOf(place, grid)) : occurrences(ids, places.length);
  const columns = [standardized(right), standardized(up)];
  return Float32Array.from(
    { length: places.length * N_BEARINGS },
    (_, at) => columns[at % N_BEARINGS]![Math.floor(at / N_BEARINGS)]!,
  );
}

function placesIn(starts: Uint32Array): Place[] {
  return Array.from(starts.subarray(1)).flatMap((end, s) => {
    const length = end - starts[s]!;
    return Array.from({ length }, (_, position) => ({ position, length }));
  });
}

/** Special tokens lie nowhere in the picture: in its middle. */
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
