import { useEffect, useState } from "react";
import type { HeadChange, PatternDiff, TowerRows } from "../../../compare/diff-atlases.ts";
import { toError } from "../../data/use-loaded.ts";

export interface PatternDistances {
  /** By head, as far as they are known. */
  readonly known: ReadonlyMap<string, number | null>;
  readonly towers: readonly TowerRows[];
  readonly error: Error | null;
}

const NOTHING: PatternDistances = { known: new Map(), towers: [], error: null };

/** Reads the patterns of one head after the other. @param diff Null reads nothing. */
export function usePatternDistances(
  diff: PatternDiff | null,
  heads: readonly HeadChange[],
  towers: readonly (string | undefined)[],
): PatternDistances {
  const [distances, setDistances] = useState(NOTHING);
  useEffect(() => {
    if (diff === null) return;
    let isCurrent = true;
    const read = async (): Promise<void> => {
      const rows = await Promise.all(towers.map((tower) => diff.rows(tower)));
      const known = new Map<string, number | null>();
      for (const { head, id } of heads) {
        const distance = await diff.distance(id);
        if (!isCurrent) return;
        known.set(head, distance);
        setDistances({ known: new Map(known), towers: rows, error: null });
      }
    };
    read().catch((error: unknown) => {
      if (isCurrent) setDistances((before) => ({ ...before, error: toError(error) }));
    });
    return () => {
      isCurrent = false;
    };
    // The heads and towers are those of the two atlases that it compares.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [diff]);
  return distances;
}
