/** How much a head looks at each offset, as the bars of a small figure. */
import type { Manifest } from "../../atlas/files/manifest.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { withChance } from "../head-habits.ts";
import { PLACES, placeWords } from "./head-places.ts";

export interface OffsetBar {
  /** In tokens; negative is before the query. */
  readonly offset: number;
  /** 0 … 1 */
  readonly value: number;
  /** Absent in atlases from before chance was measured. */
  readonly chance?: number;
  /** `the token two before: 0.89 (chance 0.02)` */
  readonly words: string;
}

export interface OffsetBars {
  /** From the farthest before the query to the farthest after it; causal heads have none after it. */
  readonly bars: readonly OffsetBar[];
  /** The upper end of the scale, the same for all bars. */
  readonly top: number;
}

/** Ends of scales: the lowest one that holds every bar is taken. */
const TOPS = [0.1, 0.25, 0.5, 1] as const;

/** @param manifest Of the head's tower. @returns null in pictures, between two sequences, and in older atlases. */
export function offsetBars(
  manifest: Pick<Manifest, "causal" | "patches">,
  { metrics, chance }: Pick<HeadNumbers, "metrics" | "chance">,
): OffsetBars | null {
  if (manifest.patches !== null) return null;
  const bars = PLACES.flatMap(({ measure, offset }): OffsetBar[] => {
    const [value, byChance] = [metrics[measure] ?? null, chance?.[measure] ?? null];
    // A causal head sees nothing after the query: there are no bars, rather than bars of 0.
    if (typeof offset !== "number" || value === null || (manifest.causal && offset > 0)) return [];
    const words = `${placeWords({ offset }, manifest, metrics).name}: ${withChance(value, byChance)}`;
    return [{ offset, value, words, ...(byChance === null ? {} : { chance: byChance }) }];
  }).sort((a, b) => a.offset - b.offset);
  if (bars.every(({ offset }) => Math.abs(offset) < 2)) return null;
  const highest = Math.max(...bars.map(({ value, chance: byChance = 0 }) => Math.max(value, byChance)));
  return { bars, top: TOPS.find((top) => highest <= top) ?? 1 };
}
