/** The measures of a head's maps, for `heads.json` and the pages. */
import type { AlignmentMeasures } from "#math/align.ts";
import type { MapMeasures } from "#math/map/map-quality.ts";

/** Properties of a number; its definition is in the code that computes it. */
export interface MapMeasure {
  /** Heading of its column in the tables of pages; without one, it has no column. */
  readonly title?: string;
  /** The name of the number that says what this one is by chance. */
  readonly chance?: keyof MapMeasures;
  /** Older atlases lack it. */
  readonly isLater?: true;
}

/** In the order in which `heads.json` has them. */
export const MAP_MEASURES = {
  trustworthiness: { title: "trustworthiness" },
  continuity: { title: "continuity" },
  neighborRecall: {},
  mixing: {},
  shepardCorrelation: {},
  distanceCorrelation: { title: "distance and q·k" },
  attentionRecall: { title: "most attended among 3 nearest", chance: "attentionRecallChance" },
  attentionRecallChance: { isLater: true },
  attentionRank: {},
  sampled: {},
  standardError: { isLater: true },
} as const satisfies Readonly<Record<keyof MapMeasures, MapMeasure>>;

type Table = typeof MAP_MEASURES;
type Later = {
  [Name in keyof Table]: Table[Name] extends { readonly isLater: true } ? Name : never;
}[keyof Table];

/** How far one map can be trusted. */
export type MapQuality = Omit<MapMeasures, Later> & Partial<Pick<MapMeasures, Later>>;

/** A column of the tables in which pages show maps. */
export interface MapColumn {
  readonly title: string;
  readonly name: Exclude<keyof MapMeasures, Later>;
  readonly chance?: keyof MapMeasures;
}

export function mapColumns(): MapColumn[] {
  const measures = Object.entries(MAP_MEASURES) as [MapColumn["name"], MapMeasure][];
  return measures.flatMap(([name, { title, chance }]) =>
    title === undefined ? [] : [{ title, name, ...(chance ? { chance } : {}) }],
  );
}

/** How queries and keys were brought into one space, in the order in which `heads.json` has it. */
export const ALIGNMENT_MEASURES = [
  "scale",
  "correlationBefore",
  "correlationAfter",
  "attendedRankBefore",
  "attendedRankAfter",
] as const satisfies readonly (keyof AlignmentMeasures)[];

export type HeadAlignment = Readonly<Record<(typeof ALIGNMENT_MEASURES)[number], number>>;
