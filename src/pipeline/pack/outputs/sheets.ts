import { atlasFiles } from "#atlas/address.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { sheetCell, type Manifest } from "#atlas/files/manifest.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import { spreadCoordinates, spreadNorms, storedPoints } from "#atlas/tokens/spread-points.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { sheetModes } from "#color/modes.ts";
import { roleMode } from "#color/modes/role.ts";
import { paintPoints } from "#color/paint-points.ts";
import { paintTrace, placeInSquare, traceMap } from "../draw-map.ts";
import { encodeHalfSheet, encodeSheetPicture, type RgbaPicture } from "../encode-pictures.ts";
import { cellOptions } from "../sheet-shape.ts";
import type { MapTask, Output, OutputFile, SheetTable } from "./output.ts";

/** `sheet-umap2.webp` and others: thumbnails of all heads in one picture per color, and a small one in the first color. */
export const sheetsOutput: Output = {
  of: "map",
  begin: (task) => {
    const modes = modesOf(task.tables).filter(({ name }) => task.colors.includes(name));
    const size = sheetSize(task.manifest);
    const sheets = modes.map(() => ({ ...size, rgba: new Uint8Array(size.widthPx * size.heightPx * 4) }));
    const painters = new Map(
      task.tables.map((table) => [table.tower, painterOf(table, task.manifest, modes, sheets)]),
    );
    return {
      needsNorms: modes.some((mode) => mode.needs === "points"),
      add: (head, map, norms) => painters.get(head.tower)?.(head, map, norms),
      files: () => encodeAll(task, modes, sheets),
    };
  },
};

/** Names of the color modes for which sheets are drawn. */
export function sheetColors(tables: readonly SheetTable[]): string[] {
  return modesOf(tables).map((mode) => mode.name);
}

function modesOf([first, ...others]: readonly SheetTable[]): ColorMode[] {
  return first === undefined || others.length > 0 ? [roleMode] : sheetModes(first.manifest, first.tokens);
}

export function sheetSize({ sheet }: Manifest): { widthPx: number; heightPx: number } {
  return { widthPx: sheet.cellPx * sheet.columns, heightPx: sheet.cellPx * sheet.rows };
}

/** Paints the heads of one tower into their cells of all sheets. */
function painterOf(
  { manifest, tokens, patchColors }: SheetTable,
  whole: Manifest,
  modes: readonly ColorMode[],
  sheets: readonly RgbaPicture[],
): (head: HeadId, map: MapCoordinates, stored: Float32Array | null) => void {
  const { cellPx, columns } = whole.sheet;
  const widthPx = cellPx * columns;
  const options = cellOptions(cellPx, storedPoints(tokens));
  const context = {
    manifest,
    tokens,
    patchColors,
    distortion: null,
    attention: null,
    background: "both",
    isSafe: false,
  } as const;
  const colorsOf = (mode: ColorMode, norms: Float32Array | null): Uint32Array =>
    paintPoints(mode.paint({ ...context, norms }), tokens.nTokens, null);
  // Colors that do not depend on the head are the same for all heads.
  const shared = modes.map((mode) => (mode.needs === "points" ? null : colorsOf(mode, null)));
  return (head, map, stored) => {
    const { x, y } = spreadCoordinates(map, tokens);
    const norms = stored && spreadNorms(stored, tokens);
    const trace = traceMap(placeInSquare(x, y, options), tokens.nTokens, options);
    const { row, column } = sheetCell(whole, head);
    const [leftPx, topPx] = [column * cellPx, row * cellPx];
    for (const [i, mode] of modes.entries()) {
      const ground = { rgba: sheets[i]!.rgba, widthPx, leftPx, topPx };
      paintTrace(trace, shared[i] ?? colorsOf(mode, norms), ground);
    }
  };
}

function encodeAll(
  { projection }: MapTask,
  modes: readonly ColorMode[],
  sheets: readonly RgbaPicture[],
): Promise<OutputFile[]> {
  const files = modes.map(async ({ name }, i): Promise<OutputFile> => {
    return [atlasFiles.sheet(projection, name), await encodeSheetPicture(sheets[i]!)];
  });
  // Readers choose one color at a time, and the first view should be light on simple screens, too.
  const small = sheets
    .filter((_, i) => modes[i]!.name === roleMode.name)
    .map(async (sheet): Promise<OutputFile> => {
      return [atlasFiles.smallSheet(projection), await encodeHalfSheet(sheet)];
    });
  return Promise.all([...files, ...small]);
}
