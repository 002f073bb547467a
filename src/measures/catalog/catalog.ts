/** The catalog: every measure of a head. A new measure is a row here; everything that names, ranks or checks measures follows. */
import { MEASURE_GROUPS, valueOf, type CatalogMeasure, type MeasureFamily } from "./catalog-measure.ts";
import type { MeasuredHead } from "./measured-head.ts";
import { ALIGNMENT_ROWS } from "./rows/alignment-rows.ts";
import { EXPLAINED_FAMILY, EXPLAINED_ROWS } from "./rows/explained-rows.ts";
import { HEADVIS_ROWS } from "./rows/headvis-rows.ts";
import { MAP_ROWS, MAPS_FAMILY } from "./rows/map-rows.ts";
import { BEYOND_ROWS, METRIC_ROWS } from "./rows/metric-rows.ts";
import { REASON_FAMILY, REASON_ROWS } from "./rows/reason-rows.ts";
import { SCORED_ROWS } from "./rows/scored-rows.ts";

/** Rows that every atlas may have, by group. */
export const CATALOG: readonly CatalogMeasure[] = byGroup([
  ...METRIC_ROWS,
  ...BEYOND_ROWS,
  ...SCORED_ROWS,
  ...HEADVIS_ROWS,
  ...REASON_ROWS,
  ...MAP_ROWS,
  ...EXPLAINED_ROWS,
  ...ALIGNMENT_ROWS,
]);

/** Rows that depend on the dataset. */
export const FAMILIES: readonly MeasureFamily[] = [REASON_FAMILY, EXPLAINED_FAMILY, MAPS_FAMILY];

const byId = new Map(CATALOG.map((row) => [row.id, row]));

/** The row of an id, of the catalog or of a family; undefined if there is none. */
export function findMeasure(id: string): CatalogMeasure | undefined {
  const row = byId.get(id);
  if (row !== undefined) return row;
  const family = FAMILIES.find(({ prefix }) => id.startsWith(prefix) && id.length > prefix.length);
  return family?.row(id.slice(family.prefix.length));
}

/** The rows of which at least one of these heads has a number: the catalog's, then those of families, each group together. */
export function measuresOf(heads: readonly MeasuredHead[]): CatalogMeasure[] {
  const own = FAMILIES.flatMap((family) =>
    [...new Set(heads.flatMap((head) => family.idsOf(head)))].flatMap(
      (id) => family.row(id.slice(family.prefix.length)) ?? [],
    ),
  );
  return byGroup([...CATALOG, ...own]).filter((row) => heads.some((head) => valueOf(row, head) !== null));
}

/** In the order of the groups, otherwise as given. */
function byGroup(rows: readonly CatalogMeasure[]): CatalogMeasure[] {
  return (Object.keys(MEASURE_GROUPS) as (keyof typeof MEASURE_GROUPS)[]).flatMap((group) =>
    rows.filter((row) => row.group === group),
  );
}
