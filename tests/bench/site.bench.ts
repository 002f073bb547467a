/** What a site of many heads costs: the time of a page must not grow with their number. */
import { access, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { siteProcess } from "../../scripts/site-process.ts";
import { ROOT } from "../helpers/build-site.ts";
import { writeSyntheticAtlas } from "../helpers/synthetic-atlas.ts";
import { measureProcess, type ProcessCost } from "./measure-process.ts";
import type { Bench } from "./run.ts";

/** Layers and heads of a layer: no head, about 1,000 and about 10,000. */
const SHAPES = [null, [12, 84], [84, 120]] as const;
const ROUNDS = 1;
/** The made atlases, which take ten times as long to make as their site to build. */
const KEPT = join(ROOT, ".headland/bench-site");

interface Site {
  readonly publicFolder: string;
  readonly nHeads: number;
  readonly costs: ProcessCost[];
  nPages: number;
  nFiles: number;
  /** Bytes of the page of all heads. */
  allHeads: number;
}

export default {
  title: "Sites of many heads",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-site-"));
    try {
      const sites: Site[] = [];
      for (const shape of SHAPES) sites.push(await prepare(shape));
      // In turn, so that what else the machine does meets all of them.
      for (let round = 0; round < ROUNDS; round++)
        for (const site of sites) await build(site, join(folder, "out"));
      return table(sites);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

/** An atlas of three short texts with all maps. */
async function prepare(shape: (typeof SHAPES)[number]): Promise<Site> {
  const [nLayers, nHeads] = shape ?? [0, 0];
  const publicFolder = join(KEPT, `${nLayers}-${nHeads}`);
  const atlases = join(publicFolder, "atlas");
  const isMade = await access(join(atlases, "made/up/manifest.json")).then(
    () => true,
    () => false,
  );
  if (shape && !isMade)
    await writeSyntheticAtlas(atlases, {
      ...{ model: "made", dataset: "up", kind: "text", nLayers, nHeads, nSequences: 3 },
    });
  return { publicFolder, nHeads: nLayers * nHeads, costs: [], nPages: 0, nFiles: 0, allHeads: 0 };
}

async function build(site: Site, out: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  const { PATH, HOME } = process.env;
  const place = { OUT_DIR: out, PUBLIC_DIR: site.publicFolder };
  const cost = await measureProcess(`"${process.execPath}" scripts/build-site.ts --quiet`, {
    name: "The build of the site",
    cwd: ROOT,
    env: { PATH, HOME, ASTRO_TELEMETRY_DISABLED: "1", ...siteProcess({}), ...place },
  });
  site.costs.push(cost);
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  site.nFiles = files.length;
  site.nPages = files.filter(({ name }) => name.endsWith(".html")).length;
  if (site.nHeads > 0) site.allHeads = (await stat(join(out, "made/up/index.html"))).size;
}

function table(sites: readonly Site[]): string {
  const [empty] = sites;
  const rows = sites.map((site) => {
    const [seconds, cpu, memory] = (["seconds", "cpuSeconds", "peakMb"] as const).map((key) =>
      medianOf(site, key),
    );
    const ms = ((cpu! - medianOf(empty!, "cpuSeconds")) * 1000) / (site.nPages - empty!.nPages);
    const perPage = site === empty ? "" : ms.toFixed(2);
    const allHeads = site === empty ? "" : (site.allHeads / 1000).toFixed(0);
    const counts = [site.nHeads, site.nPages, site.nFiles].map((count) => count.toLocaleString("en"));
    const figures = [seconds!.toFixed(0), cpu!.toFixed(1), memory, perPage, allHeads];
    return `| ${[...counts, ...figures].join(" | ")} |`;
  });
  return [
    `Sites of one made-up atlas with all maps of three short texts, built in turn; rounds: ${ROUNDS}, medians. A head has a page, one to embed, and its page as Markdown. The time of a page is the CPU time beyond a site without atlases, by the number of further pages. Memory is the peak of the build.`,
    "",
    "| heads | pages | files | seconds | CPU seconds | largest memory, MB | CPU milliseconds of a page | page of all heads, kB of HTML |",
    "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...rows,
  ].join("\n");
}

function medianOf({ costs }: Site, key: keyof ProcessCost): number {
  return costs.map((cost) => cost[key]).sort((a, b) => a - b)[Math.floor(costs.length / 2)]!;
}
