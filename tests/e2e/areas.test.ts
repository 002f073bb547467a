import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { mapReady, mapRests, visit, type VisitOptions } from "../helpers/visit.ts";

const { address } = inject("site");
const HEAD = `${address}tiny-gpt/stories/L0H3/`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

interface Areas {
  /** Of the window, what the map's frame takes of it. */
  readonly frame: number;
  /** Of the map, what the box around its points takes. */
  readonly points: number;
  /** The largest share that a box of the shape of that one could take. */
  readonly most: number;
  /** Of the map's width or height, whichever the points come nearer to filling. */
  readonly reach: number;
  /** Of the shorter side of the map, the shorter side of the box around the points. */
  readonly shorter: number;
}

/** All shares 0 … 1, of what is seen without scrolling. */
function areasOf(page: Page): Promise<Areas> {
  return page.evaluate(() => {
    const [frame, map] = [".map-frame", ".map"].map((part) =>
      document.querySelector(part)!.getBoundingClientRect(),
    ) as [DOMRect, DOMRect];
    const seen = Math.min(innerHeight, frame.bottom) - Math.max(0, frame.top);
    const { headland } = window;
    const places = Array.from({ length: (headland?.nTokens ?? 0) * 2 }, (_, i) => headland!.place(i));
    const side = (axis: "x" | "y"): number => {
      const values = places.map((place) => place[axis]).filter((value) => !Number.isNaN(value));
      return Math.max(...values) - Math.min(...values);
    };
    const [width, height] = [side("x"), side("y")];
    const wider = width / height / (map.width / map.height);
    return {
      most: Math.min(wider, 1 / wider),
      frame: (seen * frame.width) / (innerWidth * innerHeight),
      points: (width * height) / (map.width * map.height),
      reach: Math.max(width / map.width, height / map.height),
      shorter: Math.min(width, height) / Math.min(map.width, map.height),
    };
  });
}

/** Opens a page that adds up its layout shifts. */
async function open(path: string, options: VisitOptions) {
  const visitor = await visit(browser, `${address}guides/`, options);
  const { page } = visitor;
  await page.addInitScript(() => {
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        sources?: { node?: Node }[];
      })[]) {
        const root = document.documentElement;
        root.dataset["shift"] = String(Number(root.dataset["shift"] ?? 0) + entry.value);
        const nodes = (entry.sources ?? []).map(({ node }) => node?.nodeName ?? "");
        root.dataset["shifted"] = `${root.dataset["shifted"] ?? ""} ${nodes.join(" ")}`;
      }
    });
    observer.observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(path);
  await mapReady(page);
  return visitor;
}

async function shiftOf(page: Page): Promise<{ shift: number; shifted: string }> {
  return page.evaluate(() => {
    const { shift, shifted } = document.documentElement.dataset;
    return { shift: Number(shift ?? 0), shifted: shifted ?? "" };
  });
}

const PHONE = { hasTouch: true, isMobile: true };

/** Windows, and the least shares of them: of the map's frame in the window, and of the points in the map. */
const WINDOWS = [
  { width: 1440, height: 900, least: 0.55, options: {} },
  { width: 1920, height: 1080, least: 0.55, options: {} },
  { width: 1280, height: 720, least: 0.42, options: {} },
  { width: 768, height: 1024, least: 0.55, options: {} },
  { width: 390, height: 844, least: 0.5, options: PHONE },
] as const;

describe("the map comes first", () => {
  it.each(WINDOWS)("on $width × $height", async ({ width, height, least, options }) => {
    const { page, problems, close } = await open(HEAD, { viewport: { width, height }, ...options });
    await mapRests(page);
    const areas = await areasOf(page);
    expect(areas.frame).toBeGreaterThanOrEqual(least);
    // The points of this head are as wide as high, and the map may be wider.
    expect(areas.points).toBeGreaterThanOrEqual(0.66);
    expect(areas.points / areas.most).toBeGreaterThanOrEqual(0.85);
    // Nothing moves before the reader does something, examples and currents included.
    await page.locator(".examples li").first().waitFor({ state: "attached" });
    await page.waitForTimeout(1500);
    expect(await shiftOf(page)).toEqual({ shift: 0, shifted: "" });
    expect(problems).toEqual([]);
    await close();
  });

  it("whatever the shape of its points: they come to one edge of the map and its opposite", async () => {
    const { page, close } = await open(HEAD, { viewport: { width: 1440, height: 900 } });
    for (const path of [
      "tiny-gpt/stories/L3H0/",
      "tiny-vit/scenes/L3H2/",
      "tiny-bert/stories/L1H3/?m=umap",
    ]) {
      await page.goto(`${address}${path}`);
      await mapReady(page);
      await mapRests(page);
      const areas = await areasOf(page);
      expect(areas.reach).toBeGreaterThanOrEqual(0.94);
      expect(areas.shorter).toBeGreaterThanOrEqual(0.5);
    }
    await close();
  });

  it("is drawn before any script runs where it opens", async () => {
    const options = { viewport: { width: 1440, height: 900 } };
    const { page, close } = await open(HEAD, options);
    const points = await page.evaluate(() => {
      const { headland } = window;
      return Array.from({ length: headland!.nTokens * 2 }, (_, i) => headland!.place(i));
    });
    const still = await visit(browser, HEAD, { ...options, javaScriptEnabled: false });
    const { default: sharp } = await import("sharp");
    const shot = await still.page.screenshot();
    const { data, info } = await sharp(shot).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const pixel = (x: number, y: number): string => {
      const at = (Math.round(y) * info.width + Math.round(x)) * 3;
      return [...data.subarray(at, at + 3)].join();
    };
    const box = (await page.locator(".map").boundingBox())!;
    const ground = pixel(box.x + 4, box.y + 4);
    const inked = points.filter(({ x, y }) => [-2, 0, 2].some((d) => pixel(x + d, y) !== ground));
    expect(inked.length / points.length).toBeGreaterThan(0.97);
    await still.close();
    await close();
  });

  it("keeps its whole in view when the window changes its shape", async () => {
    const { page, close } = await open(HEAD, { viewport: { width: 1440, height: 900 } });
    await page.setViewportSize({ width: 1100, height: 900 });
    // Until the map is drawn again, its points reach beyond it.
    await expect.poll(async () => Math.abs((await areasOf(page)).reach - 0.96)).toBeLessThan(0.03);
    await mapRests(page);
    expect(new URL(page.url()).search).toBe("");
    await close();
  });
});

describe("a page of a head", () => {
  // 200 % on a laptop is a window of half the width.
  it.each([320, 360, 640, 720])(
    "is no wider than a window of %i pixels, its sheets included",
    async (width) => {
      const { page, close } = await open(HEAD, { viewport: { width, height: 640 } });
      const overflow = (): Promise<number> =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(await overflow()).toBe(0);
      for (const name of ["Map and search", "Other heads"]) {
        await page.getByRole("button", { name }).click();
        const sheet = page.locator(".sheet:popover-open");
        await sheet.waitFor();
        expect(await overflow()).toBe(0);
        expect(await sheet.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
        await page.keyboard.press("Escape");
        await expect.poll(() => sheet.count()).toBe(0);
      }
      await close();
    },
  );

  it("has the map above all else on a phone, and its tools in a sheet that keys open and close", async () => {
    const { page, close } = await open(HEAD, { viewport: { width: 360, height: 640 } });
    const box = (await page.locator(".map").boundingBox())!;
    expect(box.y).toBeLessThan(120);
    expect(box.y + box.height).toBeLessThan(560);
    const opener = page.getByRole("button", { name: "Map and search" });
    await opener.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const inSheet = (): Promise<boolean> =>
      page.evaluate(() => document.activeElement?.closest("#map-tools") !== null);
    expect(await inSheet()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
    // The key of the search opens the sheet that has its field.
    await page.locator(".map").focus();
    await page.keyboard.press("/");
    expect(await page.getByRole("searchbox").evaluate((field) => field === document.activeElement)).toBe(
      true,
    );
    await close();
  });
});
