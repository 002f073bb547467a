import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Maps } from "#atlas/method.ts";
import type { Served } from "../../scripts/serve.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { buildSite } from "../helpers/build-site.ts";
import { writeSyntheticAtlas, type Written } from "../helpers/synthetic-atlas.ts";
import { mapReady, placeOf, visit, type VisitOptions } from "../helpers/visit.ts";
import { overflow, spilled } from "../visual/stage.ts";

const long = (of: string, length: number): string => of.repeat(length).slice(0, length);
const [BREAKABLE, UNLIKE] = [long("unbreakable", 240), `${long("unbreakable", 239)}y`];
const WRITTEN: Written = {
  name: long("Rindfleischetikettierung", 80),
  words: [long("ununterbrochen", 300), long("https://example.org/a/b?c=", 90), long("漢字", 120), "the", "a"],
  labels: { kind: [BREAKABLE, UNLIKE, "short"], [long("AVeryLongColumn", 70)]: [long("value", 130), "b"] },
};
const HEAD = "long/labels/L0H1/";

/** Names of datasets, and the maps that are drawn of them. */
const DRAWN: Readonly<Record<string, Maps>> = {
  "three-two": { methods: ["pca", "attention"], dims: [3, 2] },
  three: { methods: ["umap", "pca"], dims: [3] },
  two: { methods: ["attention", "umap"], dims: [2] },
};

let browser: Browser;
let site: Served;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headland-"));
  const atlases = join(folder, "public/atlas");
  const shape = { kind: "text", nLayers: 2, nHeads: 3, nSequences: 9 } as const;
  await writeSyntheticAtlas(atlases, { model: "long", dataset: "labels", ...shape, written: WRITTEN });
  for (const [dataset, maps] of Object.entries(DRAWN))
    await writeSyntheticAtlas(atlases, { model: "drawn", dataset, ...shape, maps });
  site = await buildSite({ folder: join(folder, "site"), publicFolder: join(folder, "public") });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await rm(folder, { recursive: true });
});

const open = (path: string, options: VisitOptions = {}): ReturnType<typeof visit> =>
  visit(browser, `${site.address}${path}`, options);

const search = encodeURIComponent(`${long("ununterbrochen", 60)},https,kind:${long("unbreakable", 90)}`);
const STATES: readonly [what: string, path: string, act?: (page: Page) => Promise<unknown>][] = [
  ["the gallery", ""],
  ["all heads", "long/labels/"],
  ["all heads by a label", "long/labels/?c=kind"],
  ["all heads by a label of a long name", "long/labels/?c=label-2"],
  ["all heads with a search", `long/labels/?q=${search}`],
  ["a card", "long/labels/?c=kind", (page) => page.locator("a[data-head=L1H1]").focus()],
  ["a head", HEAD],
  ["a pressed label", `${HEAD}?c=kind&e=0`],
  ["a label of a long name", `${HEAD}?c=label-2`],
  ["a search", `${HEAD}?q=${search}`],
  ["a token in its sentence", `${HEAD}?c=kind&s=q9`],
  ["lines", `${HEAD}?s=q9&p=lines`],
  ["a matrix", `${HEAD}?s=q9&p=matrix`],
  ["an average", `${HEAD}?s=q9&p=average`],
  ["an outline", `${HEAD}?a=-0.9_-0.9~0.9_-0.9~0.9_0.9~-0.9_0.9`],
  ["options", HEAD, (page) => page.locator(".options").evaluate((box) => box.setAttribute("open", ""))],
  ["a point under the pointer", HEAD, hover],
];

async function hover(page: Page): Promise<void> {
  const card = page.locator(".hover-card");
  for (let point = 0; point < 200 && !(await card.isVisible()); point++) {
    const { x, y } = await placeOf(page, point);
    await page.mouse.move(x, y);
  }
}

describe("names, labels and tokens without a blank", () => {
  it.each(STATES)("break on %s, on any screen", async (_, path, act) => {
    const { page, problems, close } = await open(path);
    if (path.startsWith(HEAD)) await mapReady(page);
    else await page.waitForLoadState("networkidle");
    for (const width of [1280, 400, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await act?.(page);
      expect(await overflow(page), `pixels wider than a window of ${width}`).toBeLessThanOrEqual(0);
      expect(await spilled(page), `texts beyond what holds them, in a window of ${width}`).toEqual([]);
    }
    expect(problems).toEqual([]);
    await close();
  });
});

describe("a pressed entry of the legend", () => {
  const entry = (page: Page, name: string) =>
    page.locator(".legend").getByRole("button", { name, exact: true });
  const pressed = (page: Page): Promise<(string | null)[]> =>
    page.locator('.legend [aria-pressed="true"]').allTextContents();

  it("is in the address, however long its label is, and comes back from there", async () => {
    const { page, problems, close } = await open(`${HEAD}?c=kind`);
    await mapReady(page);
    for (const label of [UNLIKE, "short"]) await entry(page, label).click();
    await expect.poll(() => page.url()).toMatch(/[?&]legend=\d_\d/);
    expect(new URL(page.url()).search.length).toBeLessThan("?color=kind&legend=00_00".length);
    await page.reload();
    await mapReady(page);
    await expect.poll(() => pressed(page)).toHaveLength(2);
    expect((await pressed(page)).sort()).toEqual(["short", UNLIKE].sort());
    await entry(page, UNLIKE).click();
    await expect.poll(() => page.url()).toMatch(/[?&]legend=\d$/);
    expect(problems).toEqual([]);
    await close();
  });

  it("is the same by its label, as links had it", async () => {
    const { page, close } = await open(`${HEAD}?c=kind&f=short`);
    await mapReady(page);
    await expect.poll(() => pressed(page)).toEqual(["short"]);
    await entry(page, "short").click();
    await expect.poll(() => page.url()).toMatch(/\?color=kind$/);
    expect(await pressed(page)).toEqual([]);
    await close();
  });
});

describe("maps in any order", () => {
  it.each(Object.entries(DRAWN))(
    "of %s: the picture before the map is of that map",
    async (dataset, maps) => {
      const { page, problems, close } = await open(`drawn/${dataset}/`);
      await page.waitForLoadState("networkidle");
      await page.locator("a[data-head=L0H1]").click();
      await mapReady(page, { head: "L0H1" });
      const shown = await page.locator(".map").getAttribute("data-projection");
      expect(shown).toBe(`${maps.methods[0] ?? ""}${Math.min(...maps.dims)}`);
      const picture = page.locator(".map-frame .thumbnail");
      expect(await picture.getAttribute("src")).toMatch(new RegExp(`/${shown ?? ""}\\.webp$`));
      expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(480);
      const name = `${shown === "pca2" ? "PCA" : shown === "umap3" ? "UMAP" : "Attention"} ${Math.min(...maps.dims)}-D`;
      expect(await page.locator("#trust ~ p strong").innerText()).toBe(`${name}, shown first.`);
      expect(new URL(page.url()).search).toBe("");
      expect(problems).toEqual([]);
      await close();
    },
  );
});

describe("a browser that keeps nothing", () => {
  const ground = (page: Pick<Page, "evaluate">): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  const SWITCH = "Switch between light and dark";

  it.each(["light", "dark"] as const)(
    "shows the system's %s, and keeps a choice from page to page",
    async (colorScheme) => {
      const { page, problems, close } = await open("about.blank", { isFirst: true, colorScheme });
      await page.addInitScript(() => {
        for (const storage of ["localStorage", "sessionStorage"])
          Object.defineProperty(window, storage, {
            get: () => {
              throw new DOMException("The operation is insecure.", "SecurityError");
            },
          });
      });
      problems.length = 0;
      await page.goto(site.address);
      const introduction = page.locator("[data-introduction]");
      await page.getByRole("button", { name: "Close the introduction" }).click();
      expect(await introduction.isVisible()).toBe(false);
      expect(await ground(page)).toBe(colorScheme);
      await page.getByRole("button", { name: SWITCH }).click();
      const other = colorScheme === "light" ? "dark" : "light";
      expect(await ground(page)).toBe(other);
      await page.locator(".model a").first().click();
      await page.locator("a[data-head=L0H0]").click();
      await mapReady(page, { head: "L0H0" });
      expect(await ground(page)).toBe(other);
      await page.getByRole("switch", { name: "color-blind-safe colors" }).check();
      await page.getByRole("switch", { name: "color-blind-safe colors", checked: true }).waitFor();
      expect(problems).toEqual([]);
      await close();
    },
  );

  it("has all of the site in a frame that may run scripts and nothing else", async () => {
    const { page, problems, close } = await open("", { isFirst: true, colorScheme: "dark" });
    // As hosts of open files answer: without it, no script of a module would be let into the frame.
    await page.route("**/*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        headers: { ...response.headers(), "access-control-allow-origin": "*" },
      });
    });
    const inside = `<iframe sandbox="allow-scripts" width="1200" height="800" src="${site.address}"></iframe>`;
    await page.route("**/outside.html", (route) => route.fulfill({ contentType: "text/html", body: inside }));
    problems.length = 0;
    await page.goto(`${site.address}outside.html`);
    const frame = page.frameLocator("iframe");
    await frame.getByRole("button", { name: "Close the introduction" }).click();
    expect(await frame.locator("[data-introduction]").isVisible()).toBe(false);
    const own = page.frames()[1]!;
    expect(await own.evaluate(() => self.origin)).toBe("null");
    expect(await ground(own)).toBe("dark");
    await frame.locator('.datasets a[href$="/long/labels/"]').click();
    await frame.locator("a[data-head=L0H0]").click();
    await frame.locator('.map[data-state="ready"][data-head="L0H0"]').waitFor();
    await frame.getByRole("button", { name: "UMAP" }).click();
    await frame.locator('.map[data-projection="umap2"]').waitFor();
    await expect.poll(() => own.evaluate(() => location.search)).toBe("?method=umap");
    await frame.getByRole("link", { name: "Next head: L0H1" }).click();
    await frame.locator('.map[data-state="ready"][data-head="L0H1"]').waitFor();
    // Files of neighboring heads may still be on their way: without the routes they come without their header.
    const met = [...problems];
    await page.unrouteAll({ behavior: "ignoreErrors" });
    expect(met).toEqual([]);
    await close();
  });
});
