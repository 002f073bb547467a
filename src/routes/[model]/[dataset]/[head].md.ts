/** The Markdown twin of a head's page. */
import type { APIRoute } from "astro";
import { plainText } from "../../../atlas/citation/plain-text.ts";
import type { Manifest } from "../../../atlas/files/manifest.ts";
import type { HeadId } from "../../../atlas/head/head-id.ts";
import { headPaths } from "../../../site/atlases.ts";
import { citedPage } from "../../../site/cite/cited-page.ts";
import { headFacts } from "../../../site/facts/head-facts.ts";
import { headMarkdown } from "../../../site/markdown/head-markdown.ts";
import { markdownText } from "../../../site/markdown/markdown-text.ts";
import { absoluteIn } from "../../../site/site-url.ts";

export const getStaticPaths = headPaths;

export const GET: APIRoute<{ manifest: Manifest; id: HeadId }> = async ({ props, site }) => {
  const facts = await headFacts(props.manifest, props.id, import.meta.env.BASE_URL);
  const { citation: cited } = citedPage(props.manifest, props.id, { site, base: import.meta.env.BASE_URL });
  const citation = markdownText(plainText(cited));
  const text = headMarkdown(facts, { absolute: absoluteIn(site), citation });
  return new Response(text, { headers: { "content-type": "text/markdown; charset=utf-8" } });
};
