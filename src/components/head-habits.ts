/** What a head's attention does, as rows of names, numbers and what they mean. */
import type { HeadMetrics } from "../atlas/head-numbers.ts";
import type { Manifest } from "../atlas/manifest.ts";

export interface HabitRow {
  readonly name: string;
  /** Null where it was not measured. */
  readonly value: number | null;
  readonly note: string;
}

/** In the order in which they are shown; what says nothing about this kind of dataset is left out. */
export function habitRows({ dataset, causal }: Manifest, metrics: HeadMetrics): HabitRow[] {
  const isText = dataset.kind === "text";
  const spread = {
    name: "Spread",
    value: metrics.entropy,
    note: "entropy of the weights: 0 is a single token, 1 is all alike",
  };
  // Keys are another sequence's: no token is before another, or itself.
  if (metrics.self === null) {
    const note = "mean weight on the first token of the other sequence";
    return [spread, { name: "First token", value: metrics.first, note }];
  }
  return [
    spread,
    ...(isText ? textRows(causal, metrics) : []),
    {
      name: "Itself",
      value: metrics.self,
      note: isText ? "mean weight of a token on itself" : "mean weight of a patch on itself",
    },
    isText
      ? { name: "Distance", value: metrics.distance, note: "mean distance of attention, in tokens" }
      : { name: "Distance", value: metrics.patchDistance, note: "mean distance of attention, in patches" },
  ];
}

function textRows(causal: boolean, metrics: HeadMetrics): HabitRow[] {
  const next = { name: "Next token", value: metrics.next, note: "mean weight on the token after" };
  return [
    { name: "Previous token", value: metrics.previous, note: "mean weight on the token before" },
    ...(causal ? [] : [next]),
    { name: "First token", value: metrics.first, note: "mean weight on the first token of the sequence" },
    {
      name: "Induction",
      value: metrics.induction,
      note: "mean weight on what followed an earlier copy of the token",
    },
  ];
}

/** Two decimals, and a dash for what was not measured. */
export function twoDecimals(value: number | null): string {
  return value === null ? "–" : value.toFixed(2).replace("-", "−");
}
