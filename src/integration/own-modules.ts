/** Virtual modules, through which the pages read the files in a project's folders. */
import { join, resolve, sep } from "node:path";
import type { Plugin, ViteDevServer } from "vite";
import { CLAIMS, loadClaims } from "#pipeline/config/claims/load-claims.ts";
import { loadSite, siteFile } from "#pipeline/config/site/load-site.ts";
import { siblingModule } from "#package/sibling-module.ts";
import { ownCommand } from "#package/own-command.ts";
import { codeAddress } from "./code-address.ts";
import { guideFiles, GUIDES } from "./guide-files.ts";

/** The names under which pages import them; `src/site/own-modules.d.ts` declares their types. */
const NAMES = [
  "headland:atlases",
  "headland:atlas-file",
  "headland:guides",
  "headland:command",
  "headland:project",
  "headland:site",
  "headland:cards",
  "headland:claims",
  "headland:kernels",
] as const;
type Name = (typeof NAMES)[number];

export const DRAW_CARD = siblingModule("../pipeline/cards/draw-card", import.meta.url);
const READ_ATLASES = siblingModule("./site-atlases", import.meta.url);
/** A bundler would look for it beside the pages. */
const KERNELS = new URL("../kernels/kernels.wasm", import.meta.url).href;
/** Where drawn cards are kept for the next build, in the project's folder. */
export const KEPT_CARDS = ".headland/cards";

export interface Folders {
  /** The project's folder. */
  readonly root: string;
  /** Headland's own folder; in Headland's repository, it is the same as the project's. */
  readonly packageRoot: string;
  /** The folder of the built atlases, e.g. `public/atlas`. */
  readonly atlases: string;
}

/** @param folders Called when a module is loaded, because the folders are known only after Astro has read its configuration. */
export function ownModules(folders: () => Folders): Plugin {
  const load: Readonly<Record<Name, () => Promise<string>>> = {
    "headland:atlases": () => {
      const [reading, from] = [JSON.stringify(READ_ATLASES.href), JSON.stringify(folders().atlases)];
      // Not bundled: the numbers of all heads are a hundred times as long as the code of the pages.
      return Promise.resolve(
        `const { atlases, patterns } = await (await import(/* @vite-ignore */ ${reading})).siteAtlases(${from});\nexport default atlases;\nexport { patterns };`,
      );
    },
    "headland:atlas-file": () =>
      Promise.resolve(
        `import { readFile } from "node:fs/promises";\nimport { join } from "node:path";\nexport const readAtlasFile = (path) => readFile(join(${JSON.stringify(folders().atlases)}, path));`,
      ),
    "headland:guides": async () => {
      const { packageRoot, root } = folders();
      const files = [...(await guideFiles([packageRoot, root]))];
      const imports = files.map(([, path], i) => `import * as guide${i} from ${JSON.stringify(path)};`);
      const entries = files.map(([slug], i) => `[${JSON.stringify(slug)}, guide${i}]`);
      return `${imports.join("\n")}\nexport default new Map([${entries.join(", ")}]);`;
    },
    "headland:command": () =>
      Promise.resolve(`export const buildCommand = ${JSON.stringify(ownCommand("atlas"))};`),
    "headland:project": async () =>
      `export const code = ${JSON.stringify((await codeAddress(folders().root)) ?? null)};`,
    "headland:cards": () => {
      const { atlases, root } = folders();
      const [drawing, where] = [DRAW_CARD.href, { atlases, kept: join(root, KEPT_CARDS) }];
      // Not bundled: it draws with a native library.
      return Promise.resolve(
        `export const drawCard = async (card) =>\n  (await import(/* @vite-ignore */ ${JSON.stringify(drawing)})).cardPicture(card, ${JSON.stringify(where)});`,
      );
    },
    "headland:claims": async () => {
      const { root, packageRoot } = folders();
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(await loadClaims(root, packageRoot)))});`;
    },
    "headland:kernels": () =>
      Promise.resolve(
        `import { readFile } from "node:fs/promises";\nexport const readKernels = () => readFile(new URL(${JSON.stringify(KERNELS)}));`,
      ),
    "headland:site": async () => `export const site = ${JSON.stringify(await loadSite(folders().root))};`,
  };
  return {
    name: "headland-own-modules",
    resolveId: (id) => (isOurs(id) ? `\0${id}` : undefined),
    load: (id) => {
      const name = id.replace(/^\0/, "");
      return id.startsWith("\0") && isOurs(name) ? load[name]() : undefined;
    },
    configureServer: (server) => watch(server, folders()),
  };
}

function isOurs(id: string): id is Name {
  return NAMES.includes(id as Name);
}

/** The development server shows new atlases, guides and claims at once, and what the site says about itself. */
function watch(server: ViteDevServer, { root, atlases }: Folders): void {
  const guides = resolve(root, GUIDES);
  const claims = resolve(root, CLAIMS);
  const words = siteFile(root);
  server.watcher.add([atlases, guides, claims, words]);
  server.watcher.on("all", (event, path) => {
    const isAtlas = /[/\\](manifest|heads)\.json$/.test(path) && path.startsWith(resolve(atlases) + sep);
    const isNewGuide = event !== "change" && path.startsWith(guides + sep) && path.endsWith(".md");
    if (isAtlas || isNewGuide) reload(server, isAtlas ? "headland:atlases" : "headland:guides");
    if (path.startsWith(claims + sep) && /\.ya?ml$/.test(path)) reload(server, "headland:claims");
    if (path === words) reload(server, "headland:site");
  });
}

function reload(server: ViteDevServer, name: Name): void {
  for (const { moduleGraph } of Object.values(server.environments)) {
    const module = moduleGraph.getModuleById(`\0${name}`);
    if (module) moduleGraph.invalidateModule(module);
  }
  server.environments.client.hot.send({ type: "full-reload" });
}
