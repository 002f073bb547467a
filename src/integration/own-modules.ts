/** Virtual modules, through which the pages read the files in a project's folders. */
import { resolve, sep } from "node:path";
import type { Plugin, ViteDevServer } from "vite";
import { ownCommand } from "#package/own-command.ts";
import { guideFiles, GUIDES } from "./guide-files.ts";
import { readAtlases } from "./read-atlases.ts";

/** The names under which pages import them; `src/site/own-modules.d.ts` declares their types. */
const NAMES = ["headland:atlases", "headland:guides", "headland:command"] as const;
type Name = (typeof NAMES)[number];

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
  /** Each environment of a build loads the module; a message is printed only once. */
  const said = new Set<string>();
  const load: Readonly<Record<Name, () => Promise<string>>> = {
    "headland:atlases": async () => {
      const { atlases, leftOut } = await readAtlases(folders().atlases);
      // Not through Astro's logger, because `npm start` silences it, and users should see this message.
      for (const message of leftOut.filter((each) => !said.has(each))) console.warn(message);
      leftOut.forEach((message) => said.add(message));
      // A string is parsed much faster than the same data as code.
      return `export default new Map(JSON.parse(${JSON.stringify(JSON.stringify([...atlases]))}));`;
    },
    "headland:guides": async () => {
      const { packageRoot, root } = folders();
      const files = [...(await guideFiles([packageRoot, root]))];
      const imports = files.map(([, path], i) => `import * as guide${i} from ${JSON.stringify(path)};`);
      const entries = files.map(([slug], i) => `[${JSON.stringify(slug)}, guide${i}]`);
      return `${imports.join("\n")}\nexport default new Map([${entries.join(", ")}]);`;
    },
    "headland:command": () =>
      Promise.resolve(`export const buildCommand = ${JSON.stringify(ownCommand("atlas"))};`),
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

/** The development server shows new atlases and guides at once. */
function watch(server: ViteDevServer, { root, atlases }: Folders): void {
  const guides = resolve(root, GUIDES);
  server.watcher.add([atlases, guides]);
  server.watcher.on("all", (event, path) => {
    const isAtlas = /[/\\](manifest|heads)\.json$/.test(path) && path.startsWith(resolve(atlases) + sep);
    const isNewGuide = event !== "change" && path.startsWith(guides + sep) && path.endsWith(".md");
    if (isAtlas || isNewGuide) reload(server, isAtlas ? "headland:atlases" : "headland:guides");
  });
}

function reload(server: ViteDevServer, name: Name): void {
  for (const { moduleGraph } of Object.values(server.environments)) {
    const module = moduleGraph.getModuleById(`\0${name}`);
    if (module) moduleGraph.invalidateModule(module);
  }
  server.environments.client.hot.send({ type: "full-reload" });
}
