import { useMemo, type ReactNode } from "react";
import type { Attention } from "#atlas/files/attention.ts";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { averageOf, N_POSITIONS } from "#drawing/attention/average.ts";
import { patchAxis } from "#drawing/tokens/token-name.ts";
import { MatrixCells } from "../attention/MatrixCells.tsx";

interface AverageCellsProps {
  readonly table: TokenTable;
  readonly attention: Attention;
  readonly manifest: Manifest;
  readonly isDark: boolean;
}

/** The mean pattern, drawn from the weights. */
export function AverageCells({ table, attention, manifest, isDark }: AverageCellsProps): ReactNode {
  const nPositions = manifest.patches ? patchAxis(manifest.patches).length : N_POSITIONS;
  const pattern = useMemo(
    () => averageOf(attention, table, { leftOut: "none", byValue: false }, nPositions),
    [attention, table, nPositions],
  );
  const strongest = pattern.weights.reduce((a, b) => Math.max(a, b), 0);
  return <MatrixCells pattern={pattern} strongest={strongest} isDark={isDark} />;
}
