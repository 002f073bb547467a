/** The last step of a build: each page gets numbered islands and its Content-Security-Policy, and hosts get their headers. */
import type { AstroIntegration } from "astro";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withNumberedIslands } from "./number-islands.ts";
import { DATA } from "./publish/publish-files.ts";
import { writeHeaders } from "./strict/host-headers.ts";
import { strictPage } from "./strict/strict-page.ts";

export function finishPages(): AstroIntegration {
  let [base, assets] = ["/", "_astro"];
  return {
    name: "headland-finish-pages",
    hooks: {
      "astro:config:done": ({ config }) => {
        base = config.base.endsWith("/") ? config.base : `${config.base}/`;
        ({ assets } = config.build);
      },
      "astro:build:done": async ({ dir }) => {
        const folder = fileURLToPath(dir);
        await writeHeaders(folder, base, assets);
        const written = new Set<string>();
        for (const page of await pagesIn(folder)) {
          const path = join(folder, page);
          const html = await readFile(path, "utf8");
          const finished = strictPage(withNumberedIslands(html), `${base}${assets}/`);
          for (const { name, text } of finished.files) {
            if (written.has(name)) continue;
            written.add(name);
            await mkdir(join(folder, assets), { recursive: true });
            await writeFile(join(folder, assets, name), text);
          }
          if (finished.html !== html) await writeFile(path, finished.html);
        }
      },
    },
  };
}

/** Without the data of atlases, where no page is and most files are. */
async function pagesIn(site: string): Promise<string[]> {
  const entries = await readdir(site, { withFileTypes: true });
  const found = entries.map(async (entry) => {
    if (!entry.isDirectory()) return [entry.name];
    if (entry.name === DATA) return [];
    const names = await readdir(join(site, entry.name), { recursive: true });
    return names.map((name) => join(entry.name, name));
  });
  return (await Promise.all(found)).flat().filter((path) => path.endsWith(".html"));
}
