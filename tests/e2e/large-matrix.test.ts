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
import { mapReady, placeOf, visit } from "../helpers/visit.ts";

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

async function open(path = ""): ReturnType<typeof visit> {
  const visitor = await visit(browser, `${site.address}large/lines/${path}`);
  await visitor.page.waitForLoadState("networkidle");
  return visitor;
}
const fold = (page: Page, layer: number) => page.locator("details.layer").nth(layer);

describe("a model of more heads than are taken in at a glance", () => {
  it("has a strip per layer that unfolds to its heads, and a link for every head", async () => {
    const { page, problems, close } = await open();
    expect(await page.locator("details.layer").count()).toBe(LAYERS);
    expect(await page.locator("a[data-head]").count()).toBe(LAYERS * HEADS);
    expect(await page.locator("a[data-head]:visible").count()).toBe(HEADS);
    await fold(page, 3).locator("summary").click();
    expect(await page.locator("a[data-head]:visible").count()).toBe(2 * HEADS);
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
