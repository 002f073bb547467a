import { shareRow } from "../measure-row.ts";
import { meanOfRows, type PatternMeasure } from "./pattern-measure.ts";

/** A query rests on the first token if it gives it more than this (Gu et al. 2024). */
const LEAST = 0.3;
const ROW = shareRow("sink.rows", "Queries that rest on the first token");

/** Share of queries whose weight on the first token exceeds 0.3: of those after it, and between two sequences of all. */
export const sinkRows: PatternMeasure = {
  rows: [ROW],
  hasChance: true,
  begin: ({ keyStarts }) =>
    meanOfRows(ROW.id, ({ row, nKeys, weights, at }) =>
      nKeys < 2 || (keyStarts === undefined && row === 0) ? null : Number(weights[at]! > LEAST),
    ),
};
