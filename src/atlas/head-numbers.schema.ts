/** The same numbers as `head-numbers.ts`, checked field by field where the site is built. */
import { z } from "zod";
import type { HeadsFile } from "./head-numbers.ts";

const quality = z.object({
  trustworthiness: z.number(),
  continuity: z.number(),
  neighborRecall: z.number(),
  distanceCorrelation: z.number(),
  attentionRecall: z.number(),
  attentionRank: z.number(),
  mixing: z.number(),
  sampled: z.int().min(0),
});

const numbers = z.object({
  head: z.string(),
  metrics: z.object({
    entropy: z.number(),
    self: z.number(),
    previous: z.number(),
    next: z.number(),
    first: z.number(),
    induction: z.number().nullable(),
    distance: z.number(),
    patchDistance: z.number().nullable(),
  }),
  alignment: z.object({ scale: z.number(), correlationBefore: z.number(), correlationAfter: z.number() }),
  quality: z.record(z.string(), quality),
});

export const headsFileSchema = z.object({
  v: z.literal(1),
  heads: z.array(numbers),
}) satisfies z.ZodType<HeadsFile>;
