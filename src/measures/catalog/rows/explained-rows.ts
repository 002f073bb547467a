/** Rows of how far colors explain the map with which a head opens; `explained.position` and the like depend on the labels. */
import type { CatalogMeasure, MeasureFamily, Reading } from "../catalog-measure.ts";
import { readingIn, type MeasuredHead } from "../measured-head.ts";
import { firstMapOf } from "./map-rows.ts";

const SHARE = {
  group: "map",
  unit: "share",
  range: [0, 1],
  remarkable: "high",
  needs: ["map"],
  chance: () => 0,
} as const satisfies Partial<CatalogMeasure>;

export const EXPLAINED_ROWS: readonly CatalogMeasure[] = [
  {
    ...SHARE,
    id: "map.explained",
    title: "Explained by its best color",
    read: (head: MeasuredHead): Reading => {
      const shares = sharesOf(head);
      if (shares === undefined) return readingIn(undefined, "");
      return shares.find(({ color, isPartial }) => color !== "role" && isPartial !== true)?.share ?? null;
    },
  },
];

export const EXPLAINED_FAMILY: MeasureFamily = {
  prefix: "explained.",
  idsOf: (head) => (sharesOf(head) ?? []).map(({ color }) => `explained.${color}`),
  row: (color) => ({
    ...SHARE,
    id: `explained.${color}`,
    explainedBy: "map.explained",
    title: `Map explained by ${color}`,
    read: (head): Reading => {
      const shares = sharesOf(head);
      if (shares === undefined) return readingIn(undefined, "");
      return shares.find((candidate) => candidate.color === color)?.share ?? null;
    },
  }),
};

function sharesOf(head: MeasuredHead): NonNullable<MeasuredHead["explained"]>[string] | undefined {
  return head.explained?.[firstMapOf(head) ?? ""];
}
