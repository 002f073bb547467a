/** Hands the atlases that are built to Astro's pages. */
import { join, resolve } from "node:path";
import type { Loader } from "astro/loaders";
import { readAtlases } from "./read-atlases.ts";

/** @param base The folder of the atlases, e.g. `public/atlas`. */
export function atlasLoader(base: string): Loader {
  return {
    name: "headland-atlases",
    load: async ({ store, watcher }) => {
      const load = async (): Promise<void> => {
        const { atlases, leftOut } = await readAtlases(base);
        store.clear();
        for (const [id, data] of atlases) store.set({ id, data });
        // Not by Astro's logger: `npm start` is quiet, and this is to be seen all the same.
        for (const message of leftOut) console.warn(message);
      };
      await load();
      watcher?.add(base);
      watcher?.on("all", (_, path) => {
        const isPart =
          /[/\\](manifest|heads)\.json$/.test(path) && resolve(path).startsWith(join(resolve(base), "/"));
        if (isPart) void load();
      });
    },
  };
}
