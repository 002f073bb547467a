/** Numbers of a head, by the ids of their measures. */

/** Why there is no number. */
export interface Missing {
  readonly why: string;
}

/** Numbers by id; null where the measure does not apply. */
export type Scores = Readonly<Record<string, number | null>>;

/** Numbers of a head, and beside them those of a head that spreads its weight evenly over the keys each query can see. */
export interface ScoresAndChance {
  readonly head: Scores;
  /** Only of measures that have such a value. */
  readonly chance: Scores;
}

/** Numbers of weight matrices, or why those do not give them; and what chance would give. */
export interface WeightScores {
  readonly head: Readonly<Record<string, number | null | Missing>>;
  readonly chance: Scores;
}
