/** The offline copy, opened from disk. `HEADLAND_TEST_SITE=offline` runs the other browser tests on one. */
import { unzipSync } from "fflate";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zipFolder } from "../../src/offline/zip-folder.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { buildOffline, ROOT, type OfflineCopy } from "../helpers/build-site.ts";
import { inkShare, mapReady, placeOf, visit, type Visit, type VisitOptions } from "../helpers/visit.ts";

// With a space and a letter that addresses escape: readers unpack copies anywhere.
const folder = join(ROOT, ".headland/sites/off line é");
let copy: OfflineCopy;
let browser: Browser;
beforeAll(async () => {
  [browser, copy] = await Promise.all([launchBrowser(), buildOffline({ folder })]);
});
afterAll(() => browser.close());

/** A visit that must cause no error, break no policy and reach no server. */
async function open(path: string, options?: VisitOptions): Promise<Visit> {
  const visitor = await visit(
    browser,
    `${copy.address}${path}`.replace(/\/(?=$|\?)/, "/index.html"),
    options,
  );
  visitor.page.on("request", (request) => {
    if (/^(?:https?|wss?):/.test(request.url())) visitor.problems.push(request.url());
  });
  return visitor;
}

const queryOf = (page: Page): URLSearchParams => new URL(page.url()).searchParams;

describe("a copy of the site, opened from disk,", () => {
  it("shows a head's map, takes a selection, and keeps the view from head to head", async () => {
    const { page, problems, close } = await open("tiny-gpt/stories/L0H3/");
    await mapReady(page, { head: "L0H3" });
    expect(await inkShare(page)).toBeGreaterThan(0.95);
    await page.getByRole("button", { name: "UMAP" }).click();
    await mapReady(page, { projection: "umap2" });
    const { x, y } = await placeOf(page, 700);
    await page.mouse.click(x, y);
    await page.locator(".attended li").first().waitFor();
    await expect.poll(() => queryOf(page).get("select")).toMatch(/^[qk]\d+$/);
    const selected = queryOf(page).get("select");
    await page.getByRole("link", { name: /^Next head/ }).click();
    await mapReady(page, { head: "L1H0", projection: "umap2" });
    await page.locator(".attended li").first().waitFor();
    expect(queryOf(page).get("select")).toBe(selected);
    // Back and a new visit by the address show what was there.
    await page.goBack();
    await mapReady(page, { head: "L0H3", projection: "umap2" });
    await page.reload();
    await page.locator(".attended li").first().waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it("saves figures as files of every kind", async () => {
    const { page, problems, close } = await open("tiny-gpt/stories/L0H3/");
    await mapReady(page);
    await page.getByRole("button", { name: "Share" }).click();
    await page.getByRole("button", { name: "Figure", exact: true }).click();
    for (const kind of ["SVG", "PDF", "PNG"]) {
      const saved = page.waitForEvent("download");
      await page.getByRole("button", { name: `Save ${kind}` }).click();
      expect((await saved).suggestedFilename()).toMatch(new RegExp(`\\.${kind}$`, "i"));
    }
    expect(problems).toEqual([]);
    await close();
  });

  it("searches, by patterns in a worker too, and goes to a head by its numbers", async () => {
    const { page, problems, close } = await open("tiny-gpt/stories/L0H0/?search=%2Fth.%2F");
    await mapReady(page);
    await page
      .getByText(/\d+ tokens?/)
      .first()
      .waitFor();
    await page.locator("#go-layer").fill("2");
    await page.locator("#go-head").fill("1");
    await page.keyboard.press("Enter");
    await mapReady(page, { head: "L2H1" });
    expect(problems).toEqual([]);
    await close();
  });

  it("draws pictures' patches, whose pixels a page from disk could not read by itself", async () => {
    const { page, problems, close } = await open("tiny-vit/scenes/L0H3/?color=brightness");
    await mapReady(page);
    expect(await inkShare(page)).toBeGreaterThan(0.95);
    await page.locator(".legend .ramp").first().waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it("shows all heads in another method, found tokens in all of them, and opens one", async () => {
    const { page, problems, close } = await open("");
    await page.locator('a[href*="tiny-gpt/stories/"]').first().click();
    await page.waitForURL(/tiny-gpt\/stories\//);
    await page.goto(`${copy.address}tiny-gpt/stories/index.html`);
    await page.getByRole("button", { name: "PCA" }).click();
    await expect.poll(() => sheetIsThere(page)).toMatch(/sheet-pca2/);
    await page.getByPlaceholder("Search a token").fill("the");
    await page.locator("a[data-head] canvas").first().waitFor();
    await page.locator('a[data-head="L2H0"]').click();
    await mapReady(page, { head: "L2H0", projection: "pca2" });
    expect(queryOf(page).get("search")).toBe("the");
    expect(problems).toEqual([]);
    await close();
  });

  it("has its tours, and live figures in its guides", async () => {
    const { page, problems, close } = await open("guides/tours/");
    await page.locator(".tours ol a").first().click();
    await mapReady(page);
    await page.getByRole("link", { name: "Next", exact: true }).click();
    await page
      .locator(".tour header span")
      .filter({ hasText: /^2 of / })
      .waitFor();
    await page.goto(`${copy.address}guides/nearness/index.html`);
    await page.locator(".head-figure").first().scrollIntoViewIfNeeded();
    await page.locator('.head-figure[data-state="live"]').first().waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it("leads from the map of all heads, whose links are in a picture, to a head", async () => {
    const { page, problems, close } = await open("heads/");
    const link = page.locator("[data-dots] a").first();
    const target = (await link.getAttribute("href")) ?? "";
    await link.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.href.includes(target.replace(/^(?:\.\.\/)+/, "")));
    await mapReady(page);
    expect(problems).toEqual([]);
    await close();
  });

  it("links only to files that it has, and says what it is", async () => {
    const pages = copy.files.filter((file) => file.endsWith(".html"));
    const known = new Set(copy.files);
    const missing: string[] = [];
    for (const page of pages) {
      const html = await readFile(join(folder, page), "utf8");
      for (const [, address = ""] of html.matchAll(/\s(?:href|src)="(\.[^"]*)"/g)) {
        const { href } = new URL(address.replaceAll("&amp;", "&"), `${copy.address}${page}`);
        const file = decodeURIComponent(href.replace(/[?#].*$/, "").slice(copy.address.length));
        if (!known.has(file)) missing.push(`${page}: ${address}`);
      }
      expect(html).not.toContain("headland-offline");
    }
    expect(missing).toEqual([]);
    const front = await readFile(join(folder, "index.html"), "utf8");
    expect(front).toContain("This is an offline copy");
  });

  it("opens as well when it was unpacked from a zip somewhere else", async () => {
    // All but most of the data, which would take long.
    const few = copy.files.filter(
      (file) => !file.startsWith("atlas/") || /\/stories\/([^/]+|heads\/L1H1\/.*)$/.test(file),
    );
    const place = await mkdtemp(join(tmpdir(), "headland-copy-"));
    expect(await zipFolder(folder, few, "atlas", join(place, "copy.zip"))).toBeUndefined();
    const packed = unzipSync(await readFile(join(place, "copy.zip")));
    expect(Object.keys(packed)).toEqual(few.map((file) => `atlas/${file}`));
    for (const [file, bytes] of Object.entries(packed)) {
      await mkdir(dirname(join(place, file)), { recursive: true });
      await writeFile(join(place, file), bytes);
    }
    const { page, problems, close } = await visit(
      browser,
      `${pathToFileURL(place).href}/atlas/tiny-gpt/stories/L1H1/index.html`,
    );
    await mapReady(page, { head: "L1H1" });
    // The maps of its neighbors, which it loads ahead, are not in this zip.
    expect(problems.filter((problem) => !problem.includes("ERR_FILE_NOT_FOUND"))).toEqual([]);
    await close();
    await rm(place, { recursive: true });
  });
});

/** The address of the sheet whose cells the thumbnails show, once the browser has it. */
async function sheetIsThere(page: Page): Promise<string> {
  return page
    .locator(".matrix-page")
    .evaluate((element) => getComputedStyle(element).getPropertyValue("--sheet"));
}
