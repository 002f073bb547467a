/** Stage 8 for the whole atlas: shared tables, pictures of all heads and the manifest around the packed heads. */
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { decodeCoordinates } from "#atlas/coordinates.ts";
import { formatHead } from "#atlas/head-id.ts";
import type { HeadNumbers, HeadsFile } from "#atlas/head-numbers.ts";
import { encodeLayerMaps, formatLayer } from "#atlas/layer-maps.ts";
import { flatProjections, headsOf, type Manifest, type NormRange } from "#atlas/manifest.ts";
import { readNormRange } from "#atlas/points.ts";
import { decodeTokens, encodeTokens, type TokensSource } from "#atlas/tokens.ts";
import { meanColors } from "#color/mean-colors.ts";
import { sheetModes } from "#color/modes.ts";
import { drawSheets } from "./draw-sheets.ts";
import { encodeSheet } from "./encode-pictures.ts";
import type { PackedHead } from "./pack-head.ts";
import type { AtlasWriter } from "./write-atlas.ts";

/** What is shared by all heads. */
export interface AtlasParts {
  readonly manifest: Manifest;
  readonly tokens: TokensSource;
  /** RGBA pictures of `manifest.patches.cellPx` squared, one per token, null for special tokens; null for text. */
  readonly patches: readonly (Uint8Array | null)[] | null;
}

/** Heads arrive one by one, never all of them in memory; what needs all of them reads their files again. */
export async function packAtlas(
  writer: AtlasWriter,
  parts: AtlasParts,
  heads: AsyncIterable<PackedHead>,
): Promise<void> {
  const numbers = new Map<string, HeadNumbers>();
  let normRange: NormRange = { min: Infinity, max: -Infinity };
  for await (const packed of heads) {
    normRange = widened(normRange, packed);
    numbers.set(formatHead(packed.head), packed.numbers);
    for (const [file, content] of packed.files) await writer.add(file, content);
  }
  const tokensFile = encodeTokens(parts.tokens);
  const tokens = decodeTokens(tokensFile);
  const measured = numbers.size > 0 ? { ...parts.manifest, normRange } : parts.manifest;
  const colors = sheetModes(measured, tokens).map((mode) => mode.name);
  const manifest = { ...measured, sheet: { ...measured.sheet, colors } };
  const patchColors = meanPatchColors(parts);
  const read = (file: string): Promise<unknown> => writer.readJson(file);
  for await (const [file, picture] of drawSheets({ manifest, tokens, patchColors, read })) {
    await writer.add(file, picture);
  }
  await packLayers(writer, manifest);
  await packPatches(writer, parts);
  await writer.addJson(atlasFiles.tokens, tokensFile);
  const rows = headsOf(manifest).flatMap((head) => numbers.get(formatHead(head)) ?? []);
  await writer.addJson(atlasFiles.heads, { v: 1, heads: rows } satisfies HeadsFile);
  // Last: a folder with a manifest is a whole atlas.
  await writer.addJson(atlasFiles.manifest, manifest);
}

/** Known only here, once all heads have come by; a head's own range stands in its file. */
function widened({ min, max }: NormRange, { head, files }: PackedHead): NormRange {
  const own = readNormRange(JSON.parse(new TextDecoder().decode(files.get(headFiles.points(head)))));
  return { min: Math.min(min, own.min), max: Math.max(max, own.max) };
}

/** Maps of a whole layer in one file: a search over all heads asks once per layer. */
async function packLayers(writer: AtlasWriter, manifest: Manifest): Promise<void> {
  const layers = Map.groupBy(headsOf(manifest), formatLayer);
  for (const projection of flatProjections(manifest)) {
    for (const [layer, heads] of layers) {
      const files = heads.map((head) => writer.readJson(headFiles.coordinates(head, projection)));
      const maps = (await Promise.all(files)).map((file) =>
        decodeCoordinates(file, manifest.dataset.nTokens * 2),
      );
      await writer.addJson(atlasFiles.layer(layer, projection), encodeLayerMaps(maps));
    }
  }
}

/** Special tokens have none; they are gray in every mode that asks. */
function meanPatchColors({ manifest, patches }: AtlasParts): Uint8Array | null {
  if (manifest.patches === null || patches === null) return null;
  const { cellPx } = manifest.patches;
  return Uint8Array.from(patches.flatMap((rgba) => (rgba ? [...meanColors(rgba, 1, cellPx)] : [0, 0, 0])));
}

async function packPatches(writer: AtlasWriter, { manifest, patches }: AtlasParts): Promise<void> {
  if (manifest.patches === null || patches === null) return;
  const { cellPx, sheetColumns, sheetRows } = manifest.patches;
  const placed = patches.flatMap((rgba, token) =>
    rgba === null ? [] : [{ row: Math.floor(token / sheetColumns), column: token % sheetColumns, rgba }],
  );
  const shape = { cellPx, columns: sheetColumns, rows: sheetRows };
  await writer.add(atlasFiles.patches, await encodeSheet(placed, shape));
}
