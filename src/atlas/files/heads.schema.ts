/** The numbers of `head-numbers.ts`, checked one by one where the site is built. The schema is made from their tables. */
import { z } from "zod";
import { HEADVIS_METRICS } from "../../measures/headvis.ts";
import { ALIGNMENT_MEASURES, MAP_MEASURES, type MapMeasure } from "../../measures/map-measures.ts";
import { isNullable, type Metric, type WrittenMetrics } from "../../measures/metric.ts";
import { METRICS } from "../../measures/metrics.ts";
import type { HeadNumbers, HeadsFile } from "../head/head-numbers.ts";

const number = z.number();

/** Zod cannot tell the type of an object whose keys come from a table. */
function objectOf<Output>(fields: readonly (readonly [name: string, field: z.ZodType])[]): z.ZodType<Output> {
  return z.object(Object.fromEntries(fields)) as unknown as z.ZodType<Output>;
}

/** The numbers of these metrics: those that may have nothing to measure may be null. */
export function metricsSchema<List extends readonly Metric[]>(list: List): z.ZodType<WrittenMetrics<List>> {
  return objectOf(
    list.map((metric) => {
      const value = isNullable(metric) ? number.nullable() : number;
      return [metric.name, metric.isLater ? value.exactOptional() : value];
    }),
  );
}

const scores = z.record(z.string(), number.nullable());
const scoresAndChance = z.object({ head: scores, chance: scores });
const scoresOrWhy = z.object({
  head: z.record(z.string(), z.union([number, z.null(), z.object({ why: z.string() })])),
  chance: scores,
});
const metrics = metricsSchema(METRICS);
const mapMeasures: [string, MapMeasure][] = Object.entries(MAP_MEASURES);

const reasons = z.object({
  nPairs: number,
  sampledFrom: number.exactOptional(),
  explained: number.nullable(),
  effects: z.record(
    z.string(),
    z.union([
      z.object({ effect: number.nullable(), error: number.nullable(), share: number }),
      z.object({ why: z.string() }),
    ]),
  ),
  attention: z
    .array(z.object({ relation: z.string(), queries: number, share: number, chance: number }))
    .readonly(),
});

const headNumbers = z.object({
  head: z.string(),
  metrics,
  chance: metrics.exactOptional(),
  alignment: objectOf<HeadNumbers["alignment"]>(ALIGNMENT_MEASURES.map((name) => [name, number])),
  quality: z.record(
    z.string(),
    objectOf<HeadNumbers["quality"][string]>(
      mapMeasures.map(([name, { isLater }]) => [name, isLater ? number.exactOptional() : number]),
    ),
  ),
  explained: z
    .record(
      z.string(),
      z
        .array(z.object({ color: z.string(), share: number, isPartial: z.literal(true).exactOptional() }))
        .readonly(),
    )
    .exactOptional(),
  headvis: objectOf<NonNullable<HeadNumbers["headvis"]>>(
    Object.keys(HEADVIS_METRICS).map((name) => [name, number.nullable()]),
  ).exactOptional(),
  patterns: scoresAndChance.exactOptional(),
  vectors: scoresAndChance.exactOptional(),
  reasons: reasons.exactOptional(),
  weights: scoresOrWhy.exactOptional(),
  repeats: scoresOrWhy.exactOptional(),
});

export const headsSchema = z.object({
  v: z.literal(1),
  heads: z.array(headNumbers),
}) satisfies z.ZodType<HeadsFile>;
