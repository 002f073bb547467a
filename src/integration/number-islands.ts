/** Makes the bytes of a built site independent of where it is built. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

/**
 * Astro names each island after a digest that contains the path of its source file on the machine that builds. This
 * integration numbers the islands of a page instead: nothing in the page refers to the name.
 */
export function numberIslands(): AstroIntegration {
  return {
    name: "headland-number-islands",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const files = await readdir(folder, { recursive: true });
        for (const file of files.filter((name) => name.endsWith(".html"))) {
          const path = join(folder, file);
          const html = await readFile(path, "utf8");
          const numbered = withNumberedIslands(html);
          if (numbered !== html) await writeFile(path, numbered);
        }
      },
    },
  };
}

/** Islands are numbered in their order on the page. */
export function withNumberedIslands(html: string): string {
  let nIslands = 0;
  return html.replace(/(<astro-island uid=")[^"]*"/g, (_, before: string) => `${before}${nIslands++}"`);
}
