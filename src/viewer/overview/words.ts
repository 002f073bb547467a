/** What the panel says of a head, written when the site is built. */

/** A number of one map beside what it would be by chance; null where older atlases do not say. */
export interface TrustNumber {
  readonly title: string;
  readonly value: number;
  readonly chance: number | null;
}

/** How far a map can be trusted. */
export interface MapTrust {
  readonly numbers: readonly TrustNumber[];
  /** Whether nearness means attention there. */
  readonly nearness: string;
}

export interface OverviewWords {
  /** What the head does; empty if the atlas has no numbers of it. */
  readonly reading: string;
  /** The metric on which its first sentence rests, e.g. `induction`; null if it rests on none. */
  readonly measure: string | null;
  /** By projection name. */
  readonly trust: Readonly<Record<string, MapTrust>>;
  /** What a point stands for. */
  readonly points: string;
  /** What to do next. */
  readonly next: string;
}
