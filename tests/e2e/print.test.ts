import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { withoutFile } from "../helpers/from-disk.ts";
import { mapReady, visit } from "../helpers/visit.ts";

const { address } = inject("site");

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function nPages(page: Page, format: string): Promise<number> {
  const pdf = await page.pdf({ format });
  return (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
}

/** What controls there are to be seen. Links and the entries of a legend are read on paper, too. */
const controls = (page: Page): Promise<string[]> =>
  page
    .locator(":is(button, select, input):not(.term, .legend li button):visible")
    .evaluateAll((all) => all.map((each) => each.outerHTML.slice(0, 80)));

describe("a head on paper", () => {
  it.each([
    ["tiny-gpt/stories/L3H0/", true],
    ["tiny-vit/scenes/L0H3/", true],
    ["tiny-bert/stories/L1H3/", false],
  ])("fills one page: %s (with scripts: %s)", async (path, javaScriptEnabled) => {
    const { page, close } = await visit(browser, `${address}${path}`, {
      javaScriptEnabled,
      colorScheme: "dark",
    });
    if (javaScriptEnabled) await mapReady(page);
    expect(await nPages(page, "A4")).toBe(1);
    expect(await nPages(page, "Letter")).toBe(1);
    await page.emulateMedia({ media: "print" });
    const picture = page.locator(".map-stage .thumbnail");
    expect(await picture.isVisible()).toBe(true);
    const [box, frame] = await Promise.all([picture.boundingBox(), page.locator(".map-frame").boundingBox()]);
    expect(box?.width).toBeGreaterThan(280);
    // All of it is inside of its frame, which may be a pixel wide, and on the paper.
    expect(box?.x).toBeGreaterThanOrEqual(Math.max(0, frame?.x ?? Infinity));
    expect(box?.y).toBeGreaterThanOrEqual(frame?.y ?? Infinity);
    expect((box?.x ?? NaN) + (box?.width ?? NaN)).toBeLessThanOrEqual(
      (frame?.x ?? NaN) + (frame?.width ?? NaN),
    );
    expect((box?.y ?? NaN) + (box?.height ?? NaN)).toBeLessThanOrEqual(
      (frame?.y ?? NaN) + (frame?.height ?? NaN),
    );
    expect(Math.abs((box?.width ?? 0) - (box?.height ?? 0))).toBeLessThan(1);
    expect(await page.locator(".head-top .lead").isVisible()).toBe(true);
    // As wide as paper, the page has the layout of a small screen, where the reading stands below the map.
    await page.setViewportSize({ width: 688, height: 1000 });
    const [lead, onPaper] = await Promise.all([
      page.locator(".head-top .lead").boundingBox(),
      picture.boundingBox(),
    ]);
    expect((lead?.y ?? NaN) + (lead?.height ?? NaN)).toBeLessThanOrEqual(onPaper?.y ?? NaN);
    expect(await page.locator(".head-screen .pattern").isVisible()).toBe(true);
    expect(await page.locator(".numbers td").first().isVisible()).toBe(true);
    expect(await controls(page)).toEqual([]);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      "rgb(255, 255, 255)",
    );
    // The host is known to a site that is built with its address, and to a script.
    const where = await page.locator("[data-address]").innerText();
    expect(withoutFile(where)).toBe(javaScriptEnabled ? `${address}${path}` : `/${path}`);
    await close();
  });

  it("says under which address the view that was open is found", async () => {
    const { page, close } = await visit(browser, `${address}tiny-gpt/stories/L3H0/?m=umap`);
    await mapReady(page, { projection: "umap2" });
    await expect.poll(() => page.url()).toContain("?method=umap");
    await page.pdf();
    const where = (await page.locator("[data-address]").textContent()) ?? "";
    expect(withoutFile(where)).toBe(`${address}tiny-gpt/stories/L3H0/?method=umap`);
    await page.emulateMedia({ media: "screen" });
    expect(await page.locator("[data-address]").isVisible()).toBe(false);
    await close();
  });
});

it("all heads of an atlas are printed as a grid, as wide as the paper", async () => {
  const { page, close } = await visit(browser, `${address}tiny-vit/scenes/`, {
    viewport: { width: 688, height: 1000 },
  });
  await page.emulateMedia({ media: "print" });
  const cells = page.locator(".matrix a");
  expect(await cells.count()).toBe(16);
  for (const box of await cells.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().right)))
    expect(box).toBeLessThanOrEqual(688);
  expect(await controls(page)).toEqual([]);
  await close();
});

describe("a page without a script", () => {
  it.each(["", "tiny-gpt/stories/", "tiny-gpt/stories/L3H0/", "guides/"])(
    "shows no control that does nothing: /%s",
    async (path) => {
      for (const width of [390, 1280]) {
        const { page, close } = await visit(browser, `${address}${path}`, {
          javaScriptEnabled: false,
          viewport: { width, height: 844 },
        });
        // What opens a popover needs no script.
        expect((await controls(page)).filter((html) => !html.includes("popovertarget"))).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        await close();
      }
    },
  );

  it("shows a head's picture, reading and numbers, and leads to the next head", async () => {
    const { page, close } = await visit(browser, `${address}tiny-gpt/stories/L3H0/`, {
      javaScriptEnabled: false,
    });
    const picture = page.locator(".map-stage .thumbnail");
    expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(480);
    expect(await page.locator(".lead").innerText()).toContain("first token");
    expect(await page.locator(".numbers td").first().isVisible()).toBe(true);
    expect(await page.locator(".no-script").isVisible()).toBe(true);
    const pattern = page.locator(".on-paper .pattern");
    expect(await pattern.isVisible()).toBe(true);
    expect(await pattern.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(9);
    // What the island would fill is not shown empty, and nothing is said of pointers that does not hold here.
    expect(await page.locator(".overview .examples").isVisible()).toBe(false);
    expect(await page.getByText("Hover over").isVisible()).toBe(false);
    await page.getByRole("link", { name: "Next head: L3H1" }).click();
    await page.waitForURL("**/L3H1/");
    expect(await page.locator("h1").innerText()).toBe("Tiny GPT L3H1");
    await close();
  });

  it("lists the pairs of the strongest attention, and leads to the files, of which all are there", async () => {
    const { page, close } = await visit(browser, `${address}tiny-gpt/stories/L3H0/`, {
      javaScriptEnabled: false,
    });
    const pairs = page.getByRole("table", { name: "Strongest pairs" });
    expect(await pairs.isVisible()).toBe(true);
    const rows = pairs.locator("tr:has(td)");
    expect(await rows.count()).toBe(8);
    const [query = "", key = "", weight = "", sequence = ""] = await rows
      .first()
      .locator("td")
      .allInnerTexts();
    // A head that rests on the first token; what stands in the files as markup is text.
    expect(key).toBe("<|endoftext|>");
    expect(Number(weight)).toBeGreaterThan(0.9);
    const files = await page
      .locator(".files a")
      .evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href));
    expect(files.length).toBeGreaterThan(10);
    const answers = await Promise.all(files.map((file) => fetch(withoutFile(file))));
    expect(files.filter((_, i) => !answers[i]!.ok)).toEqual([]);
    const twin = await answers[files.findIndex((file) => file.endsWith("/tiny-gpt/stories/L3H0.md"))]?.text();
    expect(twin).toContain("# Tiny GPT L3H0\n");
    expect(twin).toContain(`| ${query} | \\<\\|endoftext\\|\\> | ${weight} | ${sequence} |`);
    await close();
  });
});
