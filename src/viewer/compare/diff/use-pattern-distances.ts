import { useEffect, useState } from "react";
import type { DiffReading } from "../../../compare/compare-words.ts";
import type { HeadChange, PatternDiff, TowerDistances, TowerRows } from "../../../compare/diff-atlases.ts";
import { toError } from "../../data/use-loaded.ts";

export interface PatternDistances {
  /** By head, as far as they are known. */
  readonly known: ReadonlyMap<string, number | null>;
  readonly towers: readonly TowerRows[];
  /** What the distances are of. */
  readonly reading: DiffReading;
  /** Whether there are no more rows to be compared. */
  readonly isAll: boolean;
  readonly error: Error | null;
}

interface DistancesInput {
  readonly diff: PatternDiff;
  readonly heads: readonly HeadChange[];
  readonly towers: readonly (string | undefined)[];
  /** What the reader wants to know. */
  readonly wanted: DiffReading;
  /** Reads the sample of a tower; null where there is none. */
  readonly sample: (tower: string | undefined) => Promise<TowerDistances | null>;
}

const NOTHING: PatternDistances = {
  known: new Map(),
  towers: [],
  reading: "none",
  isAll: false,
  error: null,
};

/**
 * Reads the sample of the patterns, or every row of them, one head after the other. Where an atlas has no sample, every row
 * is read at once; where no sequence is the same token for token, the sample is all there is.
 */
export function usePatternDistances(input: DistancesInput): PatternDistances {
  const { diff, wanted } = input;
  const [distances, setDistances] = useState(NOTHING);
  useEffect(() => {
    if (wanted === "none") return;
    let isCurrent = true;
    const show = (next: PatternDistances): void => {
      if (isCurrent) setDistances(next);
    };
    read(input, show, () => isCurrent).catch((error: unknown) => {
      if (isCurrent) setDistances((before) => ({ ...before, error: toError(error) }));
    });
    return () => {
      isCurrent = false;
    };
    // Heads, towers and sample are those of the two atlases that it compares.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [diff, wanted]);
  return distances;
}

async function read(
  { diff, heads, towers, wanted, sample }: DistancesInput,
  show: (distances: PatternDistances) => void,
  isCurrent: () => boolean,
): Promise<void> {
  const found = (await Promise.all(towers.map(sample))).filter((tower) => tower !== null);
  const sampled: PatternDistances | null =
    found.length < towers.length
      ? null
      : {
          known: new Map(found.flatMap(({ distances }) => [...distances])),
          towers: found.map(({ rows }) => rows),
          reading: "sample",
          isAll: false,
          error: null,
        };
  if (sampled) show(sampled);
  if (sampled && wanted === "sample") return;
  const rows = await Promise.all(towers.map((tower) => diff.rows(tower)));
  if (sampled && rows.every(({ nRows }) => nRows === 0)) {
    show({ ...sampled, isAll: true });
    return;
  }
  const whole = new Map<string, number | null>();
  for (const { head, id } of heads) {
    const distance = await diff.distance(id);
    if (!isCurrent()) return;
    whole.set(head, distance);
    // A ranking of two kinds of distances would be none.
    if (sampled === null || whole.size === heads.length)
      show({ known: new Map(whole), towers: rows, reading: "all", isAll: true, error: null });
  }
}
