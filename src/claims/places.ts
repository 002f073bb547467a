/** Where a number stands among those of the other heads. Read once per measure: a model may have 10,000 heads. */
import { parseHead } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import type { ClaimMeasure } from "./find-measure.ts";

/** How many numbers are higher and lower than one, of how many, and how many more there would be if they could be read. */
export interface Place {
  readonly above: number;
  readonly below: number;
  readonly of: number;
  readonly nUnread: number;
}

interface Numbers {
  /** Ascending. */
  readonly sorted: Float64Array;
  readonly nUnread: number;
}

const read = new WeakMap<readonly HeadNumbers[], Map<string, Numbers>>();

/** @param heads All of the atlas; those of the tower of `head` are compared. */
export function placeOf(
  value: number,
  { head }: HeadNumbers,
  measure: ClaimMeasure,
  heads: readonly HeadNumbers[],
): Place {
  const tower = parseHead(head)?.tower;
  const key = `${tower ?? ""} ${measure.id}`;
  const known = read.get(heads) ?? new Map<string, Numbers>();
  read.set(heads, known);
  const { sorted, nUnread } = known.get(key) ?? numbersOf(tower, measure, heads);
  known.set(key, { sorted, nUnread });
  const below = countBelow(sorted, value, (a, b) => a < b);
  const above = sorted.length - countBelow(sorted, value, (a, b) => a <= b);
  return { above, below, of: sorted.length, nUnread };
}

function numbersOf(tower: string | undefined, measure: ClaimMeasure, heads: readonly HeadNumbers[]): Numbers {
  const readings = heads
    .filter((other) => parseHead(other.head)?.tower === tower)
    .map((other) => measure.read(other));
  return {
    sorted: Float64Array.from(readings.filter((reading) => typeof reading === "number")).sort(),
    // A head to which the measure does not apply has no place among the others.
    nUnread: readings.filter((reading) => typeof reading === "object" && reading !== null).length,
  };
}

/** How many numbers from the first one on meet `isBefore`. */
function countBelow(
  sorted: Float64Array,
  value: number,
  isBefore: (other: number, value: number) => boolean,
): number {
  let [least, most] = [0, sorted.length];
  while (least < most) {
    const middle = (least + most) >> 1;
    if (isBefore(sorted[middle] ?? Infinity, value)) least = middle + 1;
    else most = middle;
  }
  return least;
}
