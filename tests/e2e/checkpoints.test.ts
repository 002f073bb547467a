import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { IS_FROM_DISK } from "../helpers/from-disk.ts";
import { mapReady, placeOf, visit, type Visit, type VisitOptions } from "../helpers/visit.ts";

const { address } = inject("site");
const HEAD = "repeats/L3H0/";
const POINTS = [5, 100, 300, 700, 1000] as const;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const slider = (page: Page): Locator => page.getByLabel("Stage of training");

async function open(path: string, options: VisitOptions = {}): Promise<Visit> {
  const visitor = await visit(browser, `${address}${path}`, options);
  await mapReady(visitor.page);
  await slider(visitor.page).waitFor();
  return visitor;
}

/** Places relative to the frame of the map, wherever that is on the page. */
async function places(page: Page): Promise<{ x: number; y: number }[]> {
  const box = await page.locator(".map").boundingBox();
  const all = await Promise.all(POINTS.map((point) => placeOf(page, point)));
  return all.map(({ x, y }) => ({ x: x - (box?.x ?? 0), y: y - (box?.y ?? 0) }));
}

const farthest = (a: readonly { x: number; y: number }[], b: readonly { x: number; y: number }[]): number =>
  Math.max(...a.map(({ x, y }, i) => Math.hypot(x - b[i]!.x, y - b[i]!.y)));

/** Marks the map's element, to tell later whether it is still the same one. */
const mark = (page: Page): Promise<void> =>
  page
    .locator(".map canvas")
    .first()
    .evaluate((canvas) => canvas.setAttribute("data-marked", "yes"));

describe("the slider of checkpoints", () => {
  it("goes from stage to stage by keys: the points move, and the address is that of the stage's own page", async () => {
    const { page, problems, close } = await open(`tiny-gpt/${HEAD}`);
    await mark(page);
    const before = await places(page);
    expect(await slider(page).getAttribute("aria-valuetext")).toBe("trained, Induction 0.77, chance 0.03");
    await slider(page).focus();
    await page.keyboard.press("ArrowLeft");
    await page.waitForURL("**/tiny-gpt-step-3000/repeats/L3H0/**");
    await mapReady(page, { head: "L3H0" });
    expect(await page.title()).toContain("step 3,000");
    expect(await slider(page).getAttribute("aria-valuetext")).toMatch(
      /^step 3,000, Induction 0\.\d\d, chance/,
    );
    expect(await page.locator(".checkpoints a[aria-current=page]").innerText()).toContain("step 3,000");
    expect(farthest(await places(page), before)).toBeGreaterThan(20);
    // The viewer stayed, and so did the focus; from disk, the page is another one.
    expect(await page.locator(".map canvas[data-marked]").count()).toBe(IS_FROM_DISK ? 0 : 1);
    if (IS_FROM_DISK) await slider(page).focus();
    expect(await slider(page).evaluate((input) => input === document.activeElement)).toBe(true);
    // And back again: the map lies as it lay.
    await page.keyboard.press("End");
    await page.waitForURL(`**/tiny-gpt/${HEAD}**`);
    await mapReady(page, { head: "L3H0" });
    await expect.poll(async () => farthest(await places(page), before)).toBeLessThan(1);
    expect(new URL(page.url()).searchParams.has("aligned-to")).toBe(false);
    expect(problems).toEqual([]);
    await close();
  });

  it("holds the points midway under the pointer, and its page shows the same map again from its address", async () => {
    const { page, problems, close } = await open(`tiny-gpt/${HEAD}`);
    await slider(page).scrollIntoViewIfNeeded();
    const trained = await places(page);
    const box = await slider(page).boundingBox();
    const [left, width, y] = [box?.x ?? 0, box?.width ?? 0, (box?.y ?? 0) + (box?.height ?? 0) / 2];
    const loaded = page.waitForResponse("**/tiny-gpt-step-0000/repeats/heads/L3H0/attention2.json");
    await page.mouse.move(left + width - 9, y);
    await page.mouse.down();
    await loaded;
    await page.mouse.move(left + width * 0.75, y, { steps: 4 });
    await expect.poll(async () => farthest(await places(page), trained)).toBeGreaterThan(15);
    expect(await slider(page).getAttribute("aria-valuetext")).toMatch(/^between step 1,750 and step 3,000$/);
    expect(new URL(page.url()).pathname).toBe(`/tiny-gpt/${HEAD}`);
    await page.mouse.move(left + width / 2, y, { steps: 4 });
    const scrolled = await page.evaluate(() => window.scrollY);
    await page.mouse.up();
    await page.waitForURL("**/tiny-gpt-step-1600/repeats/L3H0/**");
    await mapReady(page, { head: "L3H0" });
    expect(await page.evaluate(() => window.scrollY)).toBeCloseTo(scrolled, -2);
    const shown = await places(page);
    const { href } = new URL(page.url());
    expect(new URL(href).searchParams.get("aligned-to")).toBe("tiny-gpt");
    await page.goto(href);
    await mapReady(page, { head: "L3H0" });
    await expect.poll(async () => farthest(await places(page), shown)).toBeLessThan(2);
    expect(problems).toEqual([]);
    await close();
  });

  it("cuts for readers who prefer no motion, and is no place of its own in the history", async () => {
    const { page, close } = await visit(browser, `${address}tiny-gpt/repeats/`, { reducedMotion: "reduce" });
    // The pointer that pressed the tile may lie on the slider, which asks for its maps at once.
    const asked = page.waitForResponse("**/tiny-gpt-step-1750/repeats/heads/L3H0/attention2.json");
    await page.locator('.matrix a[data-head="L3H0"]').click();
    await mapReady(page, { head: "L3H0" });
    await slider(page).waitFor();
    await slider(page).focus();
    await asked;
    const before = await places(page);
    await page.keyboard.press("ArrowLeft");
    // No time passes between two stages: the next places are the last ones.
    const after = await places(page);
    expect(farthest(after, before)).toBeGreaterThan(20);
    await page.waitForURL("**/tiny-gpt-step-3000/**");
    await mapReady(page, { head: "L3H0" });
    expect(farthest(await places(page), after)).toBeLessThan(1);
    await page.goBack();
    await page.waitForURL("**/tiny-gpt/repeats/");
    await close();
  });

  it("is not there for a model without checkpoints, and without scripts leaves the pictures of the stages", async () => {
    const without = await visit(browser, `${address}tiny-bert/stories/L0H0/`);
    await mapReady(without.page);
    expect(await without.page.locator(".step-bar").count()).toBe(0);
    await without.close();
    const plain = await visit(browser, `${address}tiny-gpt/${HEAD}`, { javaScriptEnabled: false });
    expect(await plain.page.locator(".step-bar").isVisible()).toBe(false);
    expect(await plain.page.locator(".checkpoints a").count()).toBe(7);
    await plain.close();
  });

  it.each(["light", "dark"] as const)(
    "has nothing that axe finds wrong in %s, and fits a narrow screen",
    async (colorScheme) => {
      const { page, close } = await open(`tiny-gpt/${HEAD}`, {
        colorScheme,
        viewport: { width: 320, height: 700 },
      });
      const { violations } = await axeOf(page).include(".step-bar").analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await close();
    },
  );
});
