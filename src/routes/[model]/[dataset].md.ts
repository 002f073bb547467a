/** The Markdown twin of the page of all heads of an atlas. */
import type { APIRoute } from "astro";
import { plainText } from "../../atlas/citation/plain-text.ts";
import { atlasOf, type Manifest } from "../../atlas/files/manifest.ts";
import { atlasPaths, headNumbers } from "../../site/atlases.ts";
import { citedPage } from "../../site/cite/cited-page.ts";
import { atlasMarkdown } from "../../site/markdown/atlas-markdown.ts";
import { markdownText } from "../../site/markdown/markdown-text.ts";
import { absoluteIn } from "../../site/site-url.ts";

export const getStaticPaths = atlasPaths;

export const GET: APIRoute<{ manifest: Manifest }> = ({ props: { manifest }, site }) => {
  const { citation } = citedPage(manifest, null, { site, base: import.meta.env.BASE_URL });
  const options = { absolute: absoluteIn(site), citation: markdownText(plainText(citation)) };
  const numbers = headNumbers(atlasOf(manifest));
  return new Response(atlasMarkdown(manifest, numbers, import.meta.env.BASE_URL, options), {
    headers: { "content-type": "text/markdown; charset=utf-8" },
  });
};
