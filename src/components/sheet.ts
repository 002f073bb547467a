/** Thumbnails of heads, cut from the sheet of all heads by style alone. */
import { atlasFile, atlasFiles } from "#atlas/address.ts";
import { headsOf, atlasOf, sheetCell, type Manifest } from "#atlas/manifest.ts";
import type { HeadId } from "#atlas/head-id.ts";
import { METHOD_NAMES, type Method, type Projection } from "#atlas/method.ts";

/** Sheets are drawn of the projections with fewest axes only. */
export function sheetProjections(manifest: Manifest): Projection[] {
  const dim = manifest.dims.includes(2) ? 2 : 3;
  return manifest.methods.map((method) => ({ method, dim }));
}

/** Custom properties of the element around the thumbnails: the sheets of all methods; a browser fetches only what it shows. */
export function sheetStyle(base: string, manifest: Manifest): string {
  const sheets = sheetProjections(manifest).map(
    (projection) =>
      `--sheet-${projection.method}:url("${atlasFile(base, atlasOf(manifest), atlasFiles.sheet(projection))}")`,
  );
  const { columns, rows } = manifest.sheet;
  return [...sheets, `--columns:${columns}`, `--rows:${rows}`].join(";");
}

/** Custom properties of one thumbnail. */
export function cellStyle(manifest: Manifest, head: HeadId): string {
  const { row, column } = sheetCell(manifest, head);
  return `--c:${column};--r:${row}`;
}

/** The methods that one can switch between. */
export function methodChoices(manifest: Manifest): { method: Method; label: string }[] {
  return manifest.methods.map((method) => ({ method, label: METHOD_NAMES[method] }));
}

/** Up to `side` × `side` heads spread evenly over layers and heads: a model at a glance. */
export function mosaicHeads(manifest: Manifest, side = 4): { heads: HeadId[]; columns: number } {
  const all = headsOf(manifest);
  const { rows, columns } = manifest.sheet;
  const rowsShown = new Set(spread(rows, side));
  const columnsShown = new Set(spread(columns, side));
  const heads = all.filter((head) => {
    const cell = sheetCell(manifest, head);
    return rowsShown.has(cell.row) && columnsShown.has(cell.column);
  });
  return { heads, columns: columnsShown.size };
}

function spread(n: number, side: number): number[] {
  if (n <= side) return Array.from({ length: n }, (_, i) => i);
  return Array.from({ length: side }, (_, i) => Math.round((i * (n - 1)) / (side - 1)));
}
