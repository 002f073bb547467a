/** The finder with ten thousand heads: what a reader does, until the frame that shows it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CDPSession } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { buildSite } from "../helpers/build-site.ts";
import { writeSyntheticAtlas } from "../helpers/synthetic-atlas.ts";
import { ACTIONS, growGrid, syntheticFinder, timeAction } from "./drive-finder.ts";
import type { Bench } from "./run.ts";

const HEADS = 10_000;
const COLUMNS = 60;
const ROUNDS = 24;

export default {
  title: "The finder with 10,000 heads",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-finder-"));
    const publicFolder = join(folder, "public");
    const shape = { model: "made", dataset: "up", kind: "text", nLayers: 2, nHeads: 2 } as const;
    await writeSyntheticAtlas(join(publicFolder, "atlas"), { ...shape, nSequences: 3 });
    const site = await buildSite({ folder: join(folder, "site"), publicFolder });
    try {
      return await measureFinder(site.address);
    } finally {
      await site.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

/** @param address Of a site that has the atlas `made/up`. */
async function measureFinder(address: string): Promise<string> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    const file = syntheticFinder(HEADS, COLUMNS);
    await page.route("**/finder.json", (route) => route.fulfill({ json: file }));
    await page.goto(`${address}made/up/`);
    await growGrid(page, file.heads);
    const opening = Date.now();
    await page.getByRole("button", { name: "Find heads" }).click();
    await page.locator(".finder-table tr[data-place]").first().waitFor();
    const openedMs = Date.now() - opening;
    const session = await browser.newBrowserCDPSession();
    const rows: string[] = [];
    for (const action of ACTIONS) {
      if (action === "a number of a range")
        await page.locator(".head-finder .toolbar select").first().selectOption("measure-2");
      const before = await cpuSeconds(session);
      const times = (await timeAction(page, action, ROUNDS)).sort((a, b) => a - b);
      const cpu = ((await cpuSeconds(session)) - before) * (1000 / ROUNDS);
      const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? NaN).toFixed(1);
      rows.push(`| ${action} | ${cpu.toFixed(1)} | ${at(0.5)} | ${at(0.95)} |`);
      const all = page.getByRole("button", { name: "Show all" });
      if (await all.isVisible()) await all.click();
    }
    return [
      `A table of ${HEADS.toLocaleString("en")} made-up heads with ${COLUMNS} measures, a scatter of all of them and a link for each in the grid. From the action to the end of the frame that shows its result, with the wait for that frame: median and 95th percentile of ${ROUNDS}. CPU: of all threads of the page's process per action, with two idle frames. Opening, with the file of ${(JSON.stringify(file).length / 1e6).toFixed(1)} MB from the same machine: ${openedMs} ms.`,
      "",
      "| | CPU, ms | median, ms | 95 %, ms |",
      "| --- | ---: | ---: | ---: |",
      ...rows,
    ].join("\n");
  } finally {
    await browser.close();
  }
}

/** Of the page's process, with all its threads. */
async function cpuSeconds(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.reduce((sum, { type, cpuTime }) => sum + (type === "renderer" ? cpuTime : 0), 0);
}
