/** The tables of a head, from whatever reads the files of its atlas: a command, or a page. */
import type { Attention } from "../atlas/files/attention.ts";
import type { MapCoordinates } from "../atlas/files/coordinates.ts";
import type { Manifest } from "../atlas/files/manifest.ts";
import type { PointNumbers } from "../atlas/files/points.ts";
import type { HeadId } from "../atlas/head/head-id.ts";
import { projectionsOf, type Projection } from "../atlas/method.ts";
import type { TokenTable } from "../atlas/tokens/tokens.ts";
import type { Table } from "./table.ts";
import { pointsTable } from "./tables/points.ts";
import { weightsTable } from "./tables/weights.ts";

/** In the order in which they are written. */
export const TABLES = ["heads", "points", "weights"] as const;
export type TableName = (typeof TABLES)[number];

/** Reads the files of the heads of one tower. */
export interface HeadReader {
  tokens(): Promise<TokenTable>;
  coordinates(head: HeadId, projection: Projection): Promise<MapCoordinates>;
  points(head: HeadId): Promise<PointNumbers>;
  attention(head: HeadId): Promise<Attention>;
}

/** @param manifest As seen by the head's tower. */
export async function readPointsTable(reader: HeadReader, manifest: Manifest, head: HeadId): Promise<Table> {
  const maps = [];
  for (const projection of projectionsOf(manifest))
    maps.push({ projection, coordinates: await reader.coordinates(head, projection) });
  const { valueNorms } = await reader.attention(head);
  const numbers = await reader.points(head);
  return pointsTable({ tokens: await reader.tokens(), patches: manifest.patches, maps, numbers, valueNorms });
}

export async function readWeightsTable(reader: HeadReader, head: HeadId): Promise<Table> {
  return weightsTable(await reader.tokens(), await reader.attention(head));
}
