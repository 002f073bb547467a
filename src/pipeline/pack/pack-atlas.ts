/** Stage 8 for the whole atlas: the files of each head, those of all heads together, and the manifest. */
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { headsOf, manifestOf, type Manifest, type NormRange } from "#atlas/files/manifest.ts";
import { readNormRange } from "#atlas/files/points.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { tokenTable } from "#atlas/tokens/token-table.ts";
import type { ReportedNumbers } from "../capture/capture.ts";
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
import { searchHeadFile } from "./outputs/search-head.ts";
import { sheetColors } from "./outputs/sheets.ts";
import type { PackedHead } from "./pack-head.ts";
import { patchColors } from "./patch-colors.ts";
import type { TowerTable } from "./tower-tables.ts";
import type { AtlasWriter } from "./write-atlas.ts";

/** Data that all heads share. */
export interface AtlasParts {
  readonly manifest: Manifest;
  /** Of the model, not of the dataset; absent where a capture of an earlier version is packed. */
  readonly numbers?: ReportedNumbers;
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
  let hasAverages = true;
  let hasSearch = parts.tables.length === 1;
  for await (const packed of heads) {
    normRange = widened(normRange, packed);
    hasAverages &&= packed.files.has(headFiles.average(packed.head));
    hasSearch &&= packed.files.has(searchHeadFile(packed.head));
    numbers.set(formatHead(packed.head), packed.numbers);
    await writer.addAll(packed.files);
  }
  const measured =
    numbers.size > 0
      ? measuredManifest(parts.manifest, { normRange, hasAverages, hasSearch })
      : parts.manifest;
  const tables: SheetTable[] = [];
  for (const { patches, ...table } of parts.tables) {
    const pictures = (await patches?.()) ?? null;
    const packed: PackedTower = { ...table, pictures, manifest: measured, folder: writer.staging };
    for (const output of outputsOf(outputs, "tower")) await writer.addAll(await output.files(packed));
    tables.push({
      manifest: manifestOf(measured, table.tower),
      tower: table.tower,
      tokens: tokenTable(table.tokens),
      patchColors: patchColors(packed.reads, packed.pictures),
    });
  }
  const explained = new Map([...numbers].map(([name, row]) => [name, row.explained]));
  // Towers read different texts, so their maps have only the colors of the roles in common.
  const manifest =
    tables.length === 1
      ? {
          ...measured,
          sheet: { ...measured.sheet, colors: sheetColors({ tables, explained, manifest: measured }) },
        }
      : measured;
  for await (const drawn of drawAll(mapTasks({ manifest, tables, explained, folder: writer.staging }))) {
    await writer.addAll(drawn);
  }
  const rows = headsOf(manifest).flatMap((head) =>
    withReported(numbers.get(formatHead(head)), parts.numbers),
  );
  for (const output of outputsOf(outputs, "atlas"))
    await writer.addAll(
      await output.files({
        manifest,
        folder: writer.staging,
        nBytes: writer.nBytes,
        numbers: rows,
        circuits: parts.numbers?.circuits,
      }),
    );
  // The manifest is written last: a folder that has one is a whole atlas.
  await writer.addJson(atlasFiles.manifest, manifest);
}

/** A row with what the model's weights and repeated tokens say of its head. */
function withReported(row: HeadNumbers | undefined, reported: ReportedNumbers | undefined): HeadNumbers[] {
  if (row === undefined) return [];
  const [weights, repeats] = [reported?.weights[row.head], reported?.repeats[row.head]];
  return [{ ...row, ...(weights ? { weights } : {}), ...(repeats ? { repeats } : {}) }];
}

/** With what is known only after all heads have arrived. */
function measuredManifest(
  manifest: Manifest,
  { normRange, hasAverages, hasSearch }: { normRange: NormRange; hasAverages: boolean; hasSearch: boolean },
): Manifest {
  const sheet = hasAverages ? { ...manifest.sheet, average: true } : manifest.sheet;
  return { ...manifest, normRange, sheet, ...(hasSearch ? { search: true } : {}) };
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
