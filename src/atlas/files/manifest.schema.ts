/** The same manifest as `manifest.ts`, checked field by field where the site is built. */
import { z } from "zod";
import { isKnownMethod, isMethodName, METHODS } from "../method.ts";
import { expectedModelSlug, SLUG } from "../slug.ts";
import type { Manifest } from "./manifest.ts";

const slug = z.string().regex(SLUG);
/** An atlas made before a name was given to the site itself must not take the site's pages. */
const modelSlug = slug.refine(
  (name) => expectedModelSlug(name) === undefined,
  "the name is not free for a model",
);
const count = z.int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A number per layer. */
const layers = z.array(count.max(1024)).max(1024);

const patches = z
  .object({
    rows: count,
    columns: count,
    nSpecial: count,
    cellPx: count,
    sheetColumns: count,
    sheetRows: count,
  })
  .nullable();

/** What a tower reads. */
const read = {
  kind: z.enum(["text", "images"]),
  nTokens: count,
  nPoints: count.exactOptional(),
  labels: z.array(z.string()),
};

const named = { slug, name: z.string(), description: z.string(), license: z.string(), digest };

/** Without what one field says of another. */
const fields = z.object({
  formatVersion: z.literal(1),
  model: z.object({
    ...named,
    slug: modelSlug,
    architecture: z.string(),
    hub: z.object({ source: z.string(), commit: z.string().regex(/^[0-9a-f]{40}$/) }).exactOptional(),
    checkpoint: z.object({ of: slug, step: count, name: z.string().exactOptional() }).exactOptional(),
  }),
  dataset: z.object({
    ...named,
    ...read,
    nSequences: count,
    sampledFrom: z.object({ nSequences: count, nTokens: count }).nullable(),
    tooLong: z.object({ limit: count, nSplit: count, nCut: count }).exactOptional(),
  }),
  towers: z
    .array(
      z.object({
        name: z.string().exactOptional(),
        heads: layers,
        keyHeads: layers.exactOptional(),
        reads: z.object({ ...read, dHead: count, causal: z.boolean(), patches }).exactOptional(),
      }),
    )
    .min(1),
  dHead: count,
  causal: z.boolean(),
  methods: z.array(z.string()).min(1),
  dims: z.array(z.union([z.literal(2), z.literal(3)])).min(1),
  titles: z.record(z.string().refine(isMethodName), z.string()).exactOptional(),
  color: z.string().exactOptional(),
  seed: count,
  replay: z.object({ maxError: z.number(), tolerance: z.number() }),
  warnings: z.array(z.string()),
  sheet: z.object({
    cellPx: count,
    columns: count,
    rows: count,
    colors: z.array(z.string()).min(1).exactOptional(),
    average: z.boolean().exactOptional(),
  }),
  patches,
  normRange: z.object({ min: z.number(), max: z.number() }).exactOptional(),
  search: z.boolean().exactOptional(),
  buildKey: digest,
});

export const manifestSchema = fields.superRefine((manifest, context) => {
  for (const [place, method] of manifest.methods.entries()) {
    if (isKnownMethod(manifest, method)) continue;
    const message = `expected one of ${METHODS.join(", ")}, or a method with a title`;
    context.addIssue({ code: "custom", path: ["methods", place], message });
  }
}) satisfies z.ZodType<Manifest>;
