import { atlasFiles, hasSmallSheet } from "#atlas/address.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { headsOf, sheetCell, type Manifest } from "#atlas/files/manifest.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import { spreadCoordinates, storedPoints } from "#atlas/tokens/spread-points.ts";
import { AUTO_COLOR } from "#atlas/view/view.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { sheetModes } from "#color/modes.ts";
import { roleMode } from "#color/modes/role.ts";
import { paintTrace, placeInSquare, traceMap } from "../draw-map.ts";
import { encodeHalfSheet, encodeSheetPicture, type RgbaPicture } from "../encode-pictures.ts";
import { headColors, needsNorms, openingModes } from "../head-colors.ts";
import { cellOptions } from "../sheet-shape.ts";
import type { MapTask, Output, OutputFile, SheetTable } from "./output.ts";

/** A sheet: the color that its file is named for, and the mode in which it shows a head. */
interface Sheet {
  readonly color: string;
  readonly modeOf: (head: HeadId) => ColorMode | undefined;
  readonly picture: RgbaPicture;
}

/** `sheet-umap2.webp` and others: thumbnails of all heads in one picture per color, and small ones in the colors that pages open with. */
export const sheetsOutput: Output = {
  of: "map",
  begin: (task) => {
    const modes = modesOf(task.tables);
    const own = openingModes(task);
    const size = sheetSize(task.manifest);
    const sheets = task.colors.flatMap((color): Sheet[] => {
      const mode = modes.find(({ name }) => name === color);
      if (mode === undefined && color !== AUTO_COLOR) return [];
      const rgba = new Uint8Array(size.widthPx * size.heightPx * 4);
      return [{ color, modeOf: mode ? () => mode : own, picture: { ...size, rgba } }];
    });
    const painters = new Map(
      task.tables.map((table) => [table.tower, painterOf(table, task.manifest, sheets)]),
    );
    return {
      needsNorms: sheets.some(({ modeOf }) => needsNorms(task, modeOf)),
      add: (head, map, norms) => painters.get(head.tower)?.(head, map, norms),
      files: () => encodeAll(task, sheets),
    };
  },
};

/** The colors for which sheets are drawn: modes, and each head in its own where some head has one. */
export function sheetColors(task: Pick<MapTask, "manifest" | "tables" | "explained">): string[] {
  const [first = roleMode.name, ...others] = modesOf(task.tables).map((mode) => mode.name);
  const modeOf = openingModes(task);
  const isOwn = (head: HeadId): boolean => (modeOf(head) ?? roleMode) !== roleMode;
  const hasOwn = task.tables.length === 1 && headsOf(task.manifest).some(isOwn);
  return [first, ...(hasOwn ? [AUTO_COLOR] : []), ...others];
}

function modesOf([first, ...others]: readonly SheetTable[]): ColorMode[] {
  return first === undefined || others.length > 0 ? [roleMode] : sheetModes(first.manifest, first.tokens);
}

export function sheetSize({ sheet }: Manifest): { widthPx: number; heightPx: number } {
  return { widthPx: sheet.cellPx * sheet.columns, heightPx: sheet.cellPx * sheet.rows };
}

/** Paints the heads of one tower into their cells of all sheets. */
function painterOf(
  table: SheetTable,
  whole: Manifest,
  sheets: readonly Sheet[],
): (head: HeadId, map: MapCoordinates, norms: Float32Array | null) => void {
  const { tokens } = table;
  const { cellPx, columns } = whole.sheet;
  const widthPx = cellPx * columns;
  const options = cellOptions(cellPx, storedPoints(tokens));
  const colorsOf = headColors(table);
  return (head, map, norms) => {
    const { x, y } = spreadCoordinates(map, tokens);
    const trace = traceMap(placeInSquare(x, y, options), tokens.nTokens, options);
    const { row, column } = sheetCell(whole, head);
    const [leftPx, topPx] = [column * cellPx, row * cellPx];
    for (const { modeOf, picture } of sheets) {
      const mode = modeOf(head);
      if (mode === undefined) continue;
      const { colors, overlap } = colorsOf(mode, norms);
      paintTrace(trace, colors, { rgba: picture.rgba, widthPx, leftPx, topPx }, overlap);
    }
  };
}

function encodeAll({ projection }: MapTask, sheets: readonly Sheet[]): Promise<OutputFile[]> {
  const files = sheets.map(async ({ color, picture }): Promise<OutputFile> => {
    return [atlasFiles.sheet(projection, color), await encodeSheetPicture(picture)];
  });
  // Readers choose one color at a time, and the first view should be light on simple screens, too.
  const small = sheets
    .filter(({ color }) => hasSmallSheet(color))
    .map(async ({ color, picture }): Promise<OutputFile> => {
      return [atlasFiles.smallSheet(projection, color), await encodeHalfSheet(picture)];
    });
  return Promise.all([...files, ...small]);
}
