import { useMemo } from "react";
import type { Role } from "#atlas/role-colors.ts";
import { hasRole, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint, View } from "#atlas/view/view.ts";
import type { Color, Coloring } from "#color/color-mode.ts";
import { passesLegend } from "#color/filter-points.ts";
import { shownPoints } from "../map/map-scene.ts";
import type { PointMap } from "../map/point-map.ts";
import { colorTerms, termColors } from "../search/term-colors.ts";
import { useSearch, type Search } from "../search/use-search.ts";
import type { Action } from "../state/view-state.ts";

interface EmphasisInput {
  readonly table: TokenTable | null;
  readonly view: View;
  readonly coloring: Coloring;
  readonly selected: SelectedPoint | null;
  readonly map: PointMap | null;
  readonly dispatch: (action: Action) => void;
}

export interface Emphasis {
  /** What the legend leaves; null for all. */
  readonly passes: ((token: number, role: Role) => boolean) | null;
  readonly search: Search;
  /** A color per search term; null where there are no two to tell apart. */
  readonly termColors: readonly Color[] | null;
  /** The mode's colors with those of the terms over them. */
  readonly painted: Pick<Coloring, "color">;
  /** 0 … 255 per point: how strongly it is drawn; null for all alike. */
  readonly shown: Uint8Array | null;
}

/** What stands out on the map: what the legend leaves, what a search found, the sequence of the selected point. */
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
