/** What the site is made of: the guides, and of every atlas that is built its manifest and the numbers of its heads. */
import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";
import { atlasLoader } from "./integration/atlas-loader.ts";
import { atlasSchema } from "./integration/read-atlases.ts";

const publicDir = process.env["PUBLIC_DIR"] ?? "public";

export const collections = {
  guides: defineCollection({ loader: glob({ base: "content/guides", pattern: "*.md" }) }),
  atlases: defineCollection({ loader: atlasLoader(`${publicDir}/atlas`), schema: atlasSchema }),
};
