/** `heads.json`: the numbers of every head, one row each: what its attention does, and how far its maps can be trusted. */
import type { HeadVisMetrics } from "../../measures/headvis.ts";
import type { HeadAlignment, MapQuality } from "../../measures/map-measures.ts";
import type { HeadMetrics } from "../../measures/metrics.ts";
import type { ScoresAndChance } from "../../measures/scores.ts";
import type { WeightScores } from "../../measures/scores.ts";
import type { HeadReasons } from "../../reasons/head-reasons.ts";

/** How far a color says what a map is sorted by. */
export interface ExplainedShare {
  /** Name of a color mode, e.g. `position`. */
  readonly color: string;
  /** How far the nearest points on the map agree in it beyond chance: 0 = as at random, 1 = always. */
  readonly share: number;
  /** Whether the color leaves more than half of the points gray: then no head opens in it. */
  readonly isPartial?: true;
}

export interface HeadNumbers {
  /** `L3H5`. */
  readonly head: string;
  readonly metrics: HeadMetrics;
  /**
   * What a head would score that spreads its weight evenly over the keys each query can see, on the same dataset. Absent in
   * older atlases: of their heads no habit is said.
   */
  readonly chance?: HeadMetrics;
  readonly alignment: HeadAlignment;
  /** By projection name, e.g. `umap2`. */
  readonly quality: Readonly<Record<string, MapQuality>>;
  /**
   * By projection name: the colors that sort the map, strongest first, those that are partial last. Absent in older
   * atlases.
   */
  readonly explained?: Readonly<Record<string, readonly ExplainedShare[]>>;
  /** The six numbers of HeadVis and Neuronpedia as their code computes them: not those of `metrics`. Absent in older atlases. */
  readonly headvis?: HeadVisMetrics;
  /** More numbers of its patterns, and of its queries and keys, by the ids of their rows in the catalog. Absent in older atlases. */
  readonly patterns?: ScoresAndChance;
  readonly vectors?: ScoresAndChance;
  /** Why its scores are high, and where its attention goes. Absent in older atlases. */
  readonly reasons?: HeadReasons;
  /** Numbers of its weight matrices, and of its patterns on repeated random tokens, or why there are none. Absent in older atlases. */
  readonly weights?: WeightScores;
  readonly repeats?: WeightScores;
}

export interface HeadsFile {
  readonly v: 1;
  readonly heads: readonly HeadNumbers[];
}
