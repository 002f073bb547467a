/** Stage 8 for the whole atlas: shared tables, pictures of all heads and the manifest around the packed heads. */
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { headsOf, manifestOf, type Manifest, type NormRange } from "#atlas/files/manifest.ts";
import { readNormRange } from "#atlas/files/points.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import type { HeadNumbers, HeadsFile } from "#atlas/head/head-numbers.ts";
import { tokenTable } from "#atlas/tokens/token-table.ts";
import { encodeTokens } from "#atlas/tokens/tokens.ts";
import { meanColors } from "#color/mean-colors.ts";
import {
  drawSheets,
  sheetColors,
  sheetTasks,
  type DrawnFile,
  type SheetTable,
  type SheetTask,
} from "./draw-sheets.ts";
import { encodeSheet } from "./encode-pictures.ts";
import type { PackedHead } from "./pack-head.ts";
import type { TowerTable } from "./tower-tables.ts";
import type { AtlasWriter } from "./write-atlas.ts";

/** What is shared by all heads. */
export interface AtlasParts {
  readonly manifest: Manifest;
  readonly tables: readonly TowerTable[];
}

/** Draws sheets and gives them in the order of the tasks. */
export type DrawAll = (tasks: readonly SheetTask[]) => AsyncIterable<readonly DrawnFile[]>;

/**
 * Heads arrive one by one, never all of them in memory; what needs all of them reads their files again.
 *
 * @param drawAll One after the other, if not given.
 */
export async function packAtlas(
  writer: AtlasWriter,
  parts: AtlasParts,
  heads: AsyncIterable<PackedHead>,
  drawAll: DrawAll = drawInTurn,
): Promise<void> {
  const numbers = new Map<string, HeadNumbers>();
  let normRange: NormRange = { min: Infinity, max: -Infinity };
  for await (const packed of heads) {
    normRange = widened(normRange, packed);
    numbers.set(formatHead(packed.head), packed.numbers);
    for (const [file, content] of packed.files) await writer.add(file, content);
  }
  const measured = numbers.size > 0 ? { ...parts.manifest, normRange } : parts.manifest;
  const tables: SheetTable[] = [];
  for (const table of parts.tables) {
    await writer.addJson(atlasFiles.tokens(table.tower), encodeTokens(table.tokens));
    tables.push({
      manifest: manifestOf(measured, table.tower),
      tower: table.tower,
      tokens: tokenTable(table.tokens),
      patchColors: await packPatches(writer, table),
    });
  }
  // Towers read different things: their maps have no colors in common but those of the roles, and no one text to search.
  const isOne = tables.length === 1;
  const manifest = isOne
    ? { ...measured, sheet: { ...measured.sheet, colors: sheetColors(tables) } }
    : measured;
  for await (const drawn of drawAll(sheetTasks({ manifest, tables, folder: writer.staging }))) {
    for (const [file, content] of drawn) await writer.add(file, content);
  }
  const rows = headsOf(manifest).flatMap((head) => numbers.get(formatHead(head)) ?? []);
  await writer.addJson(atlasFiles.heads, { v: 1, heads: rows } satisfies HeadsFile);
  // Last: a folder with a manifest is a whole atlas.
  await writer.addJson(atlasFiles.manifest, manifest);
}

async function* drawInTurn(tasks: readonly SheetTask[]): AsyncGenerator<readonly DrawnFile[]> {
  for (const task of tasks) yield await drawSheets(task);
}

/** Known only here, once all heads have come by; a head's own range stands in its file. */
function widened({ min, max }: NormRange, { head, files }: PackedHead): NormRange {
  const own = readNormRange(JSON.parse(new TextDecoder().decode(files.get(headFiles.points(head)))));
  return { min: Math.min(min, own.min), max: Math.max(max, own.max) };
}

/** @returns Mean color of every patch, [3 · nTokens]; special tokens have none and are gray in every mode that asks. Null for text. */
async function packPatches(
  writer: AtlasWriter,
  { tower, reads, patches }: TowerTable,
): Promise<Uint8Array | null> {
  if (reads.patches === null || patches === null) return null;
  const { cellPx, sheetColumns, sheetRows } = reads.patches;
  const pictures = await patches();
  const placed = pictures.flatMap((rgba, token) =>
    rgba === null ? [] : [{ row: Math.floor(token / sheetColumns), column: token % sheetColumns, rgba }],
  );
  const shape = { cellPx, columns: sheetColumns, rows: sheetRows };
  await writer.add(atlasFiles.patches(tower), await encodeSheet(placed, shape));
  return Uint8Array.from(pictures.flatMap((rgba) => (rgba ? [...meanColors(rgba, 1, cellPx)] : [0, 0, 0])));
}
