/** `heads.json`: the numbers of every head, one row each: what its attention does, and how far its maps can be trusted. */
import type { HeadAlignment, MapQuality } from "../../measures/map-measures.ts";
import type { HeadMetrics } from "../../measures/metrics.ts";

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
}

export interface HeadsFile {
  readonly v: 1;
  readonly heads: readonly HeadNumbers[];
}
