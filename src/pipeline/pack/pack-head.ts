/** Stage 8 for one head: its files, ready to be served. Runs where the head was projected. */
import { headFiles } from "#atlas/address.ts";
import { encodeAttention } from "#atlas/files/attention.ts";
import { encodeCoordinates } from "#atlas/files/coordinates.ts";
import { encodePoints } from "#atlas/files/points.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { firstProjection, projectionName, type Projection } from "#atlas/method.ts";
import { drawMap } from "./draw-map.ts";
import { encodePicture } from "./encode-pictures.ts";
import { jsonFile } from "./json-file.ts";

/** Side of the picture that stands on a head's page until its map is ready. */
const THUMBNAIL = { sizePx: 480, radiusPx: 1.6, marginPx: 20 };

/** What the earlier stages found for one head. */
export interface HeadResult {
  readonly head: HeadId;
  readonly maps: readonly HeadMap[];
  readonly nQueries: number;
  /** |q| of all queries, then |k| of all keys. */
  readonly norms: Float32Array;
  /** By projection name, a number per point. */
  readonly distortion: ReadonlyMap<string, Float32Array>;
  /** Patterns of all sequences, one after the other. */
  readonly weights: Float32Array;
  /** |v| of all keys; null where the model's values are not understood. */
  readonly valueNorms: Float32Array | null;
  readonly numbers: HeadNumbers;
}

export interface HeadMap {
  readonly projection: Projection;
  /** Row-major [queries + keys, dim]; queries first. */
  readonly coordinates: Float32Array;
}

/** A head as it is kept and published. */
export interface PackedHead {
  readonly head: HeadId;
  readonly numbers: HeadNumbers;
  /** Path inside the atlas → content. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Packs one head. The map that a page opens with gets the large thumbnail. */
export async function packHead(result: HeadResult): Promise<PackedHead> {
  const { head, maps } = result;
  const files = new Map<string, Uint8Array>();
  const first = firstProjection({
    methods: maps.map(({ projection }) => projection.method),
    dims: maps.map(({ projection }) => projection.dim),
  });
  for (const { projection, coordinates } of maps) {
    files.set(
      headFiles.coordinates(head, projection),
      jsonFile(encodeCoordinates(coordinates, projection.dim)),
    );
    if (projectionName(projection) !== projectionName(first)) continue;
    const picture = drawMap(coordinates, projection.dim, result.nQueries, THUMBNAIL);
    files.set(headFiles.thumbnail(head, projection), await encodePicture(picture));
  }
  files.set(headFiles.points(head), jsonFile(encodePoints(result)));
  files.set(headFiles.attention(head), jsonFile(encodeAttention(result.weights, result.valueNorms)));
  return { head, numbers: result.numbers, files };
}
