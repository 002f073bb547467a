import AxeBuilder from "@axe-core/playwright";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LinkChecker, LinkState } from "linkinator";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve } from "../../scripts/serve.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { ROOT } from "../helpers/build-site.ts";
import { ENTRIES, examplesOf } from "../helpers/guide-examples.ts";
import { fetchPnpm, newProject, pack, shrink, stateOf, type Project } from "../helpers/packed.ts";
import { inkShare, mapReady, visit } from "../helpers/visit.ts";

const ATLAS = "tiny-gpt/stories/";

/** A program that prints the names that each entry exports, and uses some of them. */
const TYPED = `
import { readAtlas } from "headland/atlas";
import { captureHeads, openModel, openTokenizer } from "headland/extract";
import { pca, umap } from "headland/project";

export async function firstQuery(folder: string, text: string): Promise<number> {
  const model = await openModel(folder);
  const tokenizer = await openTokenizer(folder);
  const captured = await captureHeads(model, [tokenizer.encode(text)]);
  const [head] = captured.heads;
  return head === undefined ? 0 : ((await captured.read(head)).q[0] ?? 0);
}
export { pca, umap, readAtlas };
`;

let folder: string;
let tarball: string;
let browser: Browser;
let npm: Project;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headland-packed-"));
  browser = await launchBrowser();
  tarball = await pack(join(folder, "packed"));
  npm = await newProject("npm", join(folder, "by-npm"), tarball);
  await shrink(npm);
}, 600_000);
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** Checks the gallery, all heads, one head and a guide of a built site as a reader would see them. */
async function expectGoodSite({ folder: project }: Project, base = "/"): Promise<void> {
  const served = await serve(join(project, "dist"), base);
  const { address } = served;
  try {
    for (const path of ["", ATLAS, `${ATLAS}L1H2/`, "guides/", "guides/nearness/"]) {
      const seen = await visit(browser, `${address}${path}`);
      if (path.includes("/L")) {
        await mapReady(seen.page, { head: "L1H2", projection: "pca2" });
        expect(await inkShare(seen.page)).toBeGreaterThan(0.5);
      }
      await seen.page.waitForSelector("astro-island[ssr]", { state: "detached" });
      expect((await new AxeBuilder({ page: seen.page }).analyze()).violations).toEqual([]);
      expect(seen.problems).toEqual([]);
      await seen.close();
    }
    const checked = await new LinkChecker().check({
      path: address,
      recurse: true,
      linksToSkip: (link) => Promise.resolve(!link.startsWith(address)),
    });
    expect(checked.links.filter(({ state }) => state === LinkState.BROKEN)).toEqual([]);
    expect(checked.links.length).toBeGreaterThan(30);
  } finally {
    await served.close();
  }
}

describe("a project of npm", () => {
  it("is built with three commands, into a site that works", { timeout: 600_000 }, async () => {
    await npm.headland(["build"]);
    await expectGoodSite(npm);
  });

  it("is built for a base path too", { timeout: 300_000 }, async () => {
    await npm.headland(["build"], { SITE: "https://me.example", BASE: "/my/atlas" });
    await expectGoodSite(npm, "/my/atlas");
  });

  it(
    "leaves the package as it is: caches and Astro's files lie in the project",
    { timeout: 300_000 },
    async () => {
      const installed = join(npm.folder, "node_modules/headland");
      const before = await stateOf(installed);
      await npm.headland(["atlas", "--verify"]);
      await npm.headland(["build"]);
      expect(await stateOf(installed)).toEqual(before);
      const beside = await readdir(join(npm.folder, "node_modules"));
      expect(
        beside.filter((name) => name.startsWith(".") && !/^\.(?:bin|package-lock\.json)$/.test(name)),
      ).toEqual([]);
      expect((await readdir(join(npm.folder, ".headland"))).sort()).toEqual(
        expect.arrayContaining(["astro", "store", "vite"]),
      );
    },
  );

  it("is shown while it is worked on", { timeout: 300_000 }, async () => {
    const { address, close } = await npm.dev(4567);
    try {
      for (const path of ["", ATLAS, `${ATLAS}L1H2/`, "guides/nearness/"]) {
        const seen = await visit(browser, `${address}${path}`);
        if (path.includes("/L")) await mapReady(seen.page, { head: "L1H2", projection: "pca2" });
        await seen.page.waitForSelector("astro-island[ssr]", { state: "detached" });
        await seen.page.waitForLoadState("networkidle");
        expect(seen.problems).toEqual([]);
        await seen.close();
      }
    } finally {
      close();
    }
  });

  it("names its commands as one types them there", async () => {
    expect(await npm.headland(["--help"])).toContain("Usage: headland <command>");
    expect(await npm.headland(["atlas", "--help"])).toContain("Usage: npx headland atlas");
    await expect(npm.headland(["bild"])).rejects.toThrow(
      "there is no such command: expected one of init, start",
    );
    await expect(npm.headland(["atlas", "no-such-model"])).rejects.toThrow(/no-such-model/);
    expect(await npm.headland(["inspect", "content/weights/tiny-gpt"])).toContain("4 layers");
  });
});

describe("the library", () => {
  it("runs the examples of its guides, on the project's own model and atlas", async () => {
    for (const entry of ENTRIES)
      for (const [i, code] of (await examplesOf(entry)).entries()) {
        const file = `example-${entry}-${i}.mjs`;
        await writeFile(join(npm.folder, file), code);
        const given = entry === "atlas" ? "public/atlas/tiny-gpt/stories" : "content/weights/tiny-gpt";
        const printed = await npm.run([process.execPath, file, given]);
        expect(printed.trim().split("\n").length, file).toBeGreaterThan(1);
      }
  });

  it.each(["nodenext", "bundler"])(
    "has types for programs that resolve modules as %s does",
    async (resolution) => {
      const module = resolution === "bundler" ? "esnext" : resolution;
      const flags = ["--noEmit", "--strict", "--target", "es2024", "--lib", "es2024,dom,dom.iterable"];
      const file = `types-${resolution}.mts`;
      await writeFile(join(npm.folder, file), TYPED);
      const tsc = [process.execPath, join(ROOT, "node_modules/typescript/bin/tsc"), ...flags];
      const how = ["--module", module, "--moduleResolution", resolution];
      await npm.run([...tsc, ...how, file]);
      // Without the types, any code would pass.
      await writeFile(join(npm.folder, file), `${TYPED}\nexport const wrong: string = pca;\n`);
      await expect(npm.run([...tsc, ...how, file])).rejects.toThrow("is not assignable to type 'string'");
    },
  );
});

describe("a project of pnpm", () => {
  it("is built in the same way, and shares nothing with the first", { timeout: 900_000 }, async () => {
    const first = await stateOf(npm.folder);
    const pnpm = await newProject(
      "pnpm",
      join(folder, "by pnpm"),
      tarball,
      await fetchPnpm(join(folder, "pnpm")),
    );
    await shrink(pnpm);
    await pnpm.headland(["build"]);
    await expectGoodSite(pnpm);
    expect(await stateOf(npm.folder)).toEqual(first);
  });
});
