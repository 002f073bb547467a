/** What a head's attention does, as rows of names, numbers and what they mean. */
import type { Manifest } from "../atlas/files/manifest.ts";
import type { HeadMetrics, HeadNumbers } from "../atlas/head/head-numbers.ts";

export interface HabitRow {
  readonly name: string;
  readonly measure: keyof HeadMetrics;
  /** `0.45 (chance 0.08)`; null where it was not measured. */
  readonly score: string | null;
  readonly note: string;
}

/** What a row is made of. */
type Row = readonly [name: string, measure: keyof HeadMetrics, note: string];

/**
 * In the order in which they are shown; what says nothing about this kind of dataset is left out.
 *
 * @param manifest Of the head's tower, see `manifestOf`.
 */
export function habitRows(
  manifest: Manifest,
  { metrics, chance }: Pick<HeadNumbers, "metrics" | "chance">,
): HabitRow[] {
  const spread: Row = [
    "Spread",
    "entropy",
    "entropy of the weights: 0 is a single token, 1 is all alike, as by chance",
  ];
  return [spread, ...rowsOf(manifest, metrics)].map(([name, measure, note]) => {
    const value = metrics[measure];
    return { name, measure, score: value === null ? null : withChance(value, chance?.[measure]), note };
  });
}

function rowsOf({ dataset, causal, patches }: Manifest, metrics: HeadMetrics): Row[] {
  // Keys are another sequence's: no token is before another, or itself.
  if (metrics.self === null)
    return [["First token", "first", "mean weight on the first token of the other sequence"]];
  if (dataset.kind === "images") {
    const first: Row =
      patches?.nSpecial === 0
        ? ["First patch", "first", "mean weight on the first patch"]
        : ["First token", "first", "mean weight on the token in front of the patches"];
    const next: Row = ["Next patch", "next", "mean weight on the patch after, in reading order"];
    return [
      ["Previous patch", "previous", "mean weight on the patch before, in reading order"],
      ...(causal ? [] : [next]),
      first,
      ["Itself", "self", "mean weight of a patch on itself"],
      ["Distance", "patchDistance", "mean distance of attention, in patches"],
    ];
  }
  const next: Row = ["Next token", "next", "mean weight on the token after"];
  return [
    ["Previous token", "previous", "mean weight on the token before"],
    ...(causal ? [] : [next]),
    ["First token", "first", "mean weight on the first token of the sequence"],
    ["Induction", "induction", "mean weight on what followed an earlier copy of the token"],
    ["Itself", "self", "mean weight of a token on itself"],
    ["Distance", "distance", "mean distance of attention, in tokens"],
  ];
}

/** Two decimals, and a dash for what was not measured. */
export function twoDecimals(value: number | null): string {
  return value === null ? "–" : value.toFixed(2).replace("-", "−");
}

/** A number, and beside it what comes out without any choice: `0.45 (chance 0.08)`. */
export function withChance(value: number, chance: number | null | undefined): string {
  return chance === null || chance === undefined
    ? twoDecimals(value)
    : `${twoDecimals(value)} (chance ${twoDecimals(chance)})`;
}
