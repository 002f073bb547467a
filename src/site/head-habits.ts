/** What a head's attention does: rows of a name, a number and an explanation. */
import type { Manifest, PatchSheet } from "../atlas/files/manifest.ts";
import type { Metric } from "../measures/metric.ts";
import { isWithinSequences, METRICS, shownMetrics, type HeadMetrics } from "../measures/metrics.ts";

export interface HabitRow {
  readonly name: string;
  /** Name of the metric that the row shows. */
  readonly measure: string;
  /** `0.45 (chance 0.08)`; null where it was not measured. */
  readonly score: string | null;
  readonly note: string;
}

/** By name of the metric: `self` tells cross-attention from the rest. */
type Values = Readonly<Record<string, number | null>> & Pick<HeadMetrics, "self">;

/** What the rows depend on. */
type Reads = Pick<Manifest, "causal"> & {
  readonly dataset: Pick<Manifest["dataset"], "kind">;
  readonly patches: Pick<PatchSheet, "nSpecial"> | null;
};

/**
 * Rows in the order in which they are shown. Left out are those without a meaning for this kind of dataset, and later ones
 * that this atlas has no number of.
 *
 * @param manifest Of the head's tower, see `manifestOf`.
 */
export function habitRows(
  { dataset, causal, patches }: Reads,
  { metrics, chance }: { readonly metrics: Values; readonly chance?: Values },
  list: readonly Metric[] = METRICS,
): HabitRow[] {
  const shown = shownMetrics(list, {
    isPicture: dataset.kind === "images",
    isCausal: causal,
    isWithin: isWithinSequences(metrics),
    hasSpecial: patches?.nSpecial !== 0,
  });
  return shown.flatMap(({ name, title, note, isLater }) => {
    const value = metrics[name] ?? null;
    if (isLater === true && value === null) return [];
    return {
      name: title,
      measure: name,
      score: value === null ? null : withChance(value, chance?.[name]),
      note,
    };
  });
}

/** Two decimals, or a dash if the value was not measured. */
export function twoDecimals(value: number | null): string {
  return value === null ? "–" : value.toFixed(2).replace("-", "−");
}

/** A number and its value by chance: `0.45 (chance 0.08)`. */
export function withChance(value: number, chance: number | null | undefined): string {
  return chance === null || chance === undefined
    ? twoDecimals(value)
    : `${twoDecimals(value)} (chance ${twoDecimals(chance)})`;
}
