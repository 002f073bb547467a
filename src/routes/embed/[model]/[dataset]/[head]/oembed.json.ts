/** The oEmbed document of a head. Its addresses are whole ones, so a site that does not know its host has none. */
import type { APIRoute } from "astro";
import { manifestOf, type Manifest } from "../../../../../atlas/files/manifest.ts";
import type { HeadId } from "../../../../../atlas/head/head-id.ts";
import { headPaths } from "../../../../../site/atlases.ts";
import { oembedOf } from "../../../../../site/embed/oembed.ts";

export const getStaticPaths: typeof headPaths = () => (import.meta.env.SITE ? headPaths() : []);

export const GET: APIRoute<{ manifest: Manifest; id: HeadId }> = ({ props, site }) => {
  if (!site) return new Response(null, { status: 404 });
  const { manifest, id } = props;
  const file = oembedOf(manifestOf(manifest, id.tower), id, { site, base: import.meta.env.BASE_URL });
  return new Response(JSON.stringify(file), { headers: { "content-type": "application/json+oembed" } });
};
