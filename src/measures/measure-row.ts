/** What a file of measures says about each of its numbers; the catalog makes its rows of it. */
import type { CatalogMeasure } from "./catalog/catalog-measure.ts";
import type { Scores } from "./scores.ts";

export type MeasureRow = Pick<CatalogMeasure, "id" | "title" | "unit" | "range" | "remarkable" | "needs">;

/** A share from 0 to 1 of which the head is remarkable that has much. */
export function shareRow(id: string, title: string, needs: MeasureRow["needs"] = ["A"]): MeasureRow {
  return { id, title, unit: "share", range: [0, 1], remarkable: "high", needs };
}

/** Null for each of these numbers. */
export function noScores(rows: readonly MeasureRow[]): Scores {
  return Object.fromEntries(rows.map(({ id }) => [id, null]));
}
