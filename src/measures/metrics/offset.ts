import type { Metric } from "../metric.ts";

/** Offsets that have a metric of this file, in tokens; −1, 0 and 1 are `previous`, `self` and `next`. */
export const OFFSETS = [-8, -7, -6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7, 8] as const;

type OffsetMetric<Offset extends number> = Metric & {
  readonly name: `offset${Offset}`;
  readonly isOfPlaces: true;
  readonly otherwise: null;
  readonly isLater: true;
};

/**
 * Mean weight on the token at this offset, from the tokens that see one there: `offset-2` is two tokens before, `offset2`
 * two after. Null where no token sees one, as in causal heads after the query, and in pictures, whose patches lie in two
 * directions.
 */
export function offsetMetric<Offset extends number>(offset: Offset): OffsetMetric<Offset> {
  return {
    name: `offset${offset}`,
    isOfPlaces: true,
    otherwise: null,
    isLater: true,
    measure: ({ row, nKeys, grid }) => {
      const key = row + offset;
      return grid === null && key >= 0 && key < nKeys ? (weight) => weight(key) : null;
    },
    rank: 100 + offset,
    // Pages draw all offsets as one figure.
    words: () => null,
  };
}
