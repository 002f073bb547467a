/** The library in a real browser, from its sources as a bundler serves them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createViteServer } from "vitest/node";
import type * as Atlas from "../../src/library/atlas.ts";
import type * as Project from "../../src/library/project.ts";
import { mapQuality, tsne, umap } from "../../src/library/project.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { writeSyntheticAtlas } from "../helpers/synthetic-atlas.ts";

/** A page that has the library at hand. */
const PAGE = `<!doctype html><title>Loading</title><script type="module">
import * as atlas from "/src/library/atlas.ts";
import * as project from "/src/library/project.ts";
Object.assign(globalThis, { atlas, project });
document.title = "Ready";
</script>`;
interface LibraryPage {
  readonly atlas: typeof Atlas;
  readonly project: typeof Project;
}

const [N, D] = [200, 8];
const vectors = (): number[] =>
  Array.from({ length: N * D }, (_, i) =>
    Math.fround(((i * 7919) % 1009) / 500 + (i % D === (i >> 3) % 3 ? 3 : 0)),
  );

describe("the library in a browser", () => {
  let server: Awaited<ReturnType<typeof createViteServer>>;
  let browser: Browser;
  let page: Page;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "headland-"));
    const maps = { methods: ["pca"], dims: [2] } as const;
    const shape = { nLayers: 1, nHeads: 2, nSequences: 2 };
    await writeSyntheticAtlas(join(folder, "public/atlas"), {
      model: "tiny",
      dataset: "made-up",
      kind: "text",
      maps,
      ...shape,
    });
    server = await createViteServer({
      configFile: false,
      root: join(import.meta.dirname, "../.."),
      publicDir: join(folder, "public"),
      cacheDir: join(folder, "vite"),
      logLevel: "error",
      server: { host: "localhost", port: 0 },
      appType: "custom",
      plugins: [
        {
          name: "an-empty-page",
          configureServer: ({ middlewares }) => {
            middlewares.use("/page/", (_, response) => {
              response.setHeader("content-type", "text/html");
              response.end(PAGE);
            });
          },
        },
      ],
    });
    await server.listen();
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.goto(`${server.resolvedUrls?.local[0] ?? ""}page/`);
    await page.waitForFunction(() => document.title === "Ready");
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("lays out vectors in the same bytes as in Node", async () => {
    const given = vectors();
    const inBrowser = await page.evaluate(
      async ([numbers, d]) => {
        const { project: library } = globalThis as unknown as LibraryPage;
        const points = Float32Array.from(numbers);
        const map = await library.umap(points, d, { seed: 3 });
        const deep = await library.tsne(points, d, { dim: 3 });
        const { measures } = await library.mapQuality(points, d, map);
        return { map: [...map], deep: [...deep], measures };
      },
      [given, D] as const,
    );
    const points = Float32Array.from(given);
    const map = await umap(points, D, { seed: 3 });
    expect(inBrowser.map).toEqual([...map]);
    expect(inBrowser.deep).toEqual([...(await tsne(points, D, { dim: 3 }))]);
    expect(inBrowser.measures).toEqual((await mapQuality(points, D, map)).measures);
  });

  it("reads an atlas by its address", async () => {
    const read = await page.evaluate(async () => {
      const { atlas: library } = globalThis as unknown as LibraryPage;
      const atlas = await library.readAtlas(library.urlReader("/atlas/tiny/made-up/"));
      const { norms } = await atlas.points({ layer: 0, head: 1 });
      const missing = library.readAtlas(library.urlReader("/atlas/tiny/other"));
      return {
        heads: atlas.heads.map(library.formatHead),
        nTokens: (await atlas.tokens()).nTokens,
        nNorms: norms.length,
        problem: await missing.then(
          () => "",
          (error: unknown) => (error as Error).name,
        ),
      };
    });
    expect(read.heads).toEqual(["L0H0", "L0H1"]);
    expect(read.nNorms).toBe(read.nTokens * 2);
    expect(read.problem).toBe("FormatError");
  });
});
