/** The bundler that Astro brings: it made the site's scripts, and makes classic ones of them. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type * as Vite from "vite";

export async function viteOfAstro(): Promise<typeof Vite> {
  // Only Astro is a dependency; with some package managers, Vite can be found from there alone.
  const astro = createRequire(import.meta.url).resolve("astro/package.json");
  return (await import(pathToFileURL(createRequire(astro).resolve("vite")).href)) as typeof Vite;
}
