/** The table of metrics, in the order in which `heads.json` has them. */
import type { Metric, MetricReader, MetricWords, WrittenMetrics } from "./metric.ts";
import { distanceMetric } from "./metrics/distance.ts";
import { duplicateMetric } from "./metrics/duplicate.ts";
import { entropyMetric } from "./metrics/entropy.ts";
import { firstMetric } from "./metrics/first.ts";
import { inductionMetric } from "./metrics/induction.ts";
import { nextMetric } from "./metrics/next.ts";
import { objectsMetric } from "./metrics/objects.ts";
import { offsetMetric } from "./metrics/offset.ts";
import { patchDistanceMetric } from "./metrics/patch-distance.ts";
import { previousMetric } from "./metrics/previous.ts";
import { sameColumnMetric } from "./metrics/same-column.ts";
import { sameObjectMetric } from "./metrics/same-object.ts";
import { sameRowMetric } from "./metrics/same-row.ts";
import { selfMetric } from "./metrics/self.ts";

export const METRICS = [
  entropyMetric,
  selfMetric,
  previousMetric,
  nextMetric,
  firstMetric,
  inductionMetric,
  distanceMetric,
  patchDistanceMetric,
  duplicateMetric,
  offsetMetric(-8),
  offsetMetric(-7),
  offsetMetric(-6),
  offsetMetric(-5),
  offsetMetric(-4),
  offsetMetric(-3),
  offsetMetric(-2),
  offsetMetric(2),
  offsetMetric(3),
  offsetMetric(4),
  offsetMetric(5),
  offsetMetric(6),
  offsetMetric(7),
  offsetMetric(8),
  sameRowMetric,
  sameColumnMetric,
  objectsMetric,
  sameObjectMetric,
] as const;

/**
 * What a head's attention does, averaged over the dataset. Shares are in 0 … 1. In cross-attention, whose keys are another
 * sequence's, what compares places is null; what is missing was not measured yet when the atlas was built.
 */
export type HeadMetrics = WrittenMetrics<typeof METRICS>;

/** Whether queries and keys are of one sequence: between two there is no self. */
export function isWithinSequences({ self }: Pick<HeadMetrics, "self">): boolean {
  return self !== null;
}

/** A metric as a page shows it. */
export interface ShownMetric extends MetricWords {
  readonly name: string;
  readonly isLater?: true;
}

/** What pages show of such a head, in the order in which they show it. */
export function shownMetrics(metrics: readonly Metric[], reader: MetricReader): ShownMetric[] {
  return metrics
    .filter(({ isOfPlaces }) => reader.isWithin || !isOfPlaces)
    .sort((a, b) => a.rank - b.rank)
    .flatMap(({ name, words, isLater }) => {
      const shown = words(reader);
      return shown === null ? [] : [{ name, ...shown, ...(isLater ? { isLater } : {}) }];
    });
}
