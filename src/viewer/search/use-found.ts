import { useMemo } from "react";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { loadPart } from "../data/load-part.ts";
import { useLoaded } from "../data/use-loaded.ts";
import type { Found } from "./found.ts";

export interface FoundTokens {
  /** Null without a search, and until the tokens and the search itself are loaded. */
  readonly found: Found | null;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** The tokens that a search finds; how to search is loaded with the first one. */
export function useFound(table: TokenTable | null, search: string): FoundTokens {
  const finder = useLoaded(search === "" ? null : "search", () =>
    loadPart("The search", () => import("./find-tokens.ts")),
  );
  const findTokens = finder.value?.findTokens;
  const found = useMemo(
    () => (table && findTokens && search !== "" ? findTokens(table, search) : null),
    [table, findTokens, search],
  );
  return { found, error: search === "" ? null : finder.error, retry: finder.retry };
}
