/** How the heads of a site stand in one measure. */
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { valueOf, whyMissing, type CatalogMeasure } from "../../measures/catalog/catalog-measure.ts";

/** A head, and whatever the page needs to name it. */
export interface HeadRow<About> {
  readonly about: About;
  readonly numbers: HeadNumbers;
}

export interface Standing<About> {
  /** Numbers of the heads that have one. */
  readonly values: readonly number[];
  /** Those whose number is the most remarkable, first; of equals, in the order given. */
  readonly leading: readonly {
    readonly about: About;
    readonly value: number;
    readonly chance: number | null;
  }[];
  /** Whether the leading ones are those with the least numbers. */
  readonly isLowFirst: boolean;
  /** Reasons why heads have no number, with the count of each; most frequent first. */
  readonly missing: readonly { readonly why: string; readonly count: number }[];
}

export function standingOf<About>(
  measure: CatalogMeasure,
  heads: readonly HeadRow<About>[],
  nLeading: number,
): Standing<About> {
  const isLowFirst = measure.remarkable === "low";
  const found = heads.flatMap(({ about, numbers }) => {
    const value = valueOf(measure, numbers);
    return value === null ? [] : [{ about, value, chance: measure.chance(numbers) }];
  });
  const reasons = Map.groupBy(
    heads.flatMap(({ numbers }) => whyMissing(measure, numbers) ?? []),
    (why) => why,
  );
  return {
    values: found.map(({ value }) => value),
    leading: found
      .toSorted((a, b) => (isLowFirst ? a.value - b.value : b.value - a.value))
      .slice(0, nLeading),
    isLowFirst,
    missing: [...reasons]
      .map(([why, all]) => ({ why, count: all.length }))
      .sort((a, b) => b.count - a.count || (a.why < b.why ? -1 : 1)),
  };
}
