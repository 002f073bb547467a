/** Every number of a head, as a table writes it. */
import { measurePath } from "../../atlas/address.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { CATALOG } from "../../measures/catalog/catalog.ts";
import { valueOf } from "../../measures/catalog/catalog-measure.ts";
import { formatValue } from "./format-value.ts";

export interface MeasureRow {
  readonly title: string;
  /** Of the page that explains it. */
  readonly path: string;
  readonly value: string;
  /** Null where it is not known. */
  readonly chance: string | null;
}

/** Those of which the head has a number, in the order of the catalog. @param base The site's base path. */
export function measureRows(numbers: HeadNumbers, base: string): MeasureRow[] {
  return CATALOG.flatMap((measure) => {
    const [value, chance] = [valueOf(measure, numbers), measure.chance(numbers)];
    if (value === null) return [];
    return {
      title: measure.title,
      path: measurePath(base, measure.id),
      value: formatValue(measure, value),
      chance: chance === null ? null : formatValue(measure, chance),
    };
  });
}
