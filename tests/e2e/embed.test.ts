/** Heads in frames of other sites. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { embedCode } from "#atlas/embed/embed-code.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { IS_FROM_DISK } from "../helpers/from-disk.ts";
import { neededBytes, weighPage } from "../helpers/page-weight.ts";
import { mapReady, placeOf, visit } from "../helpers/visit.ts";
import { overflow } from "../visual/stage.ts";

// Frames of other sites show a served atlas, whatever the other tests read.
const { address } = inject(IS_FROM_DISK ? "siteBelow" : "site");
const ATLAS = `${address}embed/tiny-gpt/stories/`;
const EMBED = `${ATLAS}L2H0/`;
let browser: Browser;
/** Another site, which shows whatever it is given. */
let paper: Server;
let body = "";
beforeAll(async () => {
  browser = await launchBrowser();
  paper = createServer((_, response) => response.setHeader("content-type", "text/html").end(body));
  await new Promise<void>((resolve) => paper.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await browser.close();
  paper.close();
});

const code = (query = "", height = 360): string =>
  embedCode({ src: `${EMBED}${query}`, title: "a head", width: 480, height });

interface Framed {
  readonly page: Page;
  readonly frame: Frame;
  readonly problems: readonly string[];
  readonly close: () => Promise<void>;
}

/** @param headers Those that the host of the atlas sends with every file. */
async function framed(html: string, headers: Readonly<Record<string, string>> = {}): Promise<Framed> {
  const { page, problems, close } = await visit(browser, "about:blank", { isFirst: true });
  body = html;
  if (Object.keys(headers).length > 0)
    await page.route(`${address}**`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), ...headers } });
    });
  await page.goto(`http://127.0.0.1:${(paper.address() as AddressInfo).port}/`);
  const frame = page.frames()[1];
  if (!frame) throw new Error("The page has no frame.");
  const isOwn = (problem: string): boolean => !problem.startsWith("off origin");
  return {
    page,
    frame,
    get problems() {
      return problems.filter(isOwn);
    },
    close: async () => {
      // Files may still be on their way.
      await page.unrouteAll({ behavior: "ignoreErrors" });
      await close();
    },
  };
}

const ready = (frame: Frame, projection: string): Promise<unknown> =>
  frame.waitForSelector(`.map[data-state="ready"][data-projection="${projection}"]`);

describe("the code that the Share panel gives", () => {
  it("shows the same view in a sandboxed frame of another site, with a link back to it", async () => {
    const {
      page: own,
      problems,
      close,
    } = await visit(browser, `${address}tiny-gpt/stories/L2H0/?method=pca&color=position&select=q300`);
    await mapReady(own);
    await own.getByRole("button", { name: "Share", exact: true }).click();
    await own.locator(".share-panel").getByRole("button", { name: "Embed" }).click();
    await own.getByRole("button", { name: "With tools" }).click();
    await own.getByRole("button", { name: "Dark", exact: true }).click();
    const html = await own.locator(".share-section pre").innerText();
    expect(html).toContain(`loading="lazy" sandbox="allow-scripts `);
    expect(problems).toEqual([]);
    await close();

    const there = await framed(html);
    await ready(there.frame, "pca2");
    expect(await there.frame.locator(".token-panel h2").innerText()).not.toBe("");
    expect(await there.frame.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe(
      "dark",
    );
    const link = there.frame.locator(".embed-credit a");
    expect(await link.getAttribute("rel")).toBe("noopener");
    const [opened] = await Promise.all([there.page.waitForEvent("popup"), link.click()]);
    await mapReady(opened, { head: "L2H0", projection: "pca2" });
    expect(new URL(opened.url()).search).toBe("?method=pca&color=position&select=q300&currents=off");
    expect(there.problems).toEqual([]);
    await there.close();
  });
});

describe("an embedded head", () => {
  it("needs at most 200 kB for its map", async () => {
    const sizes = await weighPage(browser, ATLAS, "L2H0");
    expect(neededBytes(sizes) / 1024).toBeLessThanOrEqual(200);
    expect(sizes.get("data") ?? 0).toBeGreaterThan(1000);
  });

  it("works in a frame without an origin, if the host lets everybody load its files", async () => {
    const strict = `<iframe sandbox="allow-scripts" width="480" height="360" src="${EMBED}?method=umap"></iframe>`;
    const { page, frame, problems, close } = await framed(strict, { "access-control-allow-origin": "*" });
    await ready(frame, "umap2");
    expect(await frame.evaluate(() => self.origin)).toBe("null");
    const { x, y } = await placeOf(frame as unknown as Page, 300);
    const box = (await page.locator("iframe").boundingBox())!;
    await page.mouse.move(box.x + x, box.y + y);
    await frame.locator(".hover-card").waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it("is a picture with a link where the host does not", async () => {
    const strict = `<iframe sandbox="allow-scripts" width="480" height="360" src="${EMBED}"></iframe>`;
    const { frame, close } = await framed(strict);
    await frame.waitForLoadState("load");
    const picture = frame.locator("img.thumbnail");
    expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(480);
    expect(await picture.isVisible()).toBe(true);
    expect(await frame.locator(".embed-credit a").innerText()).toBe("Tiny GPT L2H0");
    await close();
  });

  it("does not write into the history of the page around it", async () => {
    const { page, frame, problems, close } = await framed(code("?ui=full"));
    await ready(frame, "attention2");
    const before = await page.evaluate(() => history.length);
    await frame.getByRole("button", { name: "PCA" }).click();
    await ready(frame, "pca2");
    await expect.poll(() => frame.evaluate(() => location.search)).toBe("?method=pca&ui=full");
    expect(await page.evaluate(() => history.length)).toBe(before);
    expect(problems).toEqual([]);
    await close();
  });

  it("is not found by search engines, which are told of the head's page", async () => {
    const { page, close } = await visit(browser, EMBED);
    expect(await page.locator('meta[name="robots"]').getAttribute("content")).toBe("noindex");
    const canonical = await page
      .locator('link[rel="canonical"]')
      .evaluate((link) => (link as HTMLLinkElement).href);
    expect(canonical).toBe(`${address}tiny-gpt/stories/L2H0/`);
    await close();
  });

  it.each([
    ["none", 0, 0, 0],
    ["minimal", 1, 0, 0],
    ["full", 1, 1, 1],
  ] as const)(
    "with ui=%s has no more around it than that, from 240 pixels on",
    async (ui, legends, tools, buttons) => {
      const { page, problems, close } = await visit(browser, `${EMBED}?ui=${ui}`, {
        viewport: { width: 480, height: 400 },
      });
      await mapReady(page);
      const visible = async (selector: string): Promise<number> =>
        Number(await page.locator(selector).first().isVisible());
      expect([await visible(".legend"), await visible(".toolbar"), await visible(".zoom-buttons")]).toEqual([
        legends,
        tools,
        buttons,
      ]);
      expect((await axeOf(page).analyze()).violations.map(({ id }) => id)).toEqual([]);
      for (const [width, height] of [
        [240, 180],
        [320, 480],
        [1200, 700],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect(await overflow(page), `wider than ${width}`).toBeLessThanOrEqual(0);
        const map = (await page.locator(".map").boundingBox())!;
        expect(Math.min(map.width, map.height), `map in ${width} × ${height}`).toBeGreaterThan(60);
        const credit = (await page.locator(".embed-credit").boundingBox())!;
        expect(credit.y + credit.height).toBeLessThanOrEqual(height + 1);
      }
      expect(problems).toEqual([]);
      await close();
    },
  );
});
