/** The Markdown twin of the page of all heads of an atlas without maps. */
import type { APIRoute } from "astro";
import type { PatternsManifest } from "../../../atlas/patterns/patterns.ts";
import { patternsPaths } from "../../../site/patterns/all-patterns.ts";
import { patternsMarkdown } from "../../../site/patterns/patterns-markdown.ts";
import { patternsTwin } from "../../../site/patterns/patterns-twin.ts";

export const getStaticPaths = patternsPaths;

export const GET: APIRoute<{ manifest: PatternsManifest }> = ({ props: { manifest }, site }) =>
  new Response(patternsMarkdown(patternsTwin(manifest, null, { site, base: import.meta.env.BASE_URL })), {
    headers: { "content-type": "text/markdown; charset=utf-8" },
  });
