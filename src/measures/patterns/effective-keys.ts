import type { MeasureRow } from "../measure-row.ts";
import { meanOfRows, type PatternMeasure, type PatternRow } from "./pattern-measure.ts";

const ROW: MeasureRow = {
  id: "effective-keys",
  title: "Effective keys",
  unit: "keys",
  range: [1, null],
  remarkable: "low",
  needs: ["A"],
};

/** Mean of exp(entropy in nats) over queries that see two keys or more: over how many keys a query spreads. */
export const effectiveKeys: PatternMeasure = {
  rows: [ROW],
  hasChance: true,
  begin: () => meanOfRows(ROW.id, (row) => (row.nKeys < 2 || row.total <= 0 ? null : keysOf(row))),
};

/** Of a query's weights; all alike, it is that of its keys. */
function keysOf(row: PatternRow): number {
  return row.isEven ? row.nKeys : Math.exp(entropyOf(row));
}

/** Of the weight on keys that are shown, in nats. */
function entropyOf({ weights, at, nKeys, total }: PatternRow): number {
  let sum = 0;
  for (let key = at; key < at + nKeys; key++) {
    const weight = weights[key]!;
    if (weight > 0) sum -= weight * Math.log(weight);
  }
  // −Σ (a/t) ln(a/t) = (−Σ a ln a) / t + ln t
  return sum / total + Math.log(total);
}
