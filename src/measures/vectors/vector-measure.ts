/** Numbers of a head's queries, keys and values. */
import type { HeadShape } from "#math/align.ts";
import type { Patterns } from "#math/pattern-rows.ts";
import type { MeasureRow } from "../measure-row.ts";
import type { PatchPlaces } from "../metric.ts";
import type { Scores } from "../scores.ts";

export interface VectorInput {
  /** [queries, dHead] and [keys, dHead] as captured. */
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly shape: HeadShape;
  readonly patterns: Patterns;
  /** |k| of all keys, and |v| of all keys; the latter is null where the model's values are not understood. */
  readonly keyNorms: Float32Array;
  readonly valueNorms: Float32Array | null;
  /** Pictures only: how tokens lie in them. */
  readonly grid: PatchPlaces | null;
  readonly seed: number;
}

export interface VectorMeasure {
  readonly rows: readonly MeasureRow[];
  /** By id of the rows; those that do not apply are null. */
  readonly measure: (input: VectorInput) => Scores;
  /** Of even weights, where those have a score worth showing. */
  readonly chance?: (input: VectorInput) => Scores;
}
