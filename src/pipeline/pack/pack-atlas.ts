/** Stage 8 for the whole atlas: shared tables, sheets and the manifest around the packed heads. */
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { formatHead } from "#atlas/head-id.ts";
import type { HeadNumbers, HeadsFile } from "#atlas/head-numbers.ts";
import { headsOf, projectionsOf, sheetCell, type Manifest, type NormRange } from "#atlas/manifest.ts";
import { projectionName } from "#atlas/method.ts";
import { readNormRange } from "#atlas/points.ts";
import { encodeTokens } from "#atlas/tokens.ts";
import { encodeSheet, type PlacedPicture } from "./encode-pictures.ts";
import type { PackedHead } from "./pack-head.ts";
import type { TowerTable } from "./tower-tables.ts";
import type { AtlasWriter } from "./write-atlas.ts";

/** What is shared by all heads. */
export interface AtlasParts {
  readonly manifest: Manifest;
  readonly tables: readonly TowerTable[];
}

/** Heads arrive one by one: never all of them in memory, only their small thumbnails. */
export async function packAtlas(
  writer: AtlasWriter,
  parts: AtlasParts,
  heads: AsyncIterable<PackedHead>,
): Promise<void> {
  const { manifest } = parts;
  const sheets = new Map<string, PlacedPicture[]>();
  const numbers = new Map<string, HeadNumbers>();
  let normRange: NormRange = { min: Infinity, max: -Infinity };
  for await (const packed of heads) {
    normRange = widened(normRange, packed);
    numbers.set(formatHead(packed.head), packed.numbers);
    for (const [file, content] of packed.files) await writer.add(file, content);
    for (const [name, rgba] of packed.cells) {
      const cells = sheets.get(name) ?? [];
      cells.push({ ...sheetCell(manifest, packed.head), rgba });
      sheets.set(name, cells);
    }
  }
  for (const projection of projectionsOf(manifest)) {
    const cells = sheets.get(projectionName(projection));
    if (cells) await writer.add(atlasFiles.sheet(projection), await encodeSheet(cells, manifest.sheet));
  }
  for (const table of parts.tables) {
    await packPatches(writer, table);
    await writer.addJson(atlasFiles.tokens(table.tower), encodeTokens(table.tokens));
  }
  const rows = headsOf(manifest).flatMap((head) => numbers.get(formatHead(head)) ?? []);
  await writer.addJson(atlasFiles.heads, { v: 1, heads: rows } satisfies HeadsFile);
  // Last: a folder with a manifest is a whole atlas.
  await writer.addJson(atlasFiles.manifest, rows.length > 0 ? { ...manifest, normRange } : manifest);
}

/** Known only here, once all heads have come by; a head's own range stands in its file. */
function widened({ min, max }: NormRange, { head, files }: PackedHead): NormRange {
  const own = readNormRange(JSON.parse(new TextDecoder().decode(files.get(headFiles.points(head)))));
  return { min: Math.min(min, own.min), max: Math.max(max, own.max) };
}

async function packPatches(writer: AtlasWriter, { tower, reads, patches }: TowerTable): Promise<void> {
  if (reads.patches === null || patches === null) return;
  const { cellPx, sheetColumns, sheetRows } = reads.patches;
  const placed = (await patches()).flatMap((rgba, token) =>
    rgba === null ? [] : [{ row: Math.floor(token / sheetColumns), column: token % sheetColumns, rgba }],
  );
  const shape = { cellPx, columns: sheetColumns, rows: sheetRows };
  await writer.add(atlasFiles.patches(tower), await encodeSheet(placed, shape));
}
