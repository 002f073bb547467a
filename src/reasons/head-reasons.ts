/** What is written of the reasons of a head: why its scores are high, and where its weight goes. */

/** How much a relation of query and key raises the score. */
export interface ReasonEffect {
  /** In score units, all other relations held equal; null for the group of tokens, which has an effect each. */
  readonly effect: number | null;
  /** Its standard error over sequences, cluster-robust; null for the group, and with a single sequence. */
  readonly error: number | null;
  /** Share of the variance of the scores that only this relation explains: what R² loses without it. 0 … 1. */
  readonly share: number;
}

/** Why a relation has no effect here, as a clause: `no token occurs twice in a sequence`. */
export interface NoEffect {
  readonly why: string;
}

/** A share of all attention that goes to keys of one relation, each key counted once. */
export interface AttentionPart {
  readonly relation: string;
  /** Share of the queries that see such a key: of the attention of others, nothing can go there. */
  readonly queries: number;
  /** 0 … 1 */
  readonly share: number;
  /** The share that even attention would give to these keys. */
  readonly chance: number;
}

export interface HeadReasons {
  /** Pairs of query and key that were regressed, and how many there are, where a sample was drawn. */
  readonly nPairs: number;
  readonly sampledFrom?: number;
  /** Share of the variance of the scores within rows that all relations explain (R²); null if scores do not differ. */
  readonly explained: number | null;
  /** By relation, see `relations.ts`. */
  readonly effects: Readonly<Record<string, ReasonEffect | NoEffect>>;
  /** Disjoint, see `attention-parts.ts`. */
  readonly attention: readonly AttentionPart[];
}

export function hasEffect(effect: ReasonEffect | NoEffect | undefined): effect is ReasonEffect {
  return effect !== undefined && !("why" in effect);
}
