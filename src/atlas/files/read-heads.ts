/** `heads.json`, checked field by field where it is read without a schema library. */
import { HEADVIS_METRICS } from "../../measures/headvis.ts";
import { ALIGNMENT_MEASURES, MAP_MEASURES, type MapMeasure } from "../../measures/map-measures.ts";
import { isNullable, type Metric } from "../../measures/metric.ts";
import { METRICS } from "../../measures/metrics.ts";
import type { Missing } from "../../measures/scores.ts";
import type { AttentionPart, HeadReasons, NoEffect, ReasonEffect } from "../../reasons/head-reasons.ts";
import { formatHead } from "../head/head-id.ts";
import type { ExplainedShare, HeadNumbers } from "../head/head-numbers.ts";
import {
  fields,
  listOf,
  mapOf,
  maybe,
  number,
  oneOf,
  orNull,
  text,
  type Check,
  type Checks,
} from "./checks.ts";
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

const metrics = fields<HeadNumbers["metrics"]>(
  fromTable(
    METRICS.map((metric: Metric) => {
      const check = isNullable(metric) ? orNull(number) : number;
      return [metric.name, metric.isLater ? maybe(check) : check];
    }),
  ),
);

const alignment = fields<HeadNumbers["alignment"]>(
  fromTable(ALIGNMENT_MEASURES.map((name) => [name, number])),
);

const mapMeasures: [string, MapMeasure][] = Object.entries(MAP_MEASURES);
const quality = fields<HeadNumbers["quality"][string]>(
  fromTable(mapMeasures.map(([name, { isLater }]) => [name, isLater ? maybe(number) : number])),
);

const scores = mapOf(orNull(number));
const scoresAndChance = maybe(fields<NonNullable<HeadNumbers["patterns"]>>({ head: scores, chance: scores }));

const effect: Check = (value, name) => {
  const isMissing = typeof value === "object" && value !== null && "why" in value;
  (isMissing
    ? fields<NoEffect>({ why: text })
    : fields<ReasonEffect>({ effect: orNull(number), error: orNull(number), share: number }))(value, name);
};

const reasons = fields<HeadReasons>({
  nPairs: number,
  sampledFrom: maybe(number),
  explained: orNull(number),
  effects: mapOf(effect),
  attention: listOf(
    fields<AttentionPart>({ relation: text, queries: number, share: number, chance: number }),
  ),
});
const scoreOrWhy: Check = (value, name) => {
  if (typeof value === "object" && value !== null) fields<Missing>({ why: text })(value, name);
  else orNull(number)(value, name);
};
const scoresOrWhy = maybe(
  fields<NonNullable<HeadNumbers["weights"]>>({ head: mapOf(scoreOrWhy), chance: scores }),
);

const headNumbers = fields<HeadNumbers>({
  head: text,
  metrics,
  chance: maybe(metrics),
  alignment,
  quality: mapOf(quality),
  explained: maybe(
    mapOf(listOf(fields<ExplainedShare>({ color: text, share: number, isPartial: maybe(oneOf(true)) }))),
  ),
  reasons: maybe(reasons),
  headvis: maybe(
    fields<NonNullable<HeadNumbers["headvis"]>>(
      fromTable(Object.keys(HEADVIS_METRICS).map((name) => [name, orNull(number)])),
    ),
  ),
  patterns: scoresAndChance,
  vectors: scoresAndChance,
  weights: scoresOrWhy,
  repeats: scoresOrWhy,
});

/** The tables name every field of their type, which TypeScript cannot tell from entries. */
function fromTable<Type>(checks: readonly (readonly [name: string, check: Check])[]): Checks<Type> {
  return Object.fromEntries(checks) as Checks<Type>;
}
