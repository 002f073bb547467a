/**
 * What shows one map of all heads together: their thumbnails in one picture per color, and their places per layer. Each
 * head's packed map is read once for all of it.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { decodeCoordinates, type MapCoordinates } from "#atlas/files/coordinates.ts";
import { encodeLayerMaps, formatLayer } from "#atlas/files/layer-maps.ts";
import { headsOf, sheetCell, type Manifest } from "#atlas/files/manifest.ts";
import { readNorms } from "#atlas/files/points.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import { flatProjections, type Projection } from "#atlas/method.ts";
import { spreadCoordinates, spreadNorms, storedPoints } from "#atlas/tokens/spread-points.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { sheetModes } from "#color/modes.ts";
import { roleMode } from "#color/modes/role.ts";
import { paintPoints } from "#color/paint-points.ts";
import { paintTrace, placeInSquare, traceMap } from "./draw-map.ts";
import { encodeHalfSheet, encodeSheetPicture, type RgbaPicture } from "./encode-pictures.ts";
import { jsonFile } from "./json-file.ts";
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
  /** Whether the files that a search over all heads reads, one per layer, are made besides. */
  readonly withLayers: boolean;
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
export function sheetTasks(of: Pick<SheetTask, "manifest" | "tables" | "folder">): SheetTask[] {
  const { widthPx, heightPx } = sheetSize(of.manifest);
  const nTogether = Math.max(1, Math.floor(MOST_BYTES / (widthPx * heightPx * 4)));
  const colors = sheetColors(of.tables);
  const nParts = Math.ceil(colors.length / nTogether);
  return flatProjections(of.manifest).flatMap((projection) =>
    Array.from({ length: nParts }, (_, part): SheetTask => {
      const [from, to] = [part, part + 1].map((end) => Math.round((end * colors.length) / nParts));
      // Towers read different things: there is no one text to search.
      const withLayers = part === 0 && of.tables.length === 1;
      return { ...of, projection, colors: colors.slice(from, to), withLayers };
    }),
  );
}

/** The sheets, and the maps of each layer if they are asked for, as files of the atlas. */
export async function drawSheets(task: SheetTask): Promise<DrawnFile[]> {
  const modes = modesOf(task.tables).filter(({ name }) => task.colors.includes(name));
  const size = sheetSize(task.manifest);
  const sheets = modes.map(() => ({ ...size, rgba: new Uint8Array(size.widthPx * size.heightPx * 4) }));
  const layers: DrawnFile[] = [];
  for (const table of task.tables) layers.push(...(await paintTower(table, { ...task, modes, sheets })));
  const files = modes.map(async ({ name }, i): Promise<DrawnFile> => {
    return [atlasFiles.sheet(task.projection, name), await encodeSheetPicture(sheets[i]!)];
  });
  // Colors are chosen one at a time; the first look should be light on simple screens, too.
  const small = sheets
    .filter((_, i) => modes[i]!.name === roleMode.name)
    .map(async (sheet): Promise<DrawnFile> => {
      return [atlasFiles.smallSheet(task.projection), await encodeHalfSheet(sheet)];
    });
  return [...(await Promise.all([...files, ...small])), ...layers];
}

function sheetSize({ sheet }: Manifest): { widthPx: number; heightPx: number } {
  return { widthPx: sheet.cellPx * sheet.columns, heightPx: sheet.cellPx * sheet.rows };
}

interface PaintInput extends Pick<SheetTask, "manifest" | "folder" | "projection" | "withLayers"> {
  readonly modes: readonly ColorMode[];
  readonly sheets: readonly RgbaPicture[];
}

/** Paints the heads of one tower into their cells. @returns The maps of its layers, if they are asked for. */
async function paintTower(
  { manifest, tower, tokens, patchColors }: SheetTable,
  { manifest: whole, folder, projection, withLayers, modes, sheets }: PaintInput,
): Promise<DrawnFile[]> {
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
  const paint = async (head: HeadId): Promise<MapCoordinates> => {
    const map = decodeCoordinates(await read(headFiles.coordinates(head, projection)), nPoints);
    const { x, y } = spreadCoordinates(map, tokens);
    const stored = needsNorms ? readNorms(await read(headFiles.points(head)), nPoints) : null;
    const norms = stored && spreadNorms(stored, tokens);
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
    return map;
  };
  const files: DrawnFile[] = [];
  const own = headsOf(whole).filter((id) => id.tower === tower);
  for (const [layer, heads] of Map.groupBy(own, formatLayer)) {
    const maps: MapCoordinates[] = [];
    for (const head of heads) maps.push(await paint(head));
    if (withLayers) files.push([atlasFiles.layer(layer, projection), jsonFile(encodeLayerMaps(maps))]);
  }
  return files;
}
