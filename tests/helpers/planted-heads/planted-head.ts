/** Heads that are made so that their numbers are known, and what the catalog of measures must read of them. */
import { headMetrics } from "#measures/head-metrics.ts";
import { headVisMetrics } from "#measures/headvis.ts";
import type { MeasuredHead } from "#measures/catalog/measured-head.ts";
import type { PatternInput } from "#measures/patterns/pattern-measure.ts";
import { measurePatterns } from "#measures/patterns/pattern-measures.ts";

/** Both worked by hand. */
export type Exact = readonly [value: number, chance: number | null];

export interface PlantedHead {
  /** What it does, as the subject of a sentence. */
  readonly name: string;
  readonly head: Partial<MeasuredHead>;
  /** By id of the row. */
  readonly expected: Readonly<Record<string, Exact>>;
}

/** Where a sequence begins, for each of them, and where the last one ends. */
export function startsOf(lengths: readonly number[]): Uint32Array {
  return Uint32Array.from([0, ...lengths], (_, s) => lengths.slice(0, s).reduce((a, b) => a + b, 0));
}

/** A row for each query of a sequence of n tokens. @param of The weight of a query on a key. */
export function square(n: number, of: (query: number, key: number) => number): number[][] {
  return Array.from({ length: n }, (_, query) => Array.from({ length: n }, (__, key) => of(query, key)));
}

/** What is measured of patterns. @param sequences The rows of each. */
export function ofPatterns(
  sequences: readonly (readonly (readonly number[])[])[],
  more: Partial<PatternInput> = {},
): Partial<MeasuredHead> {
  const input: PatternInput = {
    starts: startsOf(sequences.map((rows) => rows.length)),
    weights: Float32Array.from(sequences.flat(2)),
    isCausal: false,
    ids: null,
    grid: null,
    ...more,
  };
  return { ...headMetrics(input), patterns: measurePatterns(input), headvis: headVisMetrics(input) };
}
