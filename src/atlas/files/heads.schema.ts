/** The numbers of `head-numbers.ts`, checked one by one where the site is built. The schema is made from their tables. */
import { z } from "zod";
import { ALIGNMENT_MEASURES, MAP_MEASURES, type MapMeasure } from "../../measures/map-measures.ts";
import { isNullable, type Metric, type MetricsOf } from "../../measures/metric.ts";
import { METRICS } from "../../measures/metrics.ts";
import type { HeadNumbers, HeadsFile } from "../head/head-numbers.ts";

const number = z.number();

/** Zod cannot tell the type of an object whose keys come from a table. */
function objectOf<Output>(fields: readonly (readonly [name: string, field: z.ZodType])[]): z.ZodType<Output> {
  return z.object(Object.fromEntries(fields)) as unknown as z.ZodType<Output>;
}

/** The numbers of these metrics: those that may have nothing to measure may be null. */
export function metricsSchema<List extends readonly Metric[]>(list: List): z.ZodType<MetricsOf<List>> {
  return objectOf(list.map((metric) => [metric.name, isNullable(metric) ? number.nullable() : number]));
}

const metrics = metricsSchema(METRICS);
const mapMeasures: [string, MapMeasure][] = Object.entries(MAP_MEASURES);

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
});

export const headsSchema = z.object({
  v: z.literal(1),
  heads: z.array(headNumbers),
}) satisfies z.ZodType<HeadsFile>;
