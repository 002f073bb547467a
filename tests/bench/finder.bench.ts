/** The finder with ten thousand heads: what a reader does, until the frame that shows it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { buildSite } from "../helpers/build-site.ts";
import { writeSyntheticAtlas } from "../helpers/synthetic-atlas.ts";
import { timeAction, type Costs } from "./drive-finder.ts";
import { finderActions, OPENING } from "./finder-actions.ts";
import { growGrid, madeFinder } from "./made-finder.ts";
import type { Bench } from "./run.ts";

const HEADS = 10_000;
const COLUMNS = 60;
const ROUNDS = 8;

export default {
  title: "The finder with 10,000 heads",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-finder-"));
    const publicFolder = join(folder, "public");
    const shape = { model: "made", dataset: "up", kind: "text", nLayers: 2, nHeads: 2 } as const;
    await writeSyntheticAtlas(join(publicFolder, "atlas"), { ...shape, nSequences: 3 });
    const site = await buildSite({ folder: join(folder, "site"), publicFolder });
    try {
      const file = madeFinder(HEADS, COLUMNS);
      const text = JSON.stringify(file);
      await writeFile(join(folder, "site/atlas/made/up/finder.json"), text);
      return await measureFinder(`${site.address}made/up/`, file.heads, text.length);
    } finally {
      await site.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

async function measureFinder(address: string, heads: readonly string[], nBytes: number): Promise<string> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    await page.goto(address);
    await growGrid(page, heads);
    const rows = [rowOf(OPENING.name, await timeAction(page, OPENING, 1))];
    for (const action of finderActions()) {
      rows.push(rowOf(action.name, await timeAction(page, action, ROUNDS)));
      await showAll(page);
    }
    return [
      `A table of ${HEADS.toLocaleString("en")} made-up heads with ${COLUMNS} measures, a scatter of all of them and a grid of their layers, of which one is unfolded, driven with the mouse and the keys of a browser ${ROUNDS} times each. Opening, once, reads a file of ${(nBytes / 1e6).toFixed(1)} MB from the same machine.`,
      "",
      "Main thread: the time that it worked, by its own clock, which does not count its waiting but still runs on when other programs share the processor’s core, with what the page does until a third of a second later, such as writing the address. Process: the work of all threads of the page's process. Until it is shown: from the browser's event to the end of the frame that shows the result, with all waiting.",
      "",
      "| | main thread, median ms | the most | process, mean ms | until it is shown, median ms | the most |",
      "| --- | ---: | ---: | ---: | ---: | ---: |",
      ...rows,
    ].join("\n");
  } finally {
    await browser.close();
  }
}

function rowOf(name: string, { mainMs, processMs, wallMs }: Costs): string {
  const cells = [median(mainMs), Math.max(...mainMs), processMs, median(wallMs), Math.max(...wallMs)];
  return `| ${name} | ${cells.map((ms) => ms.toFixed(1)).join(" | ")} |`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? NaN;
}

async function showAll(page: Page): Promise<void> {
  await page.mouse.up();
  const all = page.getByRole("button", { name: "Show all" });
  if (await all.isVisible()) await all.click();
}
