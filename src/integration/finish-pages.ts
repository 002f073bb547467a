/** The last step of a build: each page gets numbered islands and its Content-Security-Policy, and hosts get their headers. */
import type { AstroIntegration } from "astro";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withNumberedIslands } from "./number-islands.ts";
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
        for (const page of (await readdir(folder, { recursive: true })).filter(isPage)) {
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

function isPage(path: string): boolean {
  return path.endsWith(".html");
}
