/** What the numbers of a head are counted from. */
import type { Projection } from "#atlas/method.ts";
import type { Alignment, HeadShape } from "#math/align.ts";
import type { Kernels, Metric } from "#math/kernels.ts";
import type { Neighbors } from "#math/neighbors/neighbors.ts";
import type { Patterns } from "#math/pattern-rows.ts";
import type { MetricsInput } from "#measures/head-metrics.ts";
import type { PatchPlaces } from "#measures/metric.ts";
import type { PatternInput } from "#measures/patterns/pattern-measure.ts";
import type { TowerColors } from "./color-columns.ts";
import type { TowerTraits } from "./reason-traits.ts";

export interface MeasureInput {
  /** `L3H5`. */
  readonly head: string;
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly shape: HeadShape;
  readonly patterns: Patterns;
  readonly ids: MetricsInput["ids"];
  readonly grid: (PatchPlaces & Pick<PatternInput, "patchPx">) | null;
  readonly objects: Exclude<MetricsInput["objects"], undefined>;
  readonly alignment: Alignment;
  readonly neighbors: Neighbors;
  readonly maps: readonly { readonly projection: Projection; readonly coordinates: Float32Array }[];
  readonly kernels: Kernels;
  readonly seed: number;
  readonly metric: Metric;
  /** |q| of all queries, then |k| of all keys. */
  readonly norms: Float32Array;
  /** |v| of all keys; null where the model's values are not understood. */
  readonly valueNorms: Float32Array | null;
  /** Null where there is nothing to color. */
  readonly colors: TowerColors | null;
  readonly traits: TowerTraits;
  /** The same for all heads. */
  readonly atlasSeed: number;
}
