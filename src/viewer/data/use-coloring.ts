import { useMemo } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { PointNumbers } from "#atlas/files/points.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import type { Coloring, ColorMode, SelectedAttention } from "#color/color-mode.ts";
import type { AttendedToken } from "#drawing/tokens/attended.ts";
import { NO_TOKENS } from "#drawing/tokens/describe-token.ts";
import { loadPatchColors } from "./patch-colors.ts";
import { useLoaded } from "./use-loaded.ts";

interface ColoringInput {
  readonly mode: ColorMode;
  readonly manifest: Manifest;
  readonly table: TokenTable | null;
  readonly points: PointNumbers | null;
  /** Name of the projection shown, e.g. `umap2`. */
  readonly projection: string;
  /** Address of the patches' sprite sheet. */
  readonly sheet: string;
  readonly selected: SelectedPoint | null;
  readonly attended: readonly AttendedToken[] | null;
  readonly isSafe: boolean;
}

/** The colors of a mode once its data is loaded. They are computed again only if an input of the mode changes. */
export function useColoring(input: ColoringInput): Coloring {
  const { mode, manifest, table, sheet, selected, isSafe } = input;
  const { patches } = manifest;
  const wantsPatches = mode.needs === "patchColors" && table !== null && patches !== null;
  const patchColors = useLoaded(wantsPatches ? sheet : null, () =>
    table && patches
      ? loadPatchColors(sheet, patches, table.nTokens)
      : Promise.reject(new Error("no patches")),
  ).value;
  const points = mode.needs === "points" ? input.points : null;
  const norms = points?.norms ?? null;
  const distortion = points?.distortion.get(input.projection) ?? null;
  const attended = mode.needs === "attention" ? input.attended : null;
  const attending = attended ? selected : null;
  const attention = useMemo<SelectedAttention | null>(
    () =>
      attended && attending
        ? {
            role: attending.role === "query" ? "key" : "query",
            weights: new Map(attended.map(({ token, weight }) => [token, weight])),
          }
        : null,
    [attended, attending],
  );
  return useMemo(
    () =>
      mode.paint({
        manifest,
        tokens: table ?? NO_TOKENS,
        norms,
        distortion,
        patchColors,
        attention,
        isSafe,
      }),
    [mode, manifest, table, norms, distortion, patchColors, attention, isSafe],
  );
}
