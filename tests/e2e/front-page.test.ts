import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { readManifest } from "#atlas/files/manifest.ts";
import type { HeadsFile } from "#atlas/head/head-numbers.ts";
import { readHead } from "../../src/site/head-reading.ts";
import { mapExplained, type MapExplained } from "../../src/site/reading/map-explained.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { withoutFile } from "../helpers/from-disk.ts";
import { mapReady, visit } from "../helpers/visit.ts";

const { address, folder } = inject("site");

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** What a head's own numbers say of it. @param path `/tiny-gpt/repeats/L3H3/`. */
async function ownReading(
  path: string,
): Promise<{ text: string; title: string | undefined; sorted: MapExplained | null }> {
  const [, model = "", dataset = "", name = ""] = path.split("/");
  const json = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, "atlas", model, dataset, file), "utf8"));
  const manifest = readManifest(await json("manifest.json"));
  const { heads } = (await json("heads.json")) as HeadsFile;
  const row = heads.find(({ head }) => head === name);
  const { text, habit } = readHead(manifest, row!);
  return { text, title: habit?.title, sorted: mapExplained(manifest, row!) };
}

/** Addresses to which links lead. */
async function linksOf(page: Page, links: string): Promise<string[]> {
  const hrefs = await page
    .locator(links)
    .evaluateAll((anchors) => anchors.map((a) => (a as HTMLAnchorElement).href));
  return hrefs.map(withoutFile);
}

async function pathsOf(page: Page, links: string): Promise<string[]> {
  return (await linksOf(page, links)).map((href) => new URL(href).pathname);
}

describe("the plates of the front page", () => {
  it("show three heads of three models, and say of each what its numbers say", async () => {
    const { page, problems, close } = await visit(browser, address);
    const plates = page.locator(".striking a");
    expect(await plates.count()).toBe(3);
    const paths = await pathsOf(page, ".striking a");
    expect(new Set(paths.map((path) => path.split("/")[1])).size).toBe(3);
    for (const [i, path] of paths.entries()) {
      const sentence = await plates.nth(i).locator(".sentence").innerText();
      expect((await ownReading(path)).text).toContain(sentence);
      expect(await plates.nth(i).locator(".map").isVisible()).toBe(true);
      const widths = await plates
        .nth(i)
        .locator("img")
        .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
      // At least the average pattern.
      expect(widths.length).toBeGreaterThan(0);
      expect(Math.min(...widths)).toBeGreaterThan(0);
    }
    await plates.first().click();
    await mapReady(page);
    expect(await page.locator("h1").innerText()).toBe("Tiny GPT L3H3");
    expect(problems).toEqual([]);
    await close();
  });

  it.each([
    ["Induction", 0.7, "induction"],
    ["Previous token", 0.7, "previous"],
    ["First token", 0.5, "first"],
    ["Two tokens before", 0.5, "offset-2"],
    ["Same row", 0.3, "sameRow"],
    ["Objects", 0.5, "objects"],
  ] as const)("lead to a head of the kind “%s” with one click", async (kind, least, measure) => {
    const { page, problems, close } = await visit(browser, address);
    await page.locator("#finder-habit + ul a", { hasText: kind }).click();
    await page.waitForURL(/\/L\d+H\d+\/$/);
    const path = new URL(page.url()).pathname;
    expect((await ownReading(path)).title).toBe(kind);
    const file = join(folder, "atlas", ...path.split("/").slice(1, 3), "heads.json");
    const { heads } = JSON.parse(await readFile(file, "utf8")) as HeadsFile;
    const own = heads.find(({ head }) => head === path.split("/")[3]);
    expect(own?.metrics[measure]).toBeGreaterThan(least);
    expect(problems).toEqual([]);
    await close();
  });
});

describe("what maps are sorted by", () => {
  it.each(["Position", "Row", "Patch color"])(
    "leads to a head that sorts by “%s” with one click",
    async (kind) => {
      const { page, problems, close } = await visit(browser, address);
      await page.locator("#finder-map + ul a", { has: page.getByText(kind, { exact: true }) }).click();
      await page.waitForURL(/\/L\d+H\d+\/$/);
      const { sorted } = await ownReading(new URL(page.url()).pathname);
      expect(sorted?.title).toBe(kind);
      expect(sorted?.share).toBeGreaterThan(0.5);
      // The page opens in that color, and says so.
      await mapReady(page);
      expect(await page.locator(".legend").innerText()).toContain(`${kind} explains `);
      expect(problems).toEqual([]);
      await close();
    },
  );
});

describe("the introduction", () => {
  it("stands above the pictures on a first visit, is closed by its button, and stays closed", async () => {
    const { page, problems, close } = await visit(browser, address, { isFirst: true });
    const introduction = page.locator("[data-introduction]");
    expect(await introduction.isVisible()).toBe(true);
    expect(await page.locator("dialog[open]").count()).toBe(0);
    await page.getByRole("button", { name: "Close the introduction" }).focus();
    await page.keyboard.press("Enter");
    expect(await introduction.isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    await page.getByRole("link", { name: "Guides" }).first().click();
    await page.waitForURL("**/guides/");
    await page.goBack();
    await page.locator(".striking").waitFor();
    expect(await introduction.isVisible()).toBe(false);
    await page.addInitScript(() => {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          if ((entry as PerformanceEntry & { value: number }).value > 0)
            document.documentElement.dataset["shifted"] = "yes";
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.reload();
    await page.waitForLoadState("networkidle");
    expect(await introduction.isVisible()).toBe(false);
    expect(await page.evaluate(() => document.documentElement.dataset["shifted"])).toBeUndefined();
    expect(problems).toEqual([]);
    await close();
  });

  it("is there without a script, without a button that does nothing", async () => {
    const { page, close } = await visit(browser, address, { isFirst: true, javaScriptEnabled: false });
    expect(await page.locator("[data-introduction]").isVisible()).toBe(true);
    // Terms need none.
    expect(await page.locator("button:not(.term):visible").count()).toBe(0);
    expect(await page.locator("button.term:visible").count()).toBe(6);
    await close();
  });

  it("says the same as the about box, which its button opens; ×, Esc and a click outside close it", async () => {
    const { page, close } = await visit(browser, address, { isFirst: true });
    const dialog = page.locator("dialog.about");
    const open = () => page.getByRole("button", { name: "About" }).click();
    await open();
    expect(await dialog.locator("p").first().innerText()).toBe(
      await page.locator("[data-introduction] p").first().innerText(),
    );
    const hrefs = await linksOf(page, "dialog.about a");
    expect(hrefs).toHaveLength(4);
    expect(hrefs[0]).toMatch(/^https:/);
    expect(hrefs[1]).toBe(`${address}guides/`);
    expect(hrefs[2]).toMatch(/^https:/);
    expect(hrefs[3]).toBe(`${address}licenses.txt`);
    const licenses = await readFile(join(folder, "licenses.txt"), "utf8");
    for (const name of ["react", "sigma", "@fontsource-variable/source-serif-4", "astro"])
      expect(licenses).toMatch(new RegExp(`^${name} \\d.*: (MIT|OFL-1.1)$`, "m"));
    expect(licenses).toContain("model tiny-gpt (Tiny GPT): ");
    await dialog.getByRole("button", { name: "Close" }).click();
    expect(await dialog.isVisible()).toBe(false);
    await open();
    await page.keyboard.press("Escape");
    expect(await dialog.isVisible()).toBe(false);
    await open();
    await page.mouse.click(5, 5);
    expect(await dialog.isVisible()).toBe(false);
    await close();
  });
});

describe("a term", () => {
  const isOpen = (page: Page, id: string): Promise<boolean> =>
    page.locator(`#${id}`).evaluate((meaning) => meaning.matches(":popover-open"));

  it("is explained under the focus and under the pointer; Esc closes it", async () => {
    const { page, problems, close } = await visit(browser, address, { isFirst: true });
    const key = page.locator("[popovertarget=introduction-key]");
    await page.locator("[popovertarget=introduction-query]").focus();
    await page.keyboard.press("Tab");
    expect(await key.evaluate((term) => term === document.activeElement)).toBe(true);
    expect(await isOpen(page, "introduction-key")).toBe(true);
    expect(await isOpen(page, "introduction-query")).toBe(false);
    expect(await key.getAttribute("aria-describedby")).toBe("introduction-key");
    await page.keyboard.press("Escape");
    expect(await isOpen(page, "introduction-key")).toBe(false);
    await page.keyboard.press("Enter");
    expect(await isOpen(page, "introduction-key")).toBe(true);
    await page.keyboard.press("Tab");
    expect(await isOpen(page, "introduction-key")).toBe(false);
    await key.hover();
    await expect.poll(() => isOpen(page, "introduction-key")).toBe(true);
    // One can go to the text to read or copy it.
    await page.locator("#introduction-key").hover();
    await page.waitForTimeout(400);
    expect(await isOpen(page, "introduction-key")).toBe(true);
    await page.mouse.move(3, 3);
    await expect.poll(() => isOpen(page, "introduction-key")).toBe(false);
    expect(problems).toEqual([]);
    await close();
  });

  it("is explained by a tap without a script, inside the window", async () => {
    const { page, close } = await visit(browser, address, {
      isFirst: true,
      javaScriptEnabled: false,
      hasTouch: true,
      viewport: { width: 320, height: 640 },
    });
    const terms = page.locator(".introduction .term");
    for (let i = 0; i < (await terms.count()); i++) {
      await terms.nth(i).tap();
      const box = await page.locator(".introduction .meaning:popover-open").boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(320);
      await page.touchscreen.tap(310, 5);
      expect(await page.locator(".meaning:popover-open").count()).toBe(0);
    }
    await close();
  });

  it("is explained in the about box, too", async () => {
    const { page, close } = await visit(browser, address);
    await page.getByRole("button", { name: "About" }).click();
    await page.locator("[popovertarget=about-head]").click();
    expect(await isOpen(page, "about-head")).toBe(true);
    await page.keyboard.press("Escape");
    expect(await isOpen(page, "about-head")).toBe(false);
    expect(await page.locator("dialog.about").isVisible()).toBe(true);
    await close();
  });
});

describe("the front page", () => {
  it.each(["light", "dark"] as const)("has no accessibility violations in %s", async (colorScheme) => {
    const { page, close } = await visit(browser, address, { isFirst: true, colorScheme });
    const { violations } = await axeOf(page).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual(
      [],
    );
    await close();
  });

  it.each([320, 640])("needs no sideways scrolling at %d pixels", async (width) => {
    const { page, close } = await visit(browser, address, {
      isFirst: true,
      viewport: { width, height: 700 },
    });
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await close();
  });
});
