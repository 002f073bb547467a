/** The description of an atlas in Croissant. */
import type { APIRoute } from "astro";
import { atlasFile } from "../../../../atlas/address.ts";
import { atlasOf, type AnyManifest } from "../../../../atlas/files/manifest.ts";
import { headNumbers } from "../../../../site/atlases.ts";
import { citedPaths } from "../../../../site/cite/cited-paths.ts";
import { croissant } from "../../../../site/cite/croissant.ts";
import { describedAtlas } from "../../../../site/cite/described-atlas.ts";
import { absoluteIn } from "../../../../site/site-url.ts";

export const getStaticPaths = citedPaths;

export const GET: APIRoute<{ manifest: AnyManifest }> = async ({ props, site }) => {
  const base = import.meta.env.BASE_URL;
  const atlas = await describedAtlas(props.manifest, { site, base });
  const id = atlasOf(props.manifest);
  const absolute = absoluteIn(site);
  const described = croissant({
    ...atlas,
    heads: [...headNumbers(id).values()],
    addressOf: (path) => absolute(atlasFile(base, id, path)),
  });
  return new Response(`${JSON.stringify(described, null, 1)}\n`, {
    headers: { "content-type": "application/ld+json" },
  });
};
