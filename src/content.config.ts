/** What the site is made of: the guides, the manifests of the atlases that are built, and the numbers of their heads. */
import { existsSync } from "node:fs";
import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";
import { z } from "zod";
import { manifestSchema } from "./atlas/manifest.schema.ts";

const publicDir = process.env["PUBLIC_DIR"] ?? "public";
const base = `${publicDir}/atlas`;
/** `tiny-gpt/stories/manifest.json` → `tiny-gpt/stories`. */
const generateId = ({ entry }: { entry: string }): string => entry.replace(/\/[^/]+$/, "");
/** Before the first build there is no folder, and that is no mistake. */
const from = (file: string) =>
  existsSync(base) ? glob({ base, pattern: `*/*/${file}`, generateId }) : () => Promise.resolve([]);

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

export const collections = {
  guides: defineCollection({ loader: glob({ base: "content/guides", pattern: "*.md" }) }),
  atlases: defineCollection({ loader: from("manifest.json"), schema: manifestSchema }),
  heads: defineCollection({
    loader: from("heads.json"),
    schema: z.object({ v: z.literal(1), heads: z.array(headNumbers) }),
  }),
};
