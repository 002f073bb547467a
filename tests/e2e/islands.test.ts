/** The names of islands on the map, and the color of what queries and keys both cover. */
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { OVERLAP_COLOR, rgbOf } from "#atlas/role-colors.ts";
import type { DrawnName } from "#drawing/text/name-field.ts";
import { addStyles } from "../helpers/add-styles.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { IS_FROM_DISK } from "../helpers/from-disk.ts";
import { mapReady, mapRests, visit, type VisitOptions } from "../helpers/visit.ts";

const { address } = inject("site");
const POSITIONS = "tiny-gpt/stories/L0H3/";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function open(path: string, options: VisitOptions = {}) {
  const visitor = await visit(browser, `${address}${path}`, { reducedMotion: "reduce", ...options });
  await mapReady(visitor.page);
  return visitor;
}

/** The names on the map, once there are some and they stay as they are: a map that comes to rest chooses them again. */
async function namesOf(page: Page): Promise<readonly DrawnName[]> {
  await page.waitForLoadState("networkidle");
  let last: readonly DrawnName[] = [];
  await expect
    .poll(async () => {
      await page.waitForTimeout(300);
      const before = last;
      last = await page.evaluate(() => window.headland?.names() ?? []);
      return last.length > 0 && JSON.stringify(last) === JSON.stringify(before);
    })
    .toBe(true);
  return last;
}

const textsOf = (names: readonly DrawnName[]): string[] => names.map(({ text }) => text);

/** Overlaps of names with each other and with the buttons, in words. */
async function overlaps(page: Page, names: readonly DrawnName[]): Promise<string[]> {
  const buttons = await page.evaluate(() => {
    const from = document.querySelector(".map")?.getBoundingClientRect();
    return Array.from(document.querySelectorAll(".map-frame [data-over-map]"), (element) => {
      const box = element.getBoundingClientRect();
      const [x, y] = [from?.left ?? 0, from?.top ?? 0];
      return {
        text: "buttons",
        left: box.left - x,
        right: box.right - x,
        top: box.top - y,
        bottom: box.bottom - y,
      };
    });
  });
  return names.flatMap((a, i) =>
    [...names.slice(i + 1), ...buttons]
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.text} on ${b.text}`),
  );
}

describe("the names of islands", () => {
  it.each([POSITIONS, "tiny-bert/stories/L2H0/", "tiny-vit/scenes/L0H3/", "tiny-gpt/stories/L3H0/?d=3"])(
    "of %s stand apart, and are the same on each visit",
    async (path) => {
      const one = await open(path);
      const names = await namesOf(one.page);
      expect(names.length).toBeGreaterThanOrEqual(6);
      expect(await overlaps(one.page, names)).toEqual([]);
      expect(one.problems).toEqual([]);
      await one.close();
      const two = await open(path);
      expect(await namesOf(two.page)).toEqual(names);
      await two.close();
    },
  );

  it("are those of positions in a head that looks one token back", async () => {
    const { page, close } = await open(POSITIONS);
    const names = textsOf(await namesOf(page));
    expect(names.filter((name) => /^positions? \d+/.test(name)).length).toBeGreaterThan(names.length * 0.7);
    // Readers who do not see the map hear the largest ones.
    const description = await page.locator(".map").getAttribute("aria-describedby");
    expect(description).toContain("map-islands");
    expect(await page.locator("#map-islands").textContent()).toMatch(/^Islands: .*positions? \d+/);
    await close();
  });

  it("are finer when the reader zooms in, down to single tokens", async () => {
    const { page, close } = await open("tiny-bert/stories/L2H0/");
    const whole = await namesOf(page);
    await page.locator(".map").focus();
    for (let step = 0; step < 3; step++) await page.keyboard.press("+");
    const near = await namesOf(page);
    expect(textsOf(near).filter((name) => !textsOf(whole).includes(name)).length).toBeGreaterThan(3);
    expect(await overlaps(page, near)).toEqual([]);
    for (let step = 0; step < 3; step++) await page.keyboard.press("+");
    await expect
      .poll(async () => (await namesOf(page)).filter(({ level }) => level === "token").length)
      .toBeGreaterThan(3);
    expect(await overlaps(page, await namesOf(page))).toEqual([]);
    await page.keyboard.press("0");
    await expect.poll(async () => textsOf(await namesOf(page))).toEqual(textsOf(whole));
    await close();
  });

  it.skipIf(IS_FROM_DISK)(
    "make room for the small map that comes when the map has long come to rest",
    async () => {
      const { page, close } = await visit(browser, "about:blank", { reducedMotion: "reduce" });
      const held = Promise.withResolvers<undefined>();
      await page.route(/\/minimap\.[^/]*js/, async (route) => {
        await held.promise;
        await route.continue();
      });
      await page.goto(`${address}${POSITIONS}?camera=-0.3_0.3_3`);
      await mapReady(page);
      await mapRests(page);
      const before = await page.evaluate(() => window.headland?.names() ?? []);
      expect(await overlaps(page, before)).toEqual([]);
      held.resolve(undefined);
      await page.locator(".minimap").waitFor();
      expect(await overlaps(page, before)).not.toEqual([]);
      await expect.poll(async () => overlaps(page, await namesOf(page))).toEqual([]);
      await close();
    },
  );

  it("go with l, with a search and with a selection", async () => {
    const { page, close } = await open(POSITIONS);
    const count = (): Promise<number> => page.evaluate(() => window.headland?.names().length ?? -1);
    await namesOf(page);
    await page.keyboard.press("l");
    await expect.poll(count).toBe(0);
    await page.keyboard.press("l");
    await expect.poll(count).toBeGreaterThan(0);
    for (const view of ["q=the", "s=q700"]) {
      await page.goto(`${address}${POSITIONS}?${view}`);
      await mapReady(page);
      await page.waitForTimeout(600);
      expect(await count()).toBe(0);
    }
    await close();
  });
});

/** Pixels of the map in the color of overlaps, and in all colors but the ground's. */
async function countPixels(page: Page): Promise<{ both: number; all: number }> {
  await addStyles(page, ".map-overlay, .map-layer, .map-frame [data-over-map] { visibility: hidden }");
  const picture = await page.locator(".map").screenshot();
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const near = (at: number, [r, g, b]: readonly [number, number, number]): boolean =>
    Math.max(Math.abs(data[at]! - r), Math.abs(data[at + 1]! - g), Math.abs(data[at + 2]! - b)) < 24;
  const ground = [data[0]!, data[1]!, data[2]!] as const;
  const count = { both: 0, all: 0 };
  for (let at = 0; at < info.width * info.height * 3; at += 3) {
    if (near(at, rgbOf(OVERLAP_COLOR))) count.both++;
    if (!near(at, ground)) count.all++;
  }
  return count;
}

describe("where queries and keys cover each other", () => {
  // In this head, most tokens attend to themselves: their queries and keys lie in one place.
  const path = "tiny-bert/stories/L2H0/?m=umap&c=role&l=0&x=off";

  it("the map has a color of its own, with WebGL and without, light and dark", async () => {
    const shares: number[] = [];
    for (const [hasWebGL, colorScheme] of [
      [true, "light"],
      [true, "dark"],
      [false, "light"],
    ] as const) {
      const { page, problems, close } = await open(path, { hasWebGL, colorScheme });
      await expect.poll(async () => (await countPixels(page)).all).toBeGreaterThan(2000);
      const { both, all } = await countPixels(page);
      shares.push(both / all);
      expect(problems).toEqual([]);
      await close();
    }
    for (const share of shares) expect(share).toBeGreaterThan(0.08);
    expect(Math.max(...shares) / Math.min(...shares)).toBeLessThan(1.6);
  });

  it("other colors are not mixed: that would be a kind that does not exist", async () => {
    const { page, close } = await open(path.replace("c=role", "c=punctuation"));
    await expect.poll(async () => (await countPixels(page)).all).toBeGreaterThan(2000);
    const { both, all } = await countPixels(page);
    expect(both / all).toBeLessThan(0.01);
    await close();
  });
});
