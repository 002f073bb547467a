/** Files of a head's data that the page makes: the same bytes as `headland export` writes. */
import { atlasFolder } from "#atlas/address.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import { aboutAtlas, aboutTable } from "#export/about.ts";
import { csvText } from "#export/csv.ts";
import { readPointsTable, readWeightsTable, type HeadReader } from "#export/head-tables.ts";
import type { Table } from "#export/table.ts";
import { loadPart } from "../../data/load-part.ts";

export interface HeadData {
  readonly reader: HeadReader;
  /** As seen by the head's tower. */
  readonly manifest: Manifest;
  readonly head: HeadId;
  readonly digest: string | undefined;
}

/** The tables that the page offers. */
export const HEAD_TABLES = ["points", "weights"] as const;
export type HeadTable = (typeof HEAD_TABLES)[number];

/** Formats of tables. */
export const FORMATS = ["csv", "parquet"] as const;
export type Format = (typeof FORMATS)[number];

const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  csv: "text/csv;charset=utf-8",
  parquet: "application/vnd.apache.parquet",
};

/** `tiny-gpt-stories-L3H5-points.csv` */
export function fileName({ manifest, head }: HeadData, table: HeadTable, format: Format): string {
  return `${atlasFolder(atlasOf(manifest)).replace("/", "-")}-${formatHead(head)}-${table}.${format}`;
}

/** @throws {LoadError} where a file of the atlas cannot be had or read. */
export async function headDownload(data: HeadData, name: HeadTable, format: Format): Promise<Blob> {
  const { reader, manifest, head } = data;
  const table =
    name === "points" ? await readPointsTable(reader, manifest, head) : await readWeightsTable(reader, head);
  return new Blob([await contentOf(table, format, data)], { type: MEDIA_TYPES[format] });
}

async function contentOf(
  table: Table,
  format: Format,
  { manifest, head, digest }: HeadData,
): Promise<string | Uint8Array<ArrayBuffer>> {
  if (format === "csv") return csvText(table);
  // Few readers ask for it, and its library is larger than the rest of the panel.
  const { parquetBytes } = await loadPart("The writer of Parquet", () => import("#export/parquet.ts"));
  return parquetBytes(table, aboutTable(aboutAtlas(manifest, digest), table, formatHead(head)));
}
