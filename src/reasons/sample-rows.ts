/** The rows of patterns from which reasons are read: all of them, or as many as a bound allows. */
import { eachRow, type PatternRow, type Patterns } from "#math/pattern-rows.ts";
import { seededRandom, shuffledIndices } from "#math/random.ts";

/** Pairs of query and key from which on rows are drawn by the seed. */
export const MOST_PAIRS = 200_000;

export interface RowSample {
  /** Rows in the order of their weights; queries that see a single key have no choice, and are left out. */
  readonly rows: readonly SampledRow[];
  readonly nPairs: number;
  /** Of all rows. */
  readonly nAllPairs: number;
}

export interface SampledRow extends PatternRow {
  readonly sequence: number;
}

/** The same rows for every head of an atlas, so that heads can be compared. */
export function sampleRows(patterns: Omit<Patterns, "weights">, seed: number, most = MOST_PAIRS): RowSample {
  const all: SampledRow[] = [];
  let sequence = 0;
  eachRow(patterns, (row) => {
    while (row.query >= patterns.starts[sequence + 1]!) sequence++;
    if (row.nKeys >= 2) all.push({ ...row, sequence });
  });
  const nAllPairs = all.reduce((sum, { nKeys }) => sum + nKeys, 0);
  if (nAllPairs <= most) return { rows: all, nPairs: nAllPairs, nAllPairs };
  let nPairs = 0;
  const chosen = shuffledIndices(all.length, seededRandom(seed)).filter((i) => {
    const isIn = nPairs + all[i]!.nKeys <= most;
    if (isIn) nPairs += all[i]!.nKeys;
    return isIn;
  });
  return { rows: [...chosen.sort()].map((i) => all[i]!), nPairs, nAllPairs };
}
