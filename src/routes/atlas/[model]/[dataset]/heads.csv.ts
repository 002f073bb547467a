/** The numbers of all heads as CSV, as `headland export` writes them. */
import type { APIRoute } from "astro";
import { atlasOf, type Manifest } from "../../../../atlas/files/manifest.ts";
import { csvText } from "../../../../export/csv.ts";
import { headsTable } from "../../../../export/tables/heads.ts";
import { atlasPaths, headNumbers } from "../../../../site/atlases.ts";

export const getStaticPaths = atlasPaths;

export const GET: APIRoute<{ manifest: Manifest }> = ({ props }) => {
  const numbers = headNumbers(atlasOf(props.manifest));
  return new Response(csvText(headsTable([...numbers.values()])), {
    headers: { "content-type": "text/csv; charset=utf-8" },
  });
};
