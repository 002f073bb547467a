import { useMemo } from "react";
import { projectionName, type Projection } from "#atlas/method.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { NO_TOKENS } from "#drawing/tokens/describe-token.ts";
import { paintBoth, type JoinedColoring, type PaintedSide } from "../../compare/joined-colors.ts";
import type { SideFiles } from "./side/use-side.ts";

interface JoinedInput {
  readonly mode: ColorMode;
  readonly a: SideFiles;
  readonly b: SideFiles;
  readonly projection: Projection;
  readonly isSafe: boolean;
}

/** The colors of both sides on one scale. They are computed again only if an input of the mode changes. */
export function useJoinedColoring({ mode, a, b, projection, isSafe }: JoinedInput): JoinedColoring {
  const own = usePainted(mode, a, projection);
  const other = usePainted(mode, b, projection);
  return useMemo(() => paintBoth(mode, own, other, isSafe), [mode, own, other, isSafe]);
}

function usePainted(mode: ColorMode, files: SideFiles, projection: Projection): PaintedSide {
  const { head, table, selected, patchColors } = files;
  const { manifest } = head;
  const points = mode.needs === "points" ? files.points : null;
  const attended = mode.needs === "attention" ? files.attended : null;
  const role = attended ? (selected?.role ?? null) : null;
  const map = projectionName(projection);
  return useMemo(
    () => ({
      manifest,
      tokens: table ?? NO_TOKENS,
      norms: points?.norms ?? null,
      distortion: points?.distortion.get(map) ?? null,
      patchColors: mode.needs === "patchColors" ? patchColors : null,
      attention:
        attended && role
          ? {
              role: role === "query" ? "key" : "query",
              weights: new Map(attended.map(({ token, weight }) => [token, weight])),
            }
          : null,
    }),
    [mode, manifest, table, points, map, patchColors, attended, role],
  );
}
