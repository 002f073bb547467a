/** A row of the catalog: one number of a head, under a name that stays. Lists, plots and checks of heads go by these rows. */
import type { Missing } from "../scores.ts";
import type { MeasuredHead } from "./measured-head.ts";

/** Where a number comes from, in the order in which lists show the groups. */
export const MEASURE_GROUPS = {
  pattern: "Attention patterns",
  headvis: "The HeadVis set",
  vectors: "Queries and keys",
  weights: "Weight matrices",
  repeats: "Repeated random tokens",
  reasons: "Reasons",
  map: "Maps",
} as const;

export type MeasureGroup = keyof typeof MEASURE_GROUPS;

/** What is needed for a number: attention weights, queries and keys, values, weight matrices, a second run, maps. */
export type Need = "A" | "QK" | "V" | "W" | "run" | "map";

/** A number, null where the measure does not apply to such a head, or the reason why there is no number. */
export type Reading = number | null | Missing;

export interface CatalogMeasure {
  /** Lower-case words joined by `-` or `.`; permanent, because addresses and claims name it. */
  readonly id: string;
  /** A heading, e.g. `Previous token`. */
  readonly title: string;
  readonly group: MeasureGroup;
  /** What is counted, e.g. `share`, `tokens`, `nats`; `correlation` and `share` have no unit beside the number. */
  readonly unit: string;
  /** Least and greatest possible value; null where there is no bound. */
  readonly range: readonly [least: number | null, most: number | null];
  /** Which end is worth a look: lists that rank heads begin there. Null where neither is. */
  readonly remarkable: "high" | "low" | null;
  readonly needs: readonly Need[];
  /** Rows of a family: id of the row of the catalog whose page explains it, too. */
  readonly explainedBy?: string;
  readonly read: (head: MeasuredHead) => Reading;
  /** What a head without any preference would have; null if that is not known. */
  readonly chance: (head: MeasuredHead) => number | null;
}

/** Rows whose names depend on the dataset, such as one per color. */
export interface MeasureFamily {
  /** What the ids of its rows begin with, e.g. `explained.`. */
  readonly prefix: string;
  /** Ids of the rows that this head has numbers for. */
  readonly idsOf: (head: MeasuredHead) => readonly string[];
  /** Undefined if there is no such row. @param name What follows the prefix. */
  readonly row: (name: string) => CatalogMeasure | undefined;
}

/** The number alone; null where there is none, whatever the reason. */
export function valueOf(measure: CatalogMeasure, head: MeasuredHead): number | null {
  const reading = measure.read(head);
  return typeof reading === "number" ? reading : null;
}

/** Why there is no number; null if there is one. */
export function whyMissing(measure: CatalogMeasure, head: MeasuredHead): string | null {
  const reading = measure.read(head);
  if (typeof reading === "number") return null;
  return reading?.why ?? "The measure does not apply to such heads.";
}
