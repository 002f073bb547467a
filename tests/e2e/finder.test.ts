/** The finder on the page of all heads, and the contact sheet of the front page. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { HeadNumbers, HeadsFile } from "#atlas/head/head-numbers.ts";
import { readManifest, type Manifest } from "#atlas/files/manifest.ts";
import { openingColor } from "#color/opening-color.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { withoutFile } from "../helpers/from-disk.ts";
import { mapReady, visit } from "../helpers/visit.ts";

const { address, folder } = inject("site");
const ATLAS = "tiny-bert/stories/";

let browser: Browser;
let heads: readonly HeadNumbers[];
beforeAll(async () => {
  browser = await launchBrowser();
  heads = (await json<HeadsFile>("heads.json")).heads;
});
afterAll(() => browser.close());

async function json<File>(file: string, atlas = ATLAS): Promise<File> {
  return JSON.parse(await readFile(join(folder, "atlas", atlas, file), "utf8")) as File;
}

async function open(query = "?find=on", options = {}): ReturnType<typeof visit> {
  const visitor = await visit(browser, `${address}${ATLAS}${query}`, options);
  await rowsOf(visitor.page).first().waitFor();
  return visitor;
}
const rowsOf = (page: Page): Locator => page.locator(".finder-table tr[data-place]");
const namesOf = (page: Page): Promise<string[]> => rowsOf(page).locator("a").allInnerTexts();
const litRow = (page: Page): Promise<string[]> => page.locator("tr[data-is-lit] a").allInnerTexts();
const tile = (page: Page, name: string): Locator => page.locator(`.matrix a[data-head=${name}]`);
const shown = (page: Page): Promise<string[]> =>
  page
    .locator(".matrix a[data-head]:not([data-is-out])")
    .evaluateAll((links) => links.map((link) => (link as HTMLElement).dataset["head"] ?? ""));
const search = (page: Page): Promise<string> => page.evaluate(() => location.search);
const namesWhere = (test: (head: HeadNumbers) => boolean): string[] =>
  heads.filter(test).map(({ head }) => head);
const axe = async (page: Page): Promise<string[]> =>
  (await axeOf(page).analyze()).violations.map(({ id }) => id);

describe("the finder", () => {
  it("loads nothing until it is opened, is a table that can be read, and leaves the page as it was", async () => {
    const { page, problems, close } = await visit(browser, `${address}${ATLAS}`);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.waitForLoadState("networkidle");
    expect(asked.filter((url) => /finder/i.test(url))).toEqual([]);
    const button = page.getByRole("button", { name: "Find heads" });
    await button.click();
    await rowsOf(page).first().waitFor();
    expect(await page.locator(".finder-table table").getAttribute("aria-rowcount")).toBe(
      `${heads.length + 1}`,
    );
    expect(await button.getAttribute("aria-expanded")).toBe("true");
    expect(await axe(page)).toEqual([]);
    await expect.poll(() => search(page)).toBe("?find=on");
    await page.getByRole("button", { name: "Close the finder" }).click();
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    await expect.poll(() => search(page)).toBe("");
    expect(problems).toEqual([]);
    await close();
  });

  it("filters table, grid and address alike, and a reload finds it as it was", async () => {
    const { page, problems, close } = await open();
    await page.getByLabel("Add a range").selectOption("previous");
    const from = page.getByLabel("from", { exact: true });
    await from.fill("0.2");
    const wanted = namesWhere(({ metrics }) => (metrics.previous ?? 0) >= 0.2);
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.length).toBeLessThan(heads.length);
    const header = page.getByRole("columnheader", { name: "Previous token" }).first();
    await header.getByRole("button").click();
    expect(await header.getAttribute("aria-sort")).toBe("descending");
    const value = (name: string): number => heads.find(({ head }) => head === name)?.metrics.previous ?? NaN;
    const ranked = wanted.toSorted((a, b) => value(b) - value(a));
    expect(await namesOf(page)).toEqual(ranked);
    await expect.poll(() => shown(page)).toEqual(wanted);
    await expect.poll(() => search(page)).toMatch(/^\?find-range=previous:0\.2:[\d.]+&find-sort=-previous$/);
    await page.reload();
    await rowsOf(page).first().waitFor();
    expect(await namesOf(page)).toEqual(ranked);
    expect(await page.locator(".finder-count").innerText()).toBe(`${wanted.length} of ${heads.length} heads`);
    // The page's own words stand beside them.
    await page.getByRole("button", { name: "UMAP" }).click();
    await expect.poll(() => search(page)).toMatch(/^\?method=umap&find-range=previous/);
    await page.getByRole("button", { name: "Show all" }).click();
    await expect.poll(() => shown(page)).toHaveLength(heads.length);
    expect(problems).toEqual([]);
    await close();
  });

  it("lights a head in all three places, wherever it is pointed at", async () => {
    const { page, close } = await open();
    await page.locator(".matrix a[data-head]").nth(6).hover();
    await expect.poll(() => litRow(page)).toEqual([heads[6]?.head]);
    const tip = page.locator(".finder-scatter .tip");
    expect(await tip.innerText()).toContain(heads[6]?.head ?? "");
    const row = rowsOf(page).nth(2);
    await row.hover();
    const name = heads[2]?.head ?? "";
    expect(await tile(page, name).getAttribute("data-is-lit")).toBe("");
    await expect.poll(() => tip.innerText()).toContain(name);
    // The place of its dot, where nothing else is lit.
    const [x, y] = await tip.evaluate((element) =>
      ["--x", "--y"].map((side) => parseFloat(element.style.getPropertyValue(side))),
    );
    await page.locator("h1").hover();
    expect(await litRow(page)).toEqual([]);
    const frame = await page.locator(".finder-scatter canvas").last().boundingBox();
    await page.mouse.move((frame?.x ?? 0) + (x ?? 0), (frame?.y ?? 0) + (y ?? 0));
    await expect.poll(() => litRow(page)).toEqual([name]);
    expect(await tile(page, name).getAttribute("data-is-lit")).toBe("");
    await page.mouse.down();
    await page.mouse.up();
    await page.waitForURL(new RegExp(`/${name}/`));
    await mapReady(page, { head: name });
    await close();
  });

  it("is walked with arrow keys, and Enter opens the head", async () => {
    const { page, close } = await open("?find-sort=-distance");
    const names = await namesOf(page);
    await rowsOf(page).first().locator("a").focus();
    for (const key of ["ArrowDown", "ArrowDown", "ArrowUp", "End"]) await page.keyboard.press(key);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe(heads.length === names.length ? names.at(-1) : undefined);
    await page.keyboard.press("Home");
    expect(await litRow(page)).toEqual([names[0]]);
    expect(await tile(page, names[0] ?? "").getAttribute("data-is-lit")).toBe("");
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`/${names[0] ?? ""}/`));
    await close();
  });

  it("takes a rectangle on the scatter as a range of both measures, and saves the heads in it as CSV", async () => {
    const { page, close } = await open("?find-x=distance&find-y=entropy");
    const frame = await page.locator(".finder-scatter canvas").last().boundingBox();
    const at = (x: number, y: number): [number, number] => [
      (frame?.x ?? 0) + x * (frame?.width ?? 0),
      (frame?.y ?? 0) + y * (frame?.height ?? 0),
    ];
    await page.mouse.move(...at(0.12, 0.02));
    await page.mouse.down();
    await page.mouse.move(...at(0.5, 0.4));
    await page.mouse.move(...at(0.6, 0.5));
    await page.mouse.up();
    await expect.poll(() => search(page)).toMatch(/find-range=distance:[^&]+&find-range=entropy:/);
    const ends = [...(await search(page)).matchAll(/find-range=(\w+):([-\d.]+):([-\d.]+)/g)].map(
      ([, id = "", low, high]) => ({ id, low: Number(low), high: Number(high) }),
    );
    const wanted = namesWhere(({ metrics }) =>
      ends.every(({ id, low, high }) => {
        const value = metrics[id as "distance" | "entropy"] ?? NaN;
        return value >= low && value <= high;
      }),
    );
    expect(wanted.length).toBeLessThan(heads.length);
    expect(await namesOf(page)).toEqual(wanted);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("tiny-bert-stories-found-heads.csv");
    const [header = "", ...lines] = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
    expect(header).toMatch(/^head,layer,does,sorted_by,.*entropy,chance\.entropy/);
    expect(lines.map((line) => line.split(",")[0])).toEqual(wanted);
    await close();
  });

  it("says what it does not know of a link, and what was probably meant", async () => {
    const { page, close } = await open("?find-x=distanse&find-srot=self");
    expect(await page.locator(".finder-problem").innerText()).toBe(
      "“find-x=distanse” means nothing here; did you mean “distance”?",
    );
    await page.getByRole("button", { name: "“distance”" }).click();
    await expect.poll(() => search(page)).toContain("find-x=distance");
    expect(await page.locator(".finder-problem").count()).toBe(0);
    await expect.poll(() => page.locator(".link-notice").innerText()).toContain("find-sort");
    await close();
  });

  it("fits a narrow phone in forced colors", async () => {
    const { page, close } = await open("?find-range=distance:0:100", {
      viewport: { width: 320, height: 640 },
      hasTouch: true,
      forcedColors: "active",
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await axe(page)).toEqual([]);
    await close();
  });
});

describe("the contact sheet", () => {
  it("shows every head of every model once, in its color and with its words, and leads to its page", async () => {
    const { page, problems, close } = await visit(browser, address);
    const tiles = page.locator(".contact-sheet li a");
    const linked = await tiles.evaluateAll((links) =>
      links.map((link) => ({
        href: (link as HTMLAnchorElement).href,
        color: (link as HTMLElement).dataset["color"],
        label: link.getAttribute("aria-label") ?? "",
        text: (link as HTMLElement).innerText,
      })),
    );
    const found = linked.map(({ href, ...tile }) => ({ ...tile, path: new URL(withoutFile(href)).pathname }));
    expect(new Set(found.map(({ path }) => path)).size).toBe(found.length);
    const bert = found.filter(({ path }) => path.includes(`/${ATLAS}`));
    expect(bert.map(({ path }) => path.split("/").at(-2))).toEqual(heads.map(({ head }) => head));
    const manifest: Manifest = readManifest(await json("manifest.json"));
    expect(bert.map(({ color }) => color)).toEqual(
      heads.map(({ explained }) => openingColor(manifest, explained)),
    );
    expect(bert.filter(({ text }) => text.includes("by position")).length).toBeGreaterThan(5);
    // Pictures come as they are scrolled to, each from one sheet of its model.
    const pictures = page.locator(".contact-sheet img");
    await tiles.last().scrollIntoViewIfNeeded();
    await expect
      .poll(() => pictures.last().evaluate((image) => (image as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);
    const sources = await pictures.evaluateAll((images) =>
      images.map((image) => (image as HTMLImageElement).currentSrc || (image as HTMLImageElement).src),
    );
    expect(new Set(sources).size).toBe(await page.locator(".contact-sheet h3").count());
    expect(await axe(page)).toEqual([]);
    expect(problems).toEqual([]);
    await tiles.nth(3).click();
    await mapReady(page);
    expect(new URL(page.url()).pathname).toBe(found[3]?.path);
    await close();
  });
});
