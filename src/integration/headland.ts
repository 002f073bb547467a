/** The Astro integration: it turns a folder `content/` into a site that shows every head. */
import react from "@astrojs/react";
import type { AstroConfig, AstroIntegration } from "astro";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { packageRoot } from "#package/package-root.ts";
import { guidePages } from "./guide-pages.ts";
import { listLicenses } from "./list-licenses.ts";
import { numberIslands } from "./number-islands.ts";
import { ownModules, type Folders } from "./own-modules.ts";
import { pruneSite } from "./prune-site.ts";
import { pureSchemes } from "./pure-schemes.ts";
import { shortShaders } from "./short-shaders.ts";
import { siteAddress, type SiteAddress } from "./site-address.ts";
import { stampSite } from "./site-stamp.ts";

/** Addresses and their templates in `src/routes`. */
const ROUTES = {
  "/": "index.astro",
  "/404": "404.astro",
  "/guides": "guides/index.astro",
  "/guides/[slug]": "guides/[slug].astro",
  "/[model]/[dataset]": "[model]/[dataset]/index.astro",
  "/[model]/[dataset]/[head]": "[model]/[dataset]/[head].astro",
} as const;

/** CommonJS libraries that the islands import: Vite finds these by itself only in a project's own sources. */
const OF_COMMONJS = ["headland > graphology", "headland > sigma"];

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
  const known = (): Folders => {
    if (!folders)
      throw new Error("Headland's modules are asked for before Astro has read its configuration.");
    return folders;
  };
  return {
    name: "headland",
    hooks: {
      "astro:config:setup": ({ config, updateConfig, injectRoute }) => {
        const root = fileURLToPath(config.root);
        const own = packageRoot();
        const said = siteAddress(process.env);
        for (const [pattern, file] of Object.entries(ROUTES))
          injectRoute({ pattern, entrypoint: pathToFileURL(join(own, "src/routes", file)), prerender: true });
        updateConfig({
          ...placeOf(said, root, process.env),
          trailingSlash: "always",
          build: { format: "directory", inlineStylesheets: "never" },
          prefetch: { defaultStrategy: "hover" },
          devToolbar: { enabled: false },
          // Every address ends in a slash; with the development server, this includes the addresses of pictures.
          image: { endpoint: { route: "/_image/" } },
          cacheDir: folderUrl(root, CACHES, "astro"),
          integrations: [
            react(),
            guidePages(),
            numberIslands(),
            pruneSite(),
            listLicenses(own),
            stampSite(own, said),
          ],
          vite: {
            cacheDir: join(root, CACHES, "vite"),
            ...(resolve(root) === resolve(own) ? {} : { optimizeDeps: { include: [...OF_COMMONJS] } }),
            plugins: [ownModules(known), pureSchemes(), shortShaders()],
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

function folderUrl(...parts: readonly string[]): URL {
  return pathToFileURL(`${resolve(...parts)}/`);
}
