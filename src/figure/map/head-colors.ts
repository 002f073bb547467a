/** The colors of a head's points, and which of them a view shows strongly. */
import { projectionName } from "#atlas/method.ts";
import type { Role } from "#atlas/role-colors.ts";
import { hasRole } from "#atlas/tokens/tokens.ts";
import type { Color, ColorMode, Coloring } from "#color/color-mode.ts";
import { passesLegend } from "#color/filter-points.ts";
import { findMode } from "#color/modes.ts";
import { shownPoints } from "#drawing/map/map-scene.ts";
import { colorTerms, termColors } from "#drawing/search/term-colors.ts";
import { attendedTokens, type AttendedToken } from "#drawing/tokens/attended.ts";
import type { HeadData } from "../head-data.ts";

export interface HeadColors {
  readonly mode: ColorMode;
  /** What the mode paints, for the legend. */
  readonly coloring: Coloring;
  /** What is painted, with the colors of search terms. */
  readonly painted: Pick<Coloring, "color" | "overlap">;
  readonly termColors: readonly Color[] | null;
  readonly passes: ((token: number, role: Role) => boolean) | null;
  readonly shown: Uint8Array | null;
  readonly attended: readonly AttendedToken[] | null;
}

/** @param isSafe Whether the reader prefers blue and orange. */
export function headColors(data: HeadData, isSafe: boolean): HeadColors {
  const { manifest, table, view, attention, found } = data;
  const { selected } = view;
  const mode = findMode(manifest, table, view.color);
  const attended = selected && attention ? attendedTokens(table, attention, selected) : null;
  const points = mode.needs === "points" ? data.points : null;
  const weights =
    mode.needs === "attention" && selected && attended
      ? {
          role: selected.role === "query" ? ("key" as const) : ("query" as const),
          weights: new Map(attended.map(({ token, weight }) => [token, weight])),
        }
      : null;
  const coloring = mode.paint({
    manifest,
    tokens: table,
    norms: points?.norms ?? null,
    distortion: points?.distortion.get(projectionName(view)) ?? null,
    patchColors: mode.needs === "patchColors" ? data.patchColors : null,
    attention: weights,
    isSafe,
  });
  const left = passesLegend(coloring, view);
  const passes =
    table.split === null
      ? left
      : (token: number, role: Role): boolean => hasRole(table, token, role) && (left?.(token, role) ?? true);
  const ofTerms = termColors(found);
  return {
    mode,
    coloring,
    painted: colorTerms(coloring, found, ofTerms),
    termColors: ofTerms,
    passes,
    shown: shownPoints({ tokens: table, selected, termOf: found?.termOf ?? null, passes }),
    attended,
  };
}
