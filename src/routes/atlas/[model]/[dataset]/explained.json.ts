/** What sorts the first map of each head: what the page of comparisons reads to choose its color. */
import type { APIRoute } from "astro";
import { atlasOf, type Manifest } from "../../../../atlas/files/manifest.ts";
import { writeExplainedFile } from "../../../../atlas/head/explained-file.ts";
import { atlasPaths, headNumbers } from "../../../../site/atlases.ts";

export const getStaticPaths = atlasPaths;

export const GET: APIRoute<{ manifest: Manifest }> = ({ props: { manifest } }) =>
  new Response(writeExplainedFile(manifest, headNumbers(atlasOf(manifest)).values()), {
    headers: { "content-type": "application/json; charset=utf-8" },
  });
