/** The pages of measures, and the heads of this site that they rank. */
import { atlasOf, headsOf, type Manifest } from "../../atlas/files/manifest.ts";
import { formatHead, type HeadId } from "../../atlas/head/head-id.ts";
import { CATALOG } from "../../measures/catalog/catalog.ts";
import { MEASURE_GROUPS, type CatalogMeasure, type Need } from "../../measures/catalog/catalog-measure.ts";
import { allAtlases, headNumbers } from "../atlases.ts";
import { outsideSeries } from "../checkpoints.ts";
import type { HeadRow } from "./standing.ts";

export interface SiteHead {
  readonly manifest: Manifest;
  readonly id: HeadId;
}

/** Pages of `/measures/<id>/`. */
export function measurePaths(): { params: { id: string }; props: { measure: CatalogMeasure } }[] {
  return CATALOG.map((measure) => ({ params: { id: measure.id }, props: { measure } }));
}

export interface MeasureGroupList {
  readonly title: string;
  readonly measures: readonly CatalogMeasure[];
}

/** Groups in their order, without empty ones. */
export function measureGroups(): MeasureGroupList[] {
  return Object.entries(MEASURE_GROUPS)
    .map(([group, title]) => ({ title, measures: CATALOG.filter((measure) => measure.group === group) }))
    .filter(({ measures }) => measures.length > 0);
}

let heads: readonly HeadRow<SiteHead>[] | undefined;

/** All heads of the site but those of checkpoints, which would stand beside the trained model many times. */
export function siteHeads(): readonly HeadRow<SiteHead>[] {
  heads ??= outsideSeries(allAtlases()).flatMap((manifest) => {
    const rows = headNumbers(atlasOf(manifest));
    return headsOf(manifest).flatMap((id) => {
      const numbers = rows.get(formatHead(id));
      return numbers === undefined ? [] : [{ about: { manifest, id }, numbers }];
    });
  });
  return heads;
}

const NEEDS: Readonly<Record<Need, string>> = {
  A: "attention weights",
  QK: "queries and keys",
  V: "values",
  W: "weight matrices",
  run: "a run on made-up tokens",
  map: "a map",
};

/** `attention weights, queries and keys`. */
export function needWords({ needs }: CatalogMeasure): string {
  return needs.map((need) => NEEDS[need]).join(", ");
}

/** `0 … 1`, `at least 1`, `any number`. */
export function rangeWords({ range: [least, most] }: CatalogMeasure): string {
  const text = (value: number): string => String(value).replace("-", "−");
  if (least !== null && most !== null) return `${text(least)} … ${text(most)}`;
  if (least !== null) return `at least ${text(least)}`;
  return most === null ? "any number" : `at most ${text(most)}`;
}
