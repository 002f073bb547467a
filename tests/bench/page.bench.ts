/** Bytes of a head's page until its first map stands: everything the browser asked for, gzip as any static host sends it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchBrowser } from "../helpers/browser.ts";
import { buildSite } from "../helpers/build-site.ts";
import { writeSyntheticAtlas } from "../helpers/synthetic-atlas.ts";
import { NEEDED, neededBytes, weighPage } from "../helpers/page-weight.ts";
import type { Bench } from "./run.ts";

/** Sentences of 6 to 35 words: 2,500 tokens and a few, so 5,000 points. */
const N_SEQUENCES = 124;
export default {
  title: "Weight of a head's page",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-page-"));
    const publicFolder = join(folder, "public");
    const shape = { model: "made", dataset: "up", kind: "text", nLayers: 1, nHeads: 2 } as const;
    const { dataset } = await writeSyntheticAtlas(join(publicFolder, "atlas"), {
      ...shape,
      nSequences: N_SEQUENCES,
    });
    const site = await buildSite({ folder: join(folder, "site"), publicFolder });
    const browser = await launchBrowser();
    try {
      const sizes = await weighPage(browser, `${site.address}made/up/`, "L0H0");
      return table(sizes, dataset.nTokens * 2);
    } finally {
      await browser.close();
      await site.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

function table(sizes: ReadonlyMap<string, number>, nPoints: number): string {
  const kb = (bytes: number): string => (bytes / 1024).toFixed(1);
  const rows = [...NEEDED, "pictures", "fonts"].map((kind) => `| ${kind} | ${kb(sizes.get(kind) ?? 0)} |`);
  return [
    `A made-up head of ${nPoints.toLocaleString("en")} points; files that hosts compress are counted after gzip.`,
    "",
    "| until the first map | KB |",
    "| --- | ---: |",
    ...rows,
    `| **HTML + JavaScript + styles + data** | **${kb(neededBytes(sizes))}** |`,
  ].join("\n");
}
