/** The manifest of an atlas of patterns, checked field by field where the site is built. */
import { z } from "zod";
import { expectedModelSlug, SLUG } from "../slug.ts";
import { PATTERNS, type PatternsManifest } from "./patterns.ts";

const slug = z.string().regex(SLUG);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);
const place = count.max(9999);
const said = { slug, name: z.string(), description: z.string(), license: z.string() };

export const patternsSchema = z.object({
  kind: z.literal(PATTERNS),
  formatVersion: z.literal(1),
  model: z.object({
    ...said,
    slug: slug.refine(
      (name) => expectedModelSlug(name) === undefined,
      "expected a name that is free for a model",
    ),
    digest,
  }),
  dataset: z.object(said),
  origin: z.object({
    model: z.string().nullable(),
    dataset: z.string().nullable(),
    nSequences: count.nullable(),
    leastWeight: z.number().nullable(),
    mostKeys: count.nullable(),
  }),
  nIntervals: count,
  numbers: z.array(z.object({ name: z.string(), meaning: z.string() })),
  heads: z
    .array(z.object({ layer: place, head: place, values: z.array(z.number().nullable()), nSequences: count }))
    .min(1),
  warnings: z.array(z.string()),
  buildKey: digest,
}) satisfies z.ZodType<PatternsManifest>;
