/** Rows of the numbers that come from weight matrices; `pipeline/circuits` computes them, once per model. */
import type { MeasureRow } from "../measure-row.ts";
import type { WeightScores } from "../scores.ts";

const share = (id: string, title: string): MeasureRow => ({
  ...{ id, title, unit: "share", range: [0, 1], remarkable: "high", needs: ["W", "run"] },
});
const dimensions = (id: string, title: string): MeasureRow => ({
  ...{ id, title, unit: "dimensions", range: [1, null], remarkable: "low", needs: ["W"] },
});

export const COPY_ROWS: readonly MeasureRow[] = [
  share("copy-score", "Copy score, best five"),
  share("copy-score.first", "Copy score, best one"),
  share("copy-score.centred", "Copy score, centred, best five"),
  share("copy-score.centred-first", "Copy score, centred, best one"),
  share("suppression", "Suppression, last five"),
  share("suppression.centred", "Suppression, centred, last five"),
];

export const EIGENVALUE_ROW: MeasureRow = {
  id: "copying-eigenvalue",
  title: "Copying eigenvalue",
  unit: "share",
  range: [-1, 1],
  remarkable: null,
  needs: ["W"],
};

export const RANK_ROWS: readonly MeasureRow[] = [
  dimensions("score-rank.effective", "Effective rank of the scores' matrix"),
  dimensions("score-rank.stable", "Stable rank of the scores' matrix"),
];

export const WEIGHT_ROWS: readonly MeasureRow[] = [...COPY_ROWS, EIGENVALUE_ROW, ...RANK_ROWS];

/** The same reason for each of these rows. */
export function unreadable(rows: readonly MeasureRow[], why: string): WeightScores["head"] {
  return Object.fromEntries(rows.map(({ id }) => [id, { why: `Not readable: ${why}.` }]));
}
