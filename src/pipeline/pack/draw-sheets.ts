/** Thumbnails of all heads in one picture per method and color, drawn from the packed files of the heads. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { decodeCoordinates } from "#atlas/files/coordinates.ts";
import { headsOf, sheetCell, type Manifest } from "#atlas/files/manifest.ts";
import { decodePoints } from "#atlas/files/points.ts";
import { flatProjections, type Projection } from "#atlas/method.ts";
import { spreadCoordinates, spreadNumbers, storedPoints } from "#atlas/tokens/spread-points.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { sheetModes } from "#color/modes.ts";
import { roleMode } from "#color/modes/role.ts";
import { paintPoints } from "#color/paint-points.ts";
import { paintTrace, placeInSquare, traceMap } from "./draw-map.ts";
import { encodeHalfSheet, encodeSheetPicture, type RgbaPicture } from "./encode-pictures.ts";
import { cellOptions } from "./sheet-shape.ts";

/** What the heads of one tower are drawn with. */
export interface SheetTable {
  /** As it stands for the tower, with the range of all norms, if it is known. */
  readonly manifest: Manifest;
  readonly tower: string | undefined;
  readonly tokens: TokenTable;
  /** [3 · nTokens]; null for text. */
  readonly patchColors: Uint8Array | null;
}

/** One map of all heads in some of its colors, as plain data for a worker. */
export interface SheetTask {
  readonly manifest: Manifest;
  readonly tables: readonly SheetTable[];
  /** Where the heads' files are. */
  readonly folder: string;
  readonly projection: Projection;
  /** Names of color modes. */
  readonly colors: readonly string[];
}

/** A file by its path inside the atlas. */
export type DrawnFile = readonly [name: string, content: Uint8Array];

/** Pictures that a task holds at a time: every thread has a task in work. */
const MOST_BYTES = 1 << 27;

/** Names of the modes in which sheets are drawn. */
export function sheetColors(tables: readonly SheetTable[]): string[] {
  return modesOf(tables).map((mode) => mode.name);
}

function modesOf([first, ...others]: readonly SheetTable[]): ColorMode[] {
  return first === undefined || others.length > 0 ? [roleMode] : sheetModes(first.manifest, first.tokens);
}

/** All sheets of an atlas, those of one map together as far as memory allows. */
export function sheetTasks(of: Omit<SheetTask, "projection" | "colors">): SheetTask[] {
  const { widthPx, heightPx } = sheetSize(of.manifest);
  const nTogether = Math.max(1, Math.floor(MOST_BYTES / (widthPx * heightPx * 4)));
  const colors = sheetColors(of.tables);
  const nParts = Math.ceil(colors.length / nTogether);
  return flatProjections(of.manifest).flatMap((projection) =>
    Array.from({ length: nParts }, (_, part): SheetTask => {
      const [from, to] = [part, part + 1].map((end) => Math.round((end * colors.length) / nParts));
      return { ...of, projection, colors: colors.slice(from, to) };
    }),
  );
}

/** The sheets as files of the atlas. */
export async function drawSheets(task: SheetTask): Promise<DrawnFile[]> {
  const modes = modesOf(task.tables).filter(({ name }) => task.colors.includes(name));
  const size = sheetSize(task.manifest);
  const sheets = modes.map(() => ({ ...size, rgba: new Uint8Array(size.widthPx * size.heightPx * 4) }));
  for (const table of task.tables) await paintTower(table, { ...task, modes, sheets });
  const files = modes.map(async ({ name }, i): Promise<DrawnFile> => {
    return [atlasFiles.sheet(task.projection, name), await encodeSheetPicture(sheets[i]!)];
  });
  // Colors are chosen one at a time; the first look should be light on simple screens, too.
  const small = sheets
    .filter((_, i) => modes[i]!.name === roleMode.name)
    .map(async (sheet): Promise<DrawnFile> => {
      return [atlasFiles.smallSheet(task.projection), await encodeHalfSheet(sheet)];
    });
  return Promise.all([...files, ...small]);
}

function sheetSize({ sheet }: Manifest): { widthPx: number; heightPx: number } {
  return { widthPx: sheet.cellPx * sheet.columns, heightPx: sheet.cellPx * sheet.rows };
}

interface PaintInput extends Pick<SheetTask, "manifest" | "folder" | "projection"> {
  readonly modes: readonly ColorMode[];
  readonly sheets: readonly RgbaPicture[];
}

/** Paints the heads of one tower into their cells. */
async function paintTower(
  { manifest, tower, tokens, patchColors }: SheetTable,
  { manifest: whole, folder, projection, modes, sheets }: PaintInput,
): Promise<void> {
  const { cellPx, columns } = whole.sheet;
  const widthPx = cellPx * columns;
  const nPoints = storedPoints(tokens);
  const options = cellOptions(cellPx, nPoints);
  const context = {
    manifest,
    tokens,
    patchColors,
    distortion: null,
    attention: null,
    paper: "both",
    isSafe: false,
  } as const;
  const colorsOf = (mode: ColorMode, norms: Float32Array | null): Uint32Array =>
    paintPoints(mode.paint({ ...context, norms }), tokens.nTokens, null);
  // What does not look at the head itself is the same for all of them.
  const shared = modes.map((mode) => (mode.needs === "points" ? null : colorsOf(mode, null)));
  const needsNorms = shared.includes(null);
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, file), "utf8"));
  for (const head of headsOf(whole).filter((id) => id.tower === tower)) {
    const map = decodeCoordinates(await read(headFiles.coordinates(head, projection)), nPoints);
    const { x, y } = spreadCoordinates(map, tokens);
    const points = needsNorms ? decodePoints(await read(headFiles.points(head)), nPoints) : null;
    const norms = points && spreadNumbers(points, tokens).norms;
    const trace = traceMap(placeInSquare(x, y, options), tokens.nTokens, options);
    const { row, column } = sheetCell(whole, head);
    const [leftPx, topPx] = [column * cellPx, row * cellPx];
    for (const [i, mode] of modes.entries()) {
      paintTrace(trace, shared[i] ?? colorsOf(mode, norms), {
        rgba: sheets[i]!.rgba,
        widthPx,
        leftPx,
        topPx,
      });
    }
  }
}
