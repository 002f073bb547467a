/** Thumbnails of all heads in one picture per method and color, drawn from the published files of the heads. */
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { decodeCoordinates } from "#atlas/coordinates.ts";
import { flatProjections, headsOf, sheetCell, type Manifest } from "#atlas/manifest.ts";
import type { Projection } from "#atlas/method.ts";
import { decodePoints } from "#atlas/points.ts";
import type { TokenTable } from "#atlas/tokens.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { sheetModes } from "#color/modes.ts";
import { paintPoints } from "#color/paint-points.ts";
import { paintTrace, placeInSquare, traceMap } from "./draw-map.ts";
import { encodeHalfSheet, encodeSheetPicture, type RgbaPicture } from "./encode-pictures.ts";
import { cellOptions } from "./sheet-shape.ts";

export interface SheetInput {
  /** With the range of all norms, if it is known. */
  readonly manifest: Manifest;
  readonly tokens: TokenTable;
  /** [3 · nTokens]; null for text. */
  readonly patchColors: Uint8Array | null;
  /** Reads a JSON file of the atlas. */
  readonly read: (file: string) => Promise<unknown>;
}

/** The sheets as files of the atlas; those of one method are in memory at a time. */
export async function* drawSheets(input: SheetInput): AsyncGenerator<readonly [string, Buffer]> {
  const modes = sheetModes(input.manifest, input.tokens);
  for (const projection of flatProjections(input.manifest)) {
    const sheets = await paintSheets(input, projection, modes);
    for (const [i, mode] of modes.entries()) {
      const sheet = sheets[i]!;
      yield [atlasFiles.sheet(projection, mode.name), await encodeSheetPicture(sheet)];
      // Colors are chosen one at a time; the first look should be light on simple screens, too.
      if (i === 0) yield [atlasFiles.smallSheet(projection), await encodeHalfSheet(sheet)];
    }
  }
}

async function paintSheets(
  { manifest, tokens, patchColors, read }: SheetInput,
  projection: Projection,
  modes: readonly ColorMode[],
): Promise<RgbaPicture[]> {
  const { cellPx, columns, rows } = manifest.sheet;
  const [widthPx, heightPx] = [cellPx * columns, cellPx * rows];
  const sheets = modes.map(() => ({ widthPx, heightPx, rgba: new Uint8Array(widthPx * heightPx * 4) }));
  const nPoints = tokens.nTokens * 2;
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
  for (const head of headsOf(manifest)) {
    const { x, y } = decodeCoordinates(await read(headFiles.coordinates(head, projection)), nPoints);
    const norms = needsNorms ? decodePoints(await read(headFiles.points(head)), nPoints).norms : null;
    const trace = traceMap(placeInSquare(x, y, options), tokens.nTokens, options);
    const { row, column } = sheetCell(manifest, head);
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
  return sheets;
}
