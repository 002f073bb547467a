import { useEffect, useMemo, useState } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { Found } from "#drawing/search/found.ts";
import { loadPart } from "../data/load-part.ts";
import { toError, useLoaded } from "../data/use-loaded.ts";
import type { RankingList } from "./RankingList.tsx";
import type { Ranking } from "./rank-search.ts";

export interface LoadedRanking {
  /** Null without a search, and until it is ranked. */
  readonly ranking: Ranking | null;
  /** What lists it; loaded with the first search. */
  readonly List: typeof RankingList | null;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** All heads, ranked by what a search found. */
export function useRanking(
  base: string,
  manifest: Manifest,
  table: TokenTable | null,
  found: Found | null,
): LoadedRanking {
  const isAsked = found?.termOf.some((term) => term >= 0) ?? false;
  const part = useLoaded(isAsked ? "ranking" : null, () =>
    loadPart("The ranking of heads", async () => {
      const [{ SearchRanker }, { RankingList }] = await Promise.all([
        import("./rank-search.ts"),
        import("./RankingList.tsx"),
      ]);
      return { SearchRanker, RankingList };
    }),
  );
  const Ranker = part.value?.SearchRanker;
  const ranker = useMemo(
    () => (Ranker && table ? new Ranker(base, manifest, table) : null),
    [Ranker, base, manifest, table],
  );
  const [state, setState] = useState<Omit<LoadedRanking, "retry" | "List"> & { readonly of: Found | null }>({
    of: null,
    ranking: null,
    error: null,
  });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!ranker || !found || !isAsked) return;
    let isCurrent = true;
    ranker.rank(found).then(
      (ranking) => isCurrent && setState({ of: found, ranking, error: null }),
      (error: unknown) => isCurrent && setState({ of: found, ranking: null, error: toError(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [ranker, found, isAsked, attempt]);
  const isOwn = state.of === found;
  return {
    ranking: isOwn ? state.ranking : null,
    List: part.value?.RankingList ?? null,
    error: part.error ?? (isOwn ? state.error : null),
    retry: () => (part.error ? part.retry() : setAttempt((n) => n + 1)),
  };
}
