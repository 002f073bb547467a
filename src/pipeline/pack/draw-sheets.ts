/** Thumbnails of all heads in one picture per method and color, drawn from the published files of the heads. */
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { decodeCoordinates } from "#atlas/coordinates.ts";
import { flatProjections, headsOf, sheetCell, type Manifest } from "#atlas/manifest.ts";
import type { Projection } from "#atlas/method.ts";
import { decodePoints } from "#atlas/points.ts";
import { spreadCoordinates, spreadNumbers, storedPoints } from "#atlas/spread-points.ts";
import type { TokenTable } from "#atlas/tokens.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { sheetModes } from "#color/modes.ts";
import { roleMode } from "#color/role.ts";
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

export interface SheetInput {
  readonly manifest: Manifest;
  readonly tables: readonly SheetTable[];
  /** Reads a JSON file of the atlas. */
  readonly read: (file: string) => Promise<unknown>;
}

/** Names of the modes in which sheets are drawn. */
export function sheetColors(tables: readonly SheetTable[]): string[] {
  return modesOf(tables).map((mode) => mode.name);
}

function modesOf([first, ...others]: readonly SheetTable[]): ColorMode[] {
  return first === undefined || others.length > 0 ? [roleMode] : sheetModes(first.manifest, first.tokens);
}

type PictureFile = readonly [name: string, content: Buffer];

/** The sheets as files of the atlas. Those of one method are encoded, on other threads, while the next one's are painted. */
export async function* drawSheets(input: SheetInput): AsyncGenerator<PictureFile> {
  const modes = modesOf(input.tables);
  let encoded: Promise<PictureFile[]> = Promise.resolve([]);
  for (const projection of flatProjections(input.manifest)) {
    const sheets = await paintSheets(input, projection, modes);
    yield* await encoded;
    encoded = encodeSheets(projection, modes, sheets);
    // Whoever reads the files may stop; a failure is met where they are awaited.
    encoded.catch(() => undefined);
  }
  yield* await encoded;
}

async function encodeSheets(
  projection: Projection,
  modes: readonly ColorMode[],
  sheets: readonly RgbaPicture[],
): Promise<PictureFile[]> {
  const files = modes.map(async ({ name }, i): Promise<PictureFile> => {
    return [atlasFiles.sheet(projection, name), await encodeSheetPicture(sheets[i]!)];
  });
  // Colors are chosen one at a time; the first look should be light on simple screens, too.
  const small = sheets.slice(0, 1).map(async (sheet): Promise<PictureFile> => {
    return [atlasFiles.smallSheet(projection), await encodeHalfSheet(sheet)];
  });
  return Promise.all([...files, ...small]);
}

async function paintSheets(
  { manifest, tables, read }: SheetInput,
  projection: Projection,
  modes: readonly ColorMode[],
): Promise<RgbaPicture[]> {
  const { cellPx, columns, rows } = manifest.sheet;
  const [widthPx, heightPx] = [cellPx * columns, cellPx * rows];
  const sheets = modes.map(() => ({ widthPx, heightPx, rgba: new Uint8Array(widthPx * heightPx * 4) }));
  for (const table of tables) await paintTower(table, { manifest, read, projection, modes, sheets });
  return sheets;
}

interface PaintInput extends Pick<SheetInput, "manifest" | "read"> {
  readonly projection: Projection;
  readonly modes: readonly ColorMode[];
  readonly sheets: readonly RgbaPicture[];
}

/** Paints the heads of one tower into their cells. */
async function paintTower(
  { manifest, tower, tokens, patchColors }: SheetTable,
  { manifest: whole, read, projection, modes, sheets }: PaintInput,
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
