/** Rows of how queries and keys were brought into one space. */
import type { HeadAlignment } from "../../map-measures.ts";
import type { CatalogMeasure } from "../catalog-measure.ts";
import { kebab } from "../kebab.ts";
import { readingIn } from "../measured-head.ts";

type Row = Pick<CatalogMeasure, "title" | "unit" | "range" | "remarkable"> & {
  readonly chance: number | null;
};

const correlation = (title: string): Row => ({
  title,
  unit: "correlation",
  range: [-1, 1],
  remarkable: "low",
  chance: 0,
});
const rank = (title: string): Row => ({
  title,
  unit: "rank",
  range: [1, null],
  remarkable: "low",
  chance: null,
});

const ROWS: Readonly<Record<keyof HeadAlignment, Row>> = {
  scale: {
    title: "Scale between queries and keys",
    unit: "factor",
    range: [0, null],
    remarkable: null,
    chance: null,
  },
  correlationBefore: correlation("Distance and q·k as captured"),
  correlationAfter: correlation("Distance and q·k in the joint space"),
  attendedRankBefore: rank("Rank of the most attended as captured"),
  attendedRankAfter: rank("Rank of the most attended in the joint space"),
};

export const ALIGNMENT_ROWS: readonly CatalogMeasure[] = (Object.keys(ROWS) as (keyof HeadAlignment)[]).map(
  (name) => ({
    id: `alignment.${kebab(name)}`,
    group: "map",
    needs: ["QK", "A"],
    ...ROWS[name],
    read: ({ alignment }) => readingIn(alignment, name),
    chance: () => ROWS[name].chance,
  }),
);
