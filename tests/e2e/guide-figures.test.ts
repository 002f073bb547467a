import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { withoutFile } from "../helpers/from-disk.ts";
import { mapReady, visit } from "../helpers/visit.ts";

const { address } = inject("site");
const GUIDE = `${address}guides/nearness/`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe("figures of heads in a guide", () => {
  it("are drawn from the atlas when they come into view, name their points, and lead to this very map", async () => {
    const { page, problems, close } = await visit(browser, GUIDE);
    const figures = page.locator(".head-figure");
    expect(await figures.count()).toBe(12);
    const umap = figures.nth(1);
    await umap.scrollIntoViewIfNeeded();
    await page.locator(".head-figure[data-state=live] canvas").nth(1).waitFor();
    expect(await umap.evaluate(inkOf)).toBeGreaterThan(0.01);
    const box = await umap.boundingBox();
    const name = umap.locator("span");
    // Somewhere along the middle of the map there is a point.
    for (let share = 0.1; share < 0.9 && !(await name.isVisible()); share += 0.02)
      await page.mouse.move(
        (box?.x ?? 0) + (box?.width ?? 0) * share,
        (box?.y ?? 0) + (box?.height ?? 0) / 2,
      );
    expect(await name.innerText()).toMatch(/^“.+” as a (query|key)$/);
    await umap.click();
    await page.waitForURL("**/tiny-gpt/stories/L0H3/?method=umap&color=role");
    await mapReady(page, { head: "L0H3", projection: "umap2" });
    expect(problems).toEqual([]);
    await close();
  });

  it("are pictures with the same links without a script", async () => {
    const { page, close } = await visit(browser, GUIDE, { javaScriptEnabled: false });
    const first = page.locator(".head-figure").first();
    const href = await first.evaluate((link) => (link as HTMLAnchorElement).href);
    expect(withoutFile(href)).toBe(`${address}tiny-gpt/stories/L0H3/?color=role`);
    // The head's own thumbnail is in the color of positions, and this figure shows queries and keys: the guide's picture does.
    const image = first.locator("img");
    expect(await image.getAttribute("src")).toMatch(/\/tiny-gpt-stories-L0H3-attention\.[^/]+\.webp$/);
    expect(await image.evaluate((each) => (each as HTMLImageElement).naturalWidth)).toBeGreaterThan(100);
    await close();
  });

  it.each(["light", "dark"] as const)(
    "have nothing that axe finds wrong in %s, and fit a phone",
    async (colorScheme) => {
      const { page, close } = await visit(browser, GUIDE, {
        colorScheme,
        viewport: { width: 320, height: 700 },
      });
      await page.locator(".head-figure").first().scrollIntoViewIfNeeded();
      await page.locator(".head-figure[data-state=live]").first().waitFor();
      const { violations } = await axeOf(page).include(".guide").analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await close();
    },
  );
});

/** Runs in the page: the share of the figure's canvas that is drawn on. */
function inkOf(figure: Element): number {
  const canvas = figure.querySelector("canvas");
  const { width = 0, height = 0 } = canvas ?? {};
  const bytes = canvas?.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
  let inked = 0;
  for (let at = 3; at < bytes.length; at += 4) if ((bytes[at] ?? 0) > 0) inked++;
  return inked / (width * height);
}
