/** The same numbers as in `head-numbers.ts`, checked field by field where the site is built. */
import { z } from "zod";
import type { HeadsFile } from "../head/head-numbers.ts";

const number = z.number();
const metrics = z.object({
  entropy: number,
  self: number.nullable(),
  previous: number.nullable(),
  next: number.nullable(),
  first: number,
  induction: number.nullable(),
  distance: number.nullable(),
  patchDistance: number.nullable(),
});

const headNumbers = z.object({
  head: z.string(),
  metrics,
  chance: metrics.exactOptional(),
  alignment: z.object({
    scale: number,
    correlationBefore: number,
    correlationAfter: number,
    attendedRankBefore: number,
    attendedRankAfter: number,
  }),
  quality: z.record(
    z.string(),
    z.object({
      trustworthiness: number,
      continuity: number,
      neighborRecall: number,
      shepardCorrelation: number,
      distanceCorrelation: number,
      attentionRecall: number,
      attentionRecallChance: number.exactOptional(),
      attentionRank: number,
      mixing: number,
      sampled: number,
    }),
  ),
});

export const headsSchema = z.object({
  v: z.literal(1),
  heads: z.array(headNumbers),
}) satisfies z.ZodType<HeadsFile>;
