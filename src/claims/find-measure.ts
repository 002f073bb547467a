/** The measures that claims may name: those of the catalog, and the layer of a head, with which others may go along. */
import { parseHead } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { labelWords } from "#color/modes/label.ts";
import type { CatalogMeasure, Reading } from "#measures/catalog/catalog-measure.ts";
import { CATALOG, findMeasure } from "#measures/catalog/catalog.ts";
import { EXPLAINED_FAMILY } from "#measures/catalog/rows/explained-rows.ts";

export interface ClaimMeasure extends Pick<CatalogMeasure, "id" | "title"> {
  readonly read: (head: HeadNumbers) => Reading;
  readonly chance: (head: HeadNumbers) => number | null;
}

const LAYER: ClaimMeasure = {
  id: "layer",
  title: "Layer",
  read: ({ head }) => parseHead(head)?.layer ?? null,
  chance: () => null,
};

/** Names for messages; families of measures, such as `explained.position`, have more. */
export const MEASURE_NAMES: readonly string[] = [...CATALOG.map(({ id }) => id), LAYER.id];

export function measureOf(id: string): ClaimMeasure | undefined {
  if (id === LAYER.id) return LAYER;
  const measure = findMeasure(id);
  const { prefix } = EXPLAINED_FAMILY;
  // A label of a dataset is called what pages call it.
  return measure && id.startsWith(prefix)
    ? { ...measure, title: measure.title.replace(/\S+$/, labelWords) }
    : measure;
}

export function isMeasure(id: string): boolean {
  return measureOf(id) !== undefined;
}
