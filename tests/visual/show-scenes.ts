/**
 * `npm run scenes`: takes a picture of every scene, writes their summaries for the tests, and serves a page on which
 * they can be looked at, each with a link to the place itself.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import console from "node:console";
import { launchBrowser } from "../helpers/browser.ts";
import { buildSite, ROOT } from "../helpers/build-site.ts";
import { SCENES, type Scene } from "./scenes.ts";
import { stage } from "./stage.ts";
import { summarize } from "./summary.ts";

const folder = join(ROOT, ".headland/sites/scenes");
const site = await buildSite({ folder });
const browser = await launchBrowser();
const pictures = join(folder, "scenes");
await mkdir(pictures, { recursive: true });
const summaries: Record<string, string> = {};
for (const scene of SCENES) {
  const { page, close } = await stage(browser, site.address, scene);
  const picture = await page.screenshot();
  await writeFile(join(pictures, `${scene.name}.png`), picture);
  summaries[scene.name] = await summarize(picture);
  await close();
  console.log(`${Object.keys(summaries).length} of ${SCENES.length}  ${scene.name}`);
}
await browser.close();
await writeFile(join(import.meta.dirname, "summaries.json"), `${JSON.stringify(summaries, null, 2)}\n`);
await writeFile(join(pictures, "index.html"), gallery(SCENES));
console.log(`${SCENES.length} scenes at ${site.address}scenes/`);
// With --once the pictures are only written.
if (process.argv.includes("--once")) await site.close();

function gallery(scenes: readonly Scene[]): string {
  const figures = scenes.map(
    ({ name, path, theme = "light", width = "desk" }) =>
      `<figure><a href="../${path.replaceAll("&", "&amp;")}"><img src="${name}.png" alt="" loading="lazy"></a>
<figcaption>${name}<br><small>${theme}, ${width}</small></figcaption></figure>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Scenes</title>
<style>body{font:15px system-ui;margin:1.5rem;background:#ddd}main{display:flex;flex-wrap:wrap;gap:1.5rem}
figure{margin:0}img{height:20rem;border:1px solid #999}</style>
<h1>Scenes</h1><p>A picture leads to the page itself; theme and width are then your own.</p><main>
${figures.join("\n")}
</main></html>\n`;
}
