/** Exports tables: CSV or Parquet, one file each. */
import { join } from "node:path";
import { manifestOf } from "#atlas/files/manifest.ts";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import type { Atlas } from "#atlas/read-atlas.ts";
import { aboutColumns, aboutTable, type AboutAtlas, type AboutColumn } from "#export/about.ts";
import { csvChunks } from "#export/csv.ts";
import { readPointsTable, readWeightsTable, type TableName } from "#export/head-tables.ts";
import { parquetBytes } from "#export/parquet.ts";
import type { Table } from "#export/table.ts";
import { headsTable } from "#export/tables/heads.ts";
import type { ExportTarget } from "./export-target.ts";
import type { Published } from "./open-published.ts";

export const TABLE_FORMATS = ["csv", "parquet"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

export interface TableExport {
  readonly published: Published;
  readonly about: AboutAtlas;
  readonly heads: readonly HeadId[];
  readonly format: TableFormat;
  readonly tables: ReadonlySet<TableName>;
  /** Of the atlas inside the target; empty for the target itself. */
  readonly folder: string;
  /** Whether the files of heads lie in folders of their own. */
  readonly isApart: boolean;
  readonly onHead: (nDone: number) => void;
}

/** @returns The columns of each table, in the order in which the tables were first written. */
export async function exportTables(
  target: ExportTarget,
  { published, about, heads, format, tables, folder, isApart, onHead }: TableExport,
): Promise<Readonly<Record<string, readonly AboutColumn[]>>> {
  const { atlas } = published;
  const columns = new Map<string, readonly AboutColumn[]>();
  const add = async (place: string, table: Table, head?: string): Promise<void> => {
    const parts = format === "csv" ? csvChunks(table) : [parquetBytes(table, aboutTable(about, table, head))];
    await target.add(join(place, `${table.name}.${format}`), parts);
    columns.set(table.name, columns.get(table.name) ?? aboutColumns(table));
  };
  if (tables.has("heads")) await add(folder, await tableOfHeads(atlas, heads));
  for (const [i, head] of heads.entries()) {
    const name = formatHead(head);
    const place = isApart ? join(folder, name) : folder;
    const reader = { ...atlas, tokens: () => atlas.tokens(head.tower) };
    const manifest = manifestOf(atlas.manifest, head.tower);
    if (tables.has("points")) await add(place, await readPointsTable(reader, manifest, head), name);
    if (tables.has("weights")) await add(place, await readWeightsTable(reader, head), name);
    onHead(i + 1);
  }
  return Object.fromEntries(columns);
}

/** A row for each of these heads. */
export async function tableOfHeads(atlas: Atlas, heads: readonly HeadId[]): Promise<Table> {
  const numbers = await atlas.numbers();
  return headsTable(heads.flatMap((head) => numbers.get(formatHead(head)) ?? []));
}
