/** Rows of how far maps can be trusted. Those with a plain name are of the map with which a head opens. */
import { trustworthinessByChance } from "../../neighbor-chance.ts";
import type { MapQuality } from "../../map-measures.ts";
import type { CatalogMeasure, MeasureFamily, Need } from "../catalog-measure.ts";
import { kebab } from "../kebab.ts";
import { readingIn, type MeasuredHead } from "../measured-head.ts";

type Chance = (quality: MapQuality) => number | null;
type Row = Pick<CatalogMeasure, "title" | "unit" | "range" | "remarkable"> & {
  readonly chance: Chance;
  readonly needs?: readonly Need[];
};
type MapNumber = Exclude<keyof MapQuality, "attentionRecallChance" | "sampled" | "standardError">;

const unknown: Chance = () => null;
const none: Chance = () => 0;
const byNeighbors: Chance = ({ sampled }) => trustworthinessByChance(sampled);

const ROWS: Readonly<Record<MapNumber, Row>> = {
  trustworthiness: {
    title: "Trustworthiness",
    unit: "share",
    range: [0, 1],
    remarkable: "high",
    chance: byNeighbors,
  },
  continuity: { title: "Continuity", unit: "share", range: [0, 1], remarkable: "high", chance: byNeighbors },
  neighborRecall: {
    title: "Neighbors kept",
    unit: "share",
    range: [0, 1],
    remarkable: "high",
    chance: unknown,
  },
  mixing: {
    title: "Queries among keys",
    unit: "share",
    range: [0, 1],
    remarkable: "high",
    chance: unknown,
  },
  shepardCorrelation: {
    title: "Distances kept",
    unit: "correlation",
    range: [-1, 1],
    remarkable: "high",
    chance: none,
  },
  distanceCorrelation: {
    title: "Distance and q·k",
    unit: "correlation",
    range: [-1, 1],
    remarkable: "low",
    chance: none,
    needs: ["map", "QK"],
  },
  attentionRecall: {
    title: "Most attended among 3 nearest",
    unit: "share",
    range: [0, 1],
    remarkable: "high",
    chance: ({ attentionRecallChance = null }) => attentionRecallChance,
    needs: ["map", "A"],
  },
  attentionRank: {
    title: "Rank of the most attended",
    unit: "share",
    range: [0, 1],
    remarkable: "low",
    chance: () => 0.5,
    needs: ["map", "A"],
  },
};

const NAMES = Object.keys(ROWS) as MapNumber[];

/** `map.trustworthiness`: of the map with which the head opens. */
export const MAP_ROWS: readonly CatalogMeasure[] = NAMES.map((name) =>
  rowOf(`map.${kebab(name)}`, ROWS[name].title, name, firstMapOf),
);

/** `maps.tsne3.trustworthiness`: of any map. */
export const MAPS_FAMILY: MeasureFamily = {
  prefix: "maps.",
  idsOf: ({ quality }) =>
    Object.keys(quality).flatMap((map) => NAMES.map((name) => `maps.${map}.${kebab(name)}`)),
  row: (id) => {
    const [map = "", of] = id.split(".");
    const name = NAMES.find((candidate) => kebab(candidate) === of);
    if (name === undefined) return undefined;
    const row = rowOf(`maps.${id}`, `${ROWS[name].title} (${map})`, name, () => map);
    return { ...row, explainedBy: `map.${of}` };
  },
};

/** Name of the map with which a head opens: the first method, in two dimensions if there are any; undefined without maps. */
export function firstMapOf({ quality }: Pick<MeasuredHead, "quality">): string | undefined {
  const names = Object.keys(quality);
  return names.find((name) => name.endsWith("2")) ?? names[0];
}

function rowOf(
  id: string,
  title: string,
  name: MapNumber,
  mapOf: (head: MeasuredHead) => string | undefined,
): CatalogMeasure {
  const { unit, range, remarkable, needs = ["map"], chance } = ROWS[name];
  const qualityOf = (head: MeasuredHead): MapQuality | undefined => head.quality[mapOf(head) ?? ""];
  return {
    id,
    title,
    group: "map",
    unit,
    range,
    remarkable,
    needs,
    read: (head) => {
      const quality = qualityOf(head);
      return quality === undefined ? { why: "This atlas has no such map." } : readingIn({ ...quality }, name);
    },
    chance: (head) => {
      const quality = qualityOf(head);
      return quality === undefined ? null : chance(quality);
    },
  };
}
