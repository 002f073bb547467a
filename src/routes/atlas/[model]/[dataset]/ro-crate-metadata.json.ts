/** The RO-Crate of an atlas, beside its files. */
import type { APIRoute } from "astro";
import type { AnyManifest } from "../../../../atlas/files/manifest.ts";
import { citedPaths } from "../../../../site/cite/cited-paths.ts";
import { describedAtlas } from "../../../../site/cite/described-atlas.ts";
import { roCrate } from "../../../../site/cite/ro-crate.ts";

export const getStaticPaths = citedPaths;

export const GET: APIRoute<{ manifest: AnyManifest }> = async ({ props, site }) => {
  const atlas = await describedAtlas(props.manifest, { site, base: import.meta.env.BASE_URL });
  return new Response(`${JSON.stringify(roCrate(atlas), null, 1)}\n`, {
    headers: { "content-type": "application/ld+json" },
  });
};
