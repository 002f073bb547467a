/** What the catalog reads of a head: a row of `heads.json`. Fields that came later are absent in older atlases. */
import type { HeadReasons } from "../../reasons/head-reasons.ts";
import type { HeadVisMetrics } from "../headvis.ts";
import type { HeadAlignment, MapQuality } from "../map-measures.ts";
import type { HeadMetrics } from "../metrics.ts";
import type { Missing, ScoresAndChance, WeightScores } from "../scores.ts";

/** Numbers by name; null where the measure does not apply. */
export type Numbers = Readonly<Record<string, number | null | Missing>>;

export interface MeasuredHead {
  readonly metrics: HeadMetrics;
  readonly chance?: HeadMetrics;
  readonly alignment: HeadAlignment;
  /** By projection name; the head opens with the first one. */
  readonly quality: Readonly<Record<string, MapQuality>>;
  readonly explained?: Readonly<
    Record<string, readonly { readonly color: string; readonly share: number; readonly isPartial?: true }[]>
  >;
  readonly headvis?: HeadVisMetrics;
  readonly reasons?: HeadReasons;
  readonly patterns?: ScoresAndChance;
  readonly vectors?: ScoresAndChance;
  readonly weights?: WeightScores;
  readonly repeats?: WeightScores;
}

const OLDER: Missing = { why: "This atlas was built before it was measured. Build it again." };

/** One of several numbers that are written together. @param numbers Undefined in older atlases. */
export function readingIn(
  numbers: Readonly<Record<string, number | null | Missing | undefined>> | undefined,
  name: string,
): number | null | Missing {
  const found = numbers?.[name];
  return found === undefined ? OLDER : found;
}
