/** The numbers of all heads by columns: what the finder on the page of all heads reads. */
import type { APIRoute } from "astro";
import { atlasOf, type Manifest } from "../../../../atlas/files/manifest.ts";
import { atlasPaths, headNumbers } from "../../../../site/atlases.ts";
import { finderFile } from "../../../../site/finder/finder-file.ts";

export const getStaticPaths = atlasPaths;

export const GET: APIRoute<{ manifest: Manifest }> = ({ props: { manifest } }) =>
  new Response(JSON.stringify(finderFile(manifest, headNumbers(atlasOf(manifest)))), {
    headers: { "content-type": "application/json; charset=utf-8" },
  });
