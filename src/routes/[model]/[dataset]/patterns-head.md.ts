/** The Markdown twin of the page of a head without a map. */
import type { APIRoute } from "astro";
import type { PatternsHead, PatternsManifest } from "../../../atlas/patterns/patterns.ts";
import { patternsHeadPaths } from "../../../site/patterns/all-patterns.ts";
import { patternsHeadMarkdown } from "../../../site/patterns/patterns-markdown.ts";
import { readHeadPatterns } from "../../../site/patterns/read-patterns.ts";
import { patternsTwin } from "../../../site/patterns/patterns-twin.ts";

export const getStaticPaths = patternsHeadPaths;

export const GET: APIRoute<{ manifest: PatternsManifest; head: PatternsHead }> = async ({ props, site }) => {
  const { manifest, head } = props;
  const twin = patternsTwin(manifest, head, { site, base: import.meta.env.BASE_URL });
  const text = patternsHeadMarkdown(twin, head, await readHeadPatterns(manifest, head));
  return new Response(text, { headers: { "content-type": "text/markdown; charset=utf-8" } });
};
