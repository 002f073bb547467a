/** `heads.json`: the numbers of every head, one row each: what its attention does, and how far its maps can be trusted. */

/**
 * What a head's attention does, averaged over the dataset. Shares are in 0 … 1. In cross-attention, whose keys are another
 * sequence's, there is no self, before, after or distance: those are null.
 */
export interface HeadMetrics {
  /** Entropy of a query's weights, divided by the entropy of an even spread over the keys it may see; 0 = one key, 1 = all alike. */
  readonly entropy: number;
  /** Mean weight of a token on itself. */
  readonly self: number | null;
  /** Mean weight on the token before. */
  readonly previous: number | null;
  /** Mean weight on the token after; 0 in causal heads. */
  readonly next: number | null;
  /** Mean weight on the first token of the sequence, from the tokens after it. */
  readonly first: number;
  /** Mean weight on the token that followed an earlier copy of the query's token; null where no token repeats. */
  readonly induction: number | null;
  /** Weighted mean of |query position − key position|, in tokens. */
  readonly distance: number | null;
  /** The same between patches, in patch widths; null for text. */
  readonly patchDistance: number | null;
}

/** How queries and keys were brought into one space. */
export interface HeadAlignment {
  /** c: queries are divided by it and keys multiplied; q·k stays what it is. */
  readonly scale: number;
  /** Correlation of distance with q·k over query–key pairs, in d_head dimensions; nearer to −1 is better. */
  readonly correlationBefore: number;
  readonly correlationAfter: number;
  /** Geometric mean of the rank, by distance in d_head dimensions, of a query's most attended key among all points; 1 is best. */
  readonly attendedRankBefore: number;
  readonly attendedRankAfter: number;
}

/** How far one map can be trusted. */
export interface MapQuality {
  /** Venna & Kaski 2001, k = 15: 1 = no point is near on the map that was far before. */
  readonly trustworthiness: number;
  /** The same from the other side: 1 = no near point was torn away. */
  readonly continuity: number;
  /** Share of a point's 15 true nearest neighbors that are among its 15 nearest on the map. */
  readonly neighborRecall: number;
  /** Spearman correlation of map distance with distance in the joint space over pairs of points (Shepard's diagram); 1 = the map is the space. */
  readonly shepardCorrelation: number;
  /** Spearman correlation of map distance with q·k over query–key pairs; −1 = nearness means attention. */
  readonly distanceCorrelation: number;
  /** Share of queries whose most attended key is among the 3 nearest keys of its sequence on the map. */
  readonly attentionRecall: number;
  /** The same for points that lie anywhere: 3 / the keys a query can see, averaged. Absent in older atlases. */
  readonly attentionRecallChance?: number;
  /** Mean relative rank of that key by map distance: 0 = nearest, 0.5 = chance. */
  readonly attentionRank: number;
  /** Share of points of the other role among the 15 nearest on the map. */
  readonly mixing: number;
  /** Number of points the neighbor measures were taken on: all of them, or as many drawn by seed. */
  readonly sampled: number;
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
}

export interface HeadsFile {
  readonly v: 1;
  readonly heads: readonly HeadNumbers[];
}
