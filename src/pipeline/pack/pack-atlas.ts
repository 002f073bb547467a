/** Stage 8 for the whole atlas: the files of each head, those of all heads together, and the manifest. */
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { headsOf, manifestOf, type Manifest, type NormRange } from "#atlas/files/manifest.ts";
import { readNormRange } from "#atlas/files/points.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { tokenTable } from "#atlas/tokens/token-table.ts";
import { meanColors } from "#color/mean-colors.ts";
import { drawMaps, mapTasks } from "./draw-maps.ts";
import {
  outputsOf,
  type MapTask,
  type Output,
  type OutputFile,
  type PackedTower,
  type SheetTable,
} from "./outputs/output.ts";
import { OUTPUTS } from "./outputs/outputs.ts";
import { sheetColors } from "./outputs/sheets.ts";
import type { PackedHead } from "./pack-head.ts";
import type { TowerTable } from "./tower-tables.ts";
import type { AtlasWriter } from "./write-atlas.ts";

/** Data that all heads share. */
export interface AtlasParts {
  readonly manifest: Manifest;
  readonly tables: readonly TowerTable[];
}

/** Draws the maps of all heads, and returns the results in the order of the tasks. */
export type DrawAll = (tasks: readonly MapTask[]) => AsyncIterable<readonly OutputFile[]>;

export interface PackOptions {
  /** Runs the tasks one after the other if not given. */
  readonly drawAll?: DrawAll;
  /** Replaces the table. */
  readonly outputs?: readonly Output[];
}

/** Heads arrive one by one and are never all in memory; outputs that need all of them read the files again. */
export async function packAtlas(
  writer: AtlasWriter,
  parts: AtlasParts,
  heads: AsyncIterable<PackedHead>,
  { outputs = OUTPUTS, drawAll = (tasks) => drawInTurn(tasks, outputs) }: PackOptions = {},
): Promise<void> {
  const numbers = new Map<string, HeadNumbers>();
  let normRange: NormRange = { min: Infinity, max: -Infinity };
  for await (const packed of heads) {
    normRange = widened(normRange, packed);
    numbers.set(formatHead(packed.head), packed.numbers);
    await writer.addAll(packed.files);
  }
  const measured = numbers.size > 0 ? { ...parts.manifest, normRange } : parts.manifest;
  const tables: SheetTable[] = [];
  for (const { patches, ...table } of parts.tables) {
    const packed: PackedTower = { ...table, pictures: (await patches?.()) ?? null };
    for (const output of outputsOf(outputs, "tower")) await writer.addAll(await output.files(packed));
    tables.push({
      manifest: manifestOf(measured, table.tower),
      tower: table.tower,
      tokens: tokenTable(table.tokens),
      patchColors: patchColors(packed),
    });
  }
  // Towers read different texts, so their maps have only the colors of the roles in common.
  const manifest =
    tables.length === 1
      ? { ...measured, sheet: { ...measured.sheet, colors: sheetColors(tables) } }
      : measured;
  for await (const drawn of drawAll(mapTasks({ manifest, tables, folder: writer.staging }))) {
    await writer.addAll(drawn);
  }
  const rows = headsOf(manifest).flatMap((head) => numbers.get(formatHead(head)) ?? []);
  for (const output of outputsOf(outputs, "atlas"))
    await writer.addAll(await output.files({ manifest, numbers: rows }));
  // The manifest is written last: a folder that has one is a whole atlas.
  await writer.addJson(atlasFiles.manifest, manifest);
}

async function* drawInTurn(
  tasks: readonly MapTask[],
  outputs: readonly Output[],
): AsyncGenerator<readonly OutputFile[]> {
  for (const task of tasks) yield await drawMaps(task, outputs);
}

/** This range is known only after all heads have arrived; a head's own range is in its file. */
function widened({ min, max }: NormRange, { head, files }: PackedHead): NormRange {
  const own = readNormRange(JSON.parse(new TextDecoder().decode(files.get(headFiles.points(head)))));
  return { min: Math.min(min, own.min), max: Math.max(max, own.max) };
}

/** Mean color of every patch, [3 · nTokens]; special tokens have none, and every mode shows them gray. Null for text. */
function patchColors({ reads, pictures }: PackedTower): Uint8Array | null {
  if (reads.patches === null || pictures === null) return null;
  const { cellPx } = reads.patches;
  return Uint8Array.from(pictures.flatMap((rgba) => (rgba ? [...meanColors(rgba, 1, cellPx)] : [0, 0, 0])));
}
