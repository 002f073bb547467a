/** The Astro integration: it turns a folder `content/` into a site that shows every head. */
import react from "@astrojs/react";
import type { AstroConfig, AstroIntegration } from "astro";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { loadSite } from "#pipeline/config/site/load-site.ts";
import { packageRoot } from "#package/package-root.ts";
import { finishPages, type RenderedPages } from "./finish-pages.ts";
import { forgetCards } from "./forget-cards.ts";
import { guidePages } from "./guide-pages.ts";
import { listLicenses } from "./list-licenses.ts";
import { offlineScripts } from "./offline-scripts.ts";
import { ownModules, type Folders } from "./own-modules.ts";
import { publishFiles } from "./publish/publish-files.ts";
import { pureSchemes } from "./pure-schemes.ts";
import { shortenSigma } from "./shorten-sigma.ts";
import { siteAddress, type SiteAddress } from "./site-address.ts";
import { stampSite } from "./site-stamp.ts";
import { writeSitemap } from "./write-sitemap.ts";

/** Addresses and their templates in `src/routes`. An atlas without maps has the addresses of the others, and templates of its own. */
const ROUTES: readonly (readonly [pattern: string, template: string])[] = [
  ["/", "index.astro"],
  ["/404", "404.astro"],
  ["/llms.txt", "llms.txt.ts"],
  ["/[feed].xml", "[feed].xml.ts"],
  ["/[...card].png", "[...card].png.ts"],
  ["/claims", "claims.astro"],
  ["/compare", "compare/index.astro"],
  ["/guides", "guides/index.astro"],
  ["/guides/tours", "guides/tours.astro"],
  ["/guides/tours.json", "guides/tours.json.ts"],
  ["/guides/[slug]", "guides/[slug].astro"],
  ["/measures", "measures/index.astro"],
  ["/measures/[id]", "measures/[id].astro"],
  ["/heads", "heads/index.astro"],
  ["/species", "species/index.astro"],
  ["/species/[slug]", "species/[slug].astro"],
  ["/embed/[model]/[dataset]/[head]", "embed/[model]/[dataset]/[head]/index.astro"],
  ["/embed/[model]/[dataset]/[head]/oembed.json", "embed/[model]/[dataset]/[head]/oembed.json.ts"],
  ["/[model]/[dataset]", "[model]/[dataset]/index.astro"],
  ["/[model]/[dataset]", "[model]/[dataset]/patterns-matrix.astro"],
  ["/[model]/[dataset].md", "[model]/[dataset].md.ts"],
  ["/[model]/[dataset].md", "[model]/[dataset]/patterns-matrix.md.ts"],
  ["/[model]/[dataset]/circuits", "[model]/[dataset]/circuits.astro"],
  ["/[model]/[dataset]/layers/[layer]", "[model]/[dataset]/layers/[layer].astro"],
  ["/[model]/[dataset]/[head]", "[model]/[dataset]/[head].astro"],
  ["/[model]/[dataset]/[head]", "[model]/[dataset]/patterns-head.astro"],
  ["/[model]/[dataset]/[head].md", "[model]/[dataset]/[head].md.ts"],
  ["/[model]/[dataset]/[head].md", "[model]/[dataset]/patterns-head.md.ts"],
  ["/atlas/[model]/[dataset]/ro-crate-metadata.json", "atlas/[model]/[dataset]/ro-crate-metadata.json.ts"],
  ["/atlas/[model]/[dataset]/croissant.json", "atlas/[model]/[dataset]/croissant.json.ts"],
  ["/atlas/[model]/[dataset]/heads.csv", "atlas/[model]/[dataset]/heads.csv.ts"],
  ["/atlas/[model]/[dataset]/finder.json", "atlas/[model]/[dataset]/finder.json.ts"],
  ["/atlas/[model]/[dataset]/explained.json", "atlas/[model]/[dataset]/explained.json.ts"],
];

/** CommonJS libraries that the islands import: Vite finds these by itself only in a project's own sources. */
const OF_COMMONJS = ["headland > sigma", "headland > fontkit", "headland > pdfkit"];

/** Files that a build keeps for the next one. They are in the project's folder, so that projects share nothing. */
const CACHES = ".headland";

/**
 * Adds the pages, the islands and everything else that a build of the site needs. Environment variables set the address of
 * the site (`SITE`, `BASE`), its output folder (`OUT_DIR`) and its public folder (`PUBLIC_DIR`). Anything else comes
 * from the project's own configuration.
 *
 * @throws {Error} while Astro reads its configuration, if `SITE` or `BASE` cannot be used.
 */
export function headland(): AstroIntegration {
  let folders: Folders | undefined;
  const rendered: RenderedPages = new Map();
  const known = (): Folders => {
    if (!folders)
      throw new Error("Headland's modules are asked for before Astro has read its configuration.");
    return folders;
  };
  return {
    name: "headland",
    hooks: {
      "astro:config:setup": async ({ config, updateConfig, injectRoute }) => {
        const root = fileURLToPath(config.root);
        const own = packageRoot();
        const said = siteAddress(process.env);
        // A mistake in it ends the command before any page is built.
        const { url } = await loadSite(root);
        for (const [pattern, file] of ROUTES)
          injectRoute({ pattern, entrypoint: pathToFileURL(join(own, "src/routes", file)), prerender: true });
        updateConfig({
          ...placeOf(said, root, process.env),
          ...publishedAt(url, said, config),
          trailingSlash: "always",
          build: { format: "directory", inlineStylesheets: "never" },
          // The pages do it themselves, for all links at once (src/site/page/prefetch-links.ts).
          prefetch: false,
          devToolbar: { enabled: false },
          // Every address ends in a slash; with the development server, this includes the addresses of pictures.
          image: { endpoint: { route: "/_image/" } },
          cacheDir: folderUrl(root, CACHES, "astro"),
          integrations: [
            react(),
            guidePages(),
            finishPages(rendered),
            publishFiles(),
            forgetCards(),
            writeSitemap(rendered),
            listLicenses(own),
            stampSite(own, said),
          ],
          vite: {
            cacheDir: join(root, CACHES, "vite"),
            ...(resolve(root) === resolve(own) ? {} : { optimizeDeps: { include: [...OF_COMMONJS] } }),
            plugins: [ownModules(known), pureSchemes(), shortenSigma(), ...offlineScripts(said)],
            build: { chunkSizeWarningLimit: 300 },
          },
        });
      },
      "astro:config:done": ({ config }) => {
        const atlases = join(fileURLToPath(config.publicDir), "atlas");
        folders = { root: fileURLToPath(config.root), packageRoot: packageRoot(), atlases };
      },
    },
  };
}

/** The settings from the environment. Astro has already resolved its configuration, so folders are URLs here. */
function placeOf(
  { site, base }: SiteAddress,
  root: string,
  { OUT_DIR, PUBLIC_DIR }: NodeJS.ProcessEnv,
): Partial<Pick<AstroConfig, "site" | "base" | "outDir" | "publicDir">> {
  return {
    ...(site === "" ? {} : { site }),
    ...(base === undefined ? {} : { base }),
    ...(OUT_DIR ? { outDir: folderUrl(root, OUT_DIR) } : {}),
    ...(PUBLIC_DIR ? { publicDir: folderUrl(root, PUBLIC_DIR) } : {}),
  };
}

/** The address in `content/site.yaml`, where neither the environment nor the project's configuration says another. */
function publishedAt(
  url: string | undefined,
  said: SiteAddress,
  config: Pick<AstroConfig, "site" | "base">,
): Partial<Pick<AstroConfig, "site" | "base">> {
  if (url === undefined || said.site !== "" || config.site !== undefined) return {};
  const { origin, pathname } = new URL(url);
  return { site: origin, ...(said.base === undefined && config.base === "/" ? { base: pathname } : {}) };
}

function folderUrl(...parts: readonly string[]): URL {
  return pathToFileURL(`${resolve(...parts)}/`);
}
