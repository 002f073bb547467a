import { useCallback, useMemo } from "react";
import type { Role } from "#atlas/role-colors.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint, View } from "#atlas/view/view.ts";
import { pointOf } from "#drawing/map/map-scene.ts";
import type { Found } from "#drawing/search/found.ts";
import type { PointMap } from "../map/point-map.ts";
import type { Action } from "../state/view-state.ts";
import { stepMatch } from "./step-match.ts";
import { useFound } from "./use-found.ts";

interface SearchInput {
  readonly table: TokenTable | null;
  readonly view: View;
  /** The points that the legend selects; null selects all. */
  readonly passes: ((token: number, role: Role) => boolean) | null;
  readonly selected: SelectedPoint | null;
  readonly map: PointMap | null;
  readonly dispatch: (action: Action) => void;
}

export interface Search {
  readonly found: Found | null;
  /** Tokens found that are shown in at least one role, in ascending order; null without a search. */
  readonly matches: readonly number[] | null;
  /** Which of them is selected, from 0; −1 for none. */
  readonly at: number;
  /** Selects the next match or the previous one, and brings it to the middle of the map. */
  readonly step: (direction: 1 | -1) => void;
  /** What hinders the search. */
  readonly error: Error | null;
  readonly retry: () => void;
}

/** What the search box asks for, and the way from one match to the next. */
export function useSearch({ table, view, passes, selected, map, dispatch }: SearchInput): Search {
  const { found, error, retry } = useFound(table, view.search);
  const matches = useMemo(() => {
    if (found === null) return null;
    const tokens = Array.from(found.termOf.keys()).filter((token) => (found.termOf[token] ?? -1) >= 0);
    return passes ? tokens.filter((token) => passes(token, "query") || passes(token, "key")) : tokens;
  }, [found, passes]);
  const at = selected ? (matches?.indexOf(selected.token) ?? -1) : -1;
  const step = useCallback(
    (direction: 1 | -1) => {
      const token = stepMatch(matches ?? [], selected?.token ?? null, direction);
      if (token === undefined || table === null) return;
      const role = passes?.(token, selected?.role ?? "query") === false ? "key" : (selected?.role ?? "query");
      const point = { token, role: passes?.(token, role) === false ? "query" : role } as const;
      dispatch({ type: "set", change: { selected: point } });
      map?.centerOn(pointOf(table, point));
    },
    [matches, selected, table, passes, map, dispatch],
  );
  return { found, matches, at, step, error, retry };
}
