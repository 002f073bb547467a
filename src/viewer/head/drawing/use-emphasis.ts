import { useMemo } from "react";
import type { Role } from "#atlas/role-colors.ts";
import { hasRole, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint, View } from "#atlas/view/view.ts";
import type { Color, Coloring } from "#color/color-mode.ts";
import { passesLegend } from "#color/filter-points.ts";
import { shownPoints } from "#drawing/map/map-scene.ts";
import { colorTerms, termColors } from "#drawing/search/term-colors.ts";
import type { PointMap } from "../../map/point-map.ts";
import { useSearch, type Search } from "../../search/use-search.ts";
import type { Action } from "../../state/view-state.ts";

interface EmphasisInput {
  readonly table: TokenTable | null;
  readonly view: View;
  readonly coloring: Coloring;
  readonly selected: SelectedPoint | null;
  readonly map: PointMap | null;
  readonly dispatch: (action: Action) => void;
}

export interface Emphasis {
  /** The points that the legend selects; null selects all. */
  readonly passes: ((token: number, role: Role) => boolean) | null;
  readonly search: Search;
  /** A color per search term; null for fewer than two terms. */
  readonly termColors: readonly Color[] | null;
  /** The colors of the mode, replaced by those of the terms where a term found a token. */
  readonly painted: Pick<Coloring, "color" | "overlap">;
  /** The strength of each point, 0 … 255; null draws all points alike. */
  readonly shown: Uint8Array | null;
}

/** The highlighted points: those the legend selects, those a search found, and the sequence of the selected point. */
export function useEmphasis({ table, view, coloring, selected, map, dispatch }: EmphasisInput): Emphasis {
  const { onlyRole, only } = view;
  const passes = useMemo(() => {
    const left = passesLegend(coloring, { onlyRole, only });
    if (!table?.split) return left;
    return (token: number, role: Role): boolean =>
      hasRole(table, token, role) && (left?.(token, role) ?? true);
  }, [coloring, onlyRole, only, table]);
  const search = useSearch({ table, view, passes, selected, map, dispatch });
  const { found } = search;
  const colors = useMemo(() => termColors(found), [found]);
  const painted = useMemo(() => colorTerms(coloring, found, colors), [coloring, found, colors]);
  const shown = useMemo(
    () => table && shownPoints({ tokens: table, selected, termOf: found?.termOf ?? null, passes }),
    [table, selected, found, passes],
  );
  return { passes, search, termColors: colors, painted, shown };
}
