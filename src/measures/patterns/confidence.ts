import { shareRow } from "../measure-row.ts";
import { meanOfRows, type PatternMeasure } from "./pattern-measure.ts";

const ROW = shareRow("confidence", "Confidence");

/** Mean of the greatest weight of a query that sees two keys or more (Voita et al. 2019). */
export const confidence: PatternMeasure = {
  rows: [ROW],
  hasChance: true,
  begin: () =>
    meanOfRows(ROW.id, ({ nKeys, weights, at, isEven, total }) => {
      if (nKeys < 2) return null;
      if (isEven) return total / nKeys;
      let most = 0;
      for (let key = at; key < at + nKeys; key++) if (weights[key]! > most) most = weights[key]!;
      return most;
    }),
};
