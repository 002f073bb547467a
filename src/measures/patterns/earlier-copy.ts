import { shareRow } from "../measure-row.ts";
import { meanOfRows, type PatternMeasure } from "./pattern-measure.ts";

const ROW = shareRow("earlier-copy", "Earlier copy");

/**
 * Mean weight on earlier copies of the query's token (Wang et al. 2022), from queries that have one, in heads that read both
 * ways as in causal ones. Null where no token repeats.
 */
export const earlierCopy: PatternMeasure = {
  rows: [ROW],
  hasChance: true,
  begin: ({ ids, keyStarts }) =>
    ids === null || keyStarts !== undefined
      ? null
      : meanOfRows(ROW.id, ({ copies, row, weights, at }) => {
          if (copies === null || copies[0]! >= row) return null;
          let sum = 0;
          for (const copy of copies) {
            if (copy >= row) break;
            sum += weights[at + copy]!;
          }
          return sum;
        }),
};
