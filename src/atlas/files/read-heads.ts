/** `heads.json`, checked field by field where it is read without a schema library. */
import { formatHead } from "../head/head-id.ts";
import type { HeadAlignment, HeadMetrics, HeadNumbers, MapQuality } from "../head/head-numbers.ts";
import { fields, listOf, mapOf, maybe, number, orNull, text } from "./checks.ts";
import { FormatError } from "./columns.ts";
import { openFile } from "./fields.ts";
import { headsOf, type Manifest } from "./manifest.ts";

/**
 * The numbers of all heads, by the head's name, in the order of the file.
 *
 * @param manifest Of the same atlas.
 * @throws {FormatError} if the file is of another version or damaged, or names a head twice or one that is not of this atlas.
 */
export function readHeads(json: unknown, manifest: Manifest): ReadonlyMap<string, HeadNumbers> {
  const rows = openFile(json, "heads")["heads"];
  listOf(headNumbers)(rows, "heads");
  const left = new Set(headsOf(manifest).map(formatHead));
  // What the check above has let through.
  return new Map(
    (rows as readonly HeadNumbers[]).map((row) => {
      if (left.delete(row.head)) return [row.head, row];
      throw new FormatError(
        `heads: expected each head of the atlas once, received ${JSON.stringify(row.head)}.`,
      );
    }),
  );
}

const metrics = fields<HeadMetrics>({
  entropy: number,
  self: orNull(number),
  previous: orNull(number),
  next: orNull(number),
  first: number,
  induction: orNull(number),
  distance: orNull(number),
  patchDistance: orNull(number),
});

const alignment = fields<HeadAlignment>({
  scale: number,
  correlationBefore: number,
  correlationAfter: number,
  attendedRankBefore: number,
  attendedRankAfter: number,
});

const quality = fields<MapQuality>({
  trustworthiness: number,
  continuity: number,
  neighborRecall: number,
  shepardCorrelation: number,
  distanceCorrelation: number,
  attentionRecall: number,
  attentionRecallChance: maybe(number),
  attentionRank: number,
  mixing: number,
  sampled: number,
});

const headNumbers = fields<HeadNumbers>({
  head: text,
  metrics,
  chance: maybe(metrics),
  alignment,
  quality: mapOf(quality),
});
