/** How far the maps of a head can be trusted, as a table: a row per map, a column per measure. */
import { nPointsOf, type Manifest } from "../../atlas/files/manifest.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { firstProjection, methodTitle, projectionName, projectionsOf } from "../../atlas/method.ts";
import { mapColumns } from "../../measures/map-measures.ts";
import { chanceOfColumn, readMap, scoreOf } from "../map-reading.ts";

export interface MapTable {
  readonly columns: readonly MapTableColumn[];
  /** In the order in which the maps are offered; maps without numbers are left out. */
  readonly rows: readonly MapRow[];
  /** The map with which the page opens, and what its numbers mean; null if it has none. */
  readonly first: { readonly name: string; readonly reading: string } | null;
}

export interface MapTableColumn {
  readonly title: string;
  /** `chance 0.50`, where that is the same for all maps. */
  readonly byChance: string | undefined;
}

export interface MapRow {
  /** `umap2` */
  readonly key: string;
  /** `UMAP 2-D` */
  readonly name: string;
  /** One per column: `0.86`, or `0.86 (chance 0.19)`. */
  readonly scores: readonly string[];
}

/** @param manifest Of the head's tower. */
export function mapTable(manifest: Manifest, { quality }: Pick<HeadNumbers, "quality">): MapTable {
  const nPoints = nPointsOf(manifest);
  const columns = mapColumns();
  const measured = projectionsOf(manifest).flatMap((projection) => {
    const own = quality[projectionName(projection)];
    const name = `${methodTitle(manifest, projection.method)} ${projection.dim}-D`;
    return own ? [{ key: projectionName(projection), name, own }] : [];
  });
  const first = measured.find(({ key }) => key === projectionName(firstProjection(manifest)));
  return {
    columns: columns.map((column) => ({ title: column.title, byChance: chanceOfColumn(column, nPoints) })),
    rows: measured.map(({ key, name, own }) => ({
      key,
      name,
      scores: columns.map((column) => scoreOf(own, column)),
    })),
    first: first ? { name: first.name, reading: readMap(first.own, nPoints) } : null,
  };
}
