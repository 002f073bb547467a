import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Served } from "../../scripts/serve.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { buildSite } from "../helpers/build-site.ts";
import { writeSyntheticAtlas } from "../helpers/synthetic-atlas.ts";
import { mapReady, placeOf, visit, type VisitOptions } from "../helpers/visit.ts";

const [LAYERS, HEADS] = [18, 20];

let browser: Browser;
let site: Served;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headland-"));
  await writeSyntheticAtlas(join(folder, "public/atlas"), {
    model: "large",
    dataset: "lines",
    kind: "text",
    nLayers: LAYERS,
    nHeads: HEADS,
    nSequences: 3,
  });
  site = await buildSite({ folder: join(folder, "site"), publicFolder: join(folder, "public") });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await rm(folder, { recursive: true });
});

async function open(path = "", options: VisitOptions = {}): ReturnType<typeof visit> {
  const visitor = await visit(browser, `${site.address}large/lines/${path}`, options);
  await visitor.page.waitForLoadState("networkidle");
  return visitor;
}
/** Of all pages to which folded layers link. */
async function headsOfLayerPages(page: Page): Promise<number> {
  const addresses = await page
    .locator("a[data-layer-page]")
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  const pages = await Promise.all(addresses.map(async (address) => (await fetch(address)).text()));
  return pages.reduce((sum, html) => sum + html.split(" data-head=").length - 1, 0);
}
const fold = (page: Page, layer: number) => page.locator("details.layer").nth(layer);

describe("a model of more heads than are taken in at a glance", () => {
  it("has a strip per layer that unfolds to its heads, and a link for every head or its layer", async () => {
    const { page, problems, close } = await open();
    expect(await page.locator("details.layer").count()).toBe(LAYERS);
    expect(await page.locator("a[data-head]").count()).toBe(HEADS);
    expect(await headsOfLayerPages(page)).toBe((LAYERS - 1) * HEADS);
    await fold(page, 3).locator("summary").click();
    await expect.poll(() => page.locator("a[data-head]:visible").count()).toBe(2 * HEADS);
    await page.locator("a[data-head=L3H19]").hover();
    await expect.poll(() => page.locator(".head-card .head-name").textContent()).toBe("L3H19");
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0);
    const { violations } = await axeOf(page).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });

  it("is walked by keys, over the rows of a layer and from one unfolded layer to the next", async () => {
    const { page, close } = await open();
    const focused = (): Promise<string | undefined> =>
      page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset["head"]);
    await page.locator("a[data-head=L0H0]").focus();
    await page.keyboard.press("End");
    const last = await focused();
    await page.keyboard.press("ArrowDown");
    expect(await focused()).not.toBe(last);
    for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowDown");
    expect(await focused()).toMatch(/^L0H/);
    await fold(page, 1).locator("summary").click();
    await page.locator("a[data-head=L1H19]").waitFor();
    await page.locator("a[data-head=L0H19]").focus();
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toMatch(/^L1H/);
    await close();
  });

  it("is searched layer by layer, as they unfold", async () => {
    const { page, problems, close } = await open();
    const asked: string[] = [];
    page.on("request", (request) => request.url().includes("/layers/") && asked.push(request.url()));
    await page.getByRole("searchbox").fill("river");
    const tinted = page.locator("a[data-share]");
    await expect.poll(() => tinted.count()).toBe(HEADS);
    expect(asked).toHaveLength(1);
    await fold(page, 7).locator("summary").click();
    await expect.poll(() => tinted.count()).toBe(2 * HEADS);
    expect(asked.at(-1)).toContain("/layers/L7/");
    expect(problems).toEqual([]);
    await close();
  });
});

describe("a folded layer", () => {
  it("is loaded from its own page when it is unfolded, and is then as the others", async () => {
    const { page, problems, close } = await open();
    const links = page.locator("a[data-head]");
    expect(await links.count()).toBe(HEADS);
    await page.getByRole("searchbox").first().fill("river");
    await expect.poll(() => page.locator("a[data-share]").count()).toBe(HEADS);
    await fold(page, 3).locator("summary").click();
    await expect.poll(() => links.count()).toBe(2 * HEADS);
    const own = page.locator("a[data-head=L3H19]");
    // They show what is searched, lead to it, and are one stop of the Tab key.
    await expect.poll(() => page.locator("a[data-share]").count()).toBe(2 * HEADS);
    expect(await own.getAttribute("href")).toMatch(/\/large\/lines\/L3H19\/\?.*search=river/);
    expect(await fold(page, 3).locator("a[tabindex='0']").count()).toBe(1);
    await own.hover();
    await expect.poll(() => page.locator(".head-card .head-name").textContent()).toBe("L3H19");
    const place = (): Promise<string> =>
      own.locator(".map").evaluate((map) => getComputedStyle(map, "::before").backgroundPosition);
    expect(await place()).toMatch(/^100%/);
    await fold(page, 3).locator("summary").click();
    await fold(page, 3).locator("summary").click();
    expect(await links.count()).toBe(2 * HEADS);
    const { violations } = await axeOf(page).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });

  it("fades the heads that the finder left out also in a layer that is loaded later", async () => {
    const { page, close } = await open("?find-text=L2H1");
    await page.locator(".finder-table tr[data-place]").first().waitFor();
    await fold(page, 2).locator("summary").click();
    const left = page.locator("details.layer:nth-of-type(3) a[data-head]:not([data-is-out])");
    // L2H1, L2H10 … L2H19.
    await expect.poll(() => left.count()).toBe(11);
    await close();
  });

  it("leaves the link to the layer's own page where it cannot be loaded", async () => {
    const { page, close } = await open();
    let nRefused = 0;
    await page.route("**/layers/L5/", (route) => {
      nRefused++;
      return route.abort();
    });
    await fold(page, 5).locator("summary").click();
    const link = fold(page, 5).getByRole("link", { name: "Heads of layer 5" });
    await expect.poll(() => nRefused).toBeGreaterThan(0);
    await expect.poll(() => link.getAttribute("data-layer-page")).toBe("");
    await page.unroute("**/layers/L5/");
    await link.click();
    await page.waitForURL("**/layers/L5/");
    expect(await page.locator("a[data-head]").count()).toBe(HEADS);
    await page.locator("a[data-head=L5H7]").click();
    await page.waitForURL("**/L5H7/");
    await close();
  });

  it("leads to every head without scripts", async () => {
    const { page, problems, close } = await open("", { javaScriptEnabled: false });
    await fold(page, 7).locator("summary").click();
    await page.getByRole("link", { name: "Heads of layer 7" }).click();
    expect(await page.locator("h1").innerText()).toBe("Layer 7");
    await page.getByRole("link", { name: /^L7H19/ }).click();
    await page.waitForURL("**/L7H19/");
    expect(problems).toEqual([]);
    await close();
  });
});

describe("a token that is written like a page's own markup", () => {
  it("is shown as the text it is: on the card, in the sentence, in the search", async () => {
    const { page, problems, close } = await open("L0H0/?q=%3Cb%3E&l=0");
    await mapReady(page, { head: "L0H0" });
    await expect.poll(() => page.locator("output.found").innerText()).toMatch(/^[1-9]\d* found/);
    await page.keyboard.press("n");
    await expect.poll(() => page.locator(".token-panel").innerText()).toContain("<b>bold</b>");
    // The address follows a moment later.
    await page.waitForURL(/[?&]select=q\d+/);
    const token = Number(/select=q(\d+)/.exec(page.url())?.[1]);
    // The map may still be on its way to the token.
    await expect
      .poll(async () => {
        const { x, y } = await placeOf(page, token);
        await page.mouse.move(x, y);
        return page.locator(".hover-card").isVisible();
      })
      .toBe(true);
    const made = await page.locator("b").allInnerTexts();
    expect(made.filter((text) => text.includes("bold"))).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });
});
