import { useEffect, useState } from "react";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { Found } from "#drawing/search/found.ts";
import { loadPart } from "../data/load-part.ts";
import { useLoaded } from "../data/use-loaded.ts";

export interface FoundTokens {
  /**
   * Null without a search, and until the tokens and the search code are loaded. While a pattern runs, the previous result
   * stays, so that nothing flashes.
   */
  readonly found: Found | null;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** The tokens that a search finds. The code is loaded with the first search; a new search cancels the previous one. */
export function useFound(table: TokenTable | null, search: string): FoundTokens {
  const finder = useLoaded(search === "" ? null : "search", () =>
    loadPart("The search", () => import("./search-tokens.ts")),
  );
  const searchTokens = finder.value?.searchTokens;
  const [answer, setAnswer] = useState<{ readonly of: TokenTable; readonly found: Found | null } | null>(
    null,
  );
  useEffect(() => {
    if (!table || !searchTokens) return;
    const stop = new AbortController();
    const answered = async (): Promise<void> => {
      const found = await searchTokens(table, search, stop.signal);
      if (!stop.signal.aborted) setAnswer({ of: table, found });
    };
    answered().catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
    return () => stop.abort();
  }, [table, searchTokens, search]);
  const found = search !== "" && answer?.of === table ? answer.found : null;
  return { found, error: search === "" ? null : finder.error, retry: finder.retry };
}
