/** The matrix as it stands on the page: a block per tower, a row per layer. */
import type { HeadId } from "#atlas/head-id.ts";
import type { HeadNumbers } from "#atlas/head-numbers.ts";
import type { Manifest } from "#atlas/manifest.ts";

export interface MatrixCell {
  readonly head: HeadId;
  readonly numbers: HeadNumbers;
  /** The one cell that Tab stops at; arrow keys lead to the others. */
  readonly isFirst: boolean;
}

export interface MatrixBlock {
  /** Absent in a model with a single tower. */
  readonly name: string | undefined;
  readonly nColumns: number;
  readonly columns: readonly number[];
  readonly rows: readonly { readonly layer: number; readonly cells: readonly MatrixCell[] }[];
}

export function matrixBlocks(
  manifest: Manifest,
  heads: readonly { readonly head: HeadId; readonly numbers: HeadNumbers }[],
): MatrixBlock[] {
  const [first] = heads;
  return manifest.towers.map((tower) => {
    const nColumns = Math.max(...tower.heads);
    const rows = tower.heads.map((_, layer) => ({
      layer,
      cells: heads
        .filter(({ head }) => head.tower === tower.name && head.layer === layer)
        .map((row) => ({ ...row, isFirst: row.head === first?.head })),
    }));
    return { name: tower.name, nColumns, columns: Array.from({ length: nColumns }, (_, i) => i), rows };
  });
}
