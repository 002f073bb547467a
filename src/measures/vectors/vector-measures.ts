/** The table of measures of vectors. */
import type { MeasureRow } from "../measure-row.ts";
import type { ScoresAndChance } from "../scores.ts";
import { covarianceRank } from "./covariance-rank.ts";
import { positionShare } from "./position-share.ts";
import { registers } from "./registers.ts";
import type { VectorInput, VectorMeasure } from "./vector-measure.ts";

export const VECTOR_MEASURES: readonly VectorMeasure[] = [positionShare, covarianceRank, registers];

export const VECTOR_ROWS: readonly MeasureRow[] = VECTOR_MEASURES.flatMap(({ rows }) => rows);

export function measureVectors(input: VectorInput): ScoresAndChance {
  return {
    head: Object.assign(
      {},
      ...VECTOR_MEASURES.map(({ measure }) => measure(input)),
    ) as ScoresAndChance["head"],
    chance: Object.assign(
      {},
      ...VECTOR_MEASURES.map(({ chance }) => chance?.(input) ?? {}),
    ) as ScoresAndChance["chance"],
  };
}
