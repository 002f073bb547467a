/** Pages that are fetched before a reader follows the link to them. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { IS_FROM_DISK } from "../helpers/from-disk.ts";
import { mapReady, visit } from "../helpers/visit.ts";

const { address } = inject("site");
const ATLAS = `${address}tiny-gpt/stories/`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Heads whose pages were fetched ahead, in order. */
const ahead = (page: Page): Promise<string[]> =>
  page
    .locator("link[rel=prefetch]")
    .evaluateAll((links) =>
      links.map((link) => /(L\d+H\d+)\/$/.exec((link as HTMLLinkElement).href)?.[1] ?? ""),
    );
/** Longer than a pointer must rest. */
const rested = (page: Page): Promise<void> => page.waitForTimeout(400);

describe.skipIf(IS_FROM_DISK)("pages are fetched ahead", () => {
  it("of a link that is pointed at or has the focus, once, also of links that the page got later", async () => {
    const { page, problems, close } = await visit(browser, ATLAS);
    await page.locator("a[data-head=L1H1]").hover();
    await expect.poll(() => ahead(page)).toEqual(["L1H1"]);
    await page.locator("a[data-head=L1H2]").focus();
    await expect.poll(() => ahead(page)).toEqual(["L1H1", "L1H2"]);
    await page.locator("h1").hover();
    await page.locator("a[data-head=L1H1]").hover();
    await page.locator("a[data-head=L3H3]").evaluate((link) => {
      const later = link.cloneNode(true) as HTMLAnchorElement;
      later.href = later.href.replace("L3H3", "L3H2");
      document.querySelector("h1")!.append(later);
      later.focus();
    });
    await expect.poll(() => ahead(page)).toEqual(["L1H1", "L1H2", "L3H2"]);
    expect(problems).toEqual([]);
    await close();
  });

  it("of the neighbors of a head, also after the router has shown another page", async () => {
    const { page, close } = await visit(browser, `${ATLAS}L1H1/`);
    const neighbors = ["L1H0", "L1H2", "L0H1", "L2H1"];
    await expect.poll(async () => (await ahead(page)).toSorted()).toEqual(neighbors.toSorted());
    await mapReady(page, { head: "L1H1" });
    await page.locator("a[data-head-link=next]").click();
    await page.waitForURL(/L1H2/);
    await expect.poll(() => ahead(page)).toContain("L1H3");
    await close();
  });

  it("never for readers who save data", async () => {
    const { page, close } = await visit(browser, ATLAS);
    await page.evaluate(() =>
      Object.defineProperty(navigator, "connection", { value: { saveData: true }, configurable: true }),
    );
    await page.locator("a[data-head=L1H1]").hover();
    await rested(page);
    expect(await ahead(page)).toEqual([]);
    await close();
  });
});
