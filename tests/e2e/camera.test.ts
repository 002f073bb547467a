import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { mapReady, mapRests, placeOf, visit, type Visit } from "../helpers/visit.ts";

const { address } = inject("site");
const HEAD = `${address}tiny-gpt/stories/L2H0/`;
const TOKENS = [3, 127, 300] as const;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function open(path: string): Promise<Visit> {
  const visitor = await visit(browser, path);
  await mapReady(visitor.page);
  await mapRests(visitor.page);
  return visitor;
}

const camera = (page: Page): string | null => new URL(page.url()).searchParams.get("camera");
const places = (page: Page): Promise<{ x: number; y: number }[]> =>
  Promise.all(TOKENS.map((token) => placeOf(page, token)));

/** Points lie where they lay, but for what an address rounds away. */
async function expectPlaces(page: Page, wanted: readonly { x: number; y: number }[]): Promise<void> {
  await expect
    .poll(async () => {
      const now = await places(page);
      return Math.max(...now.map(({ x, y }, i) => Math.hypot(x - wanted[i]!.x, y - wanted[i]!.y)));
    })
    .toBeLessThan(8);
}

async function wheelAndDrag(page: Page): Promise<void> {
  const box = await page.locator(".map").boundingBox();
  const [x, y] = [(box?.x ?? 0) + 240, (box?.y ?? 0) + 260];
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -500);
  await mapRests(page);
  await page.mouse.down();
  await page.mouse.move(x + 60, y - 30, { steps: 5 });
  // A map that is let go in motion would glide on.
  await page.waitForTimeout(300);
  await page.mouse.up();
  await mapRests(page);
}

describe("where a map is looked at from", () => {
  it("is in the address, and comes back from it", async () => {
    const { page, problems, close } = await open(HEAD);
    expect(camera(page)).toBeNull();
    await wheelAndDrag(page);
    await expect.poll(() => camera(page)).toMatch(/^-?[\d.]+_-?[\d.]+_[\d.]+$/);
    const seen = await places(page);
    const other = await open(page.url());
    await expectPlaces(other.page, seen);
    await page.locator(".map").focus();
    await page.keyboard.press("0");
    await expect.poll(() => camera(page)).toBeNull();
    expect(problems).toEqual([]);
    await other.close();
    await close();
  });

  it("is there in three dimensions, too, with how the map is turned", async () => {
    const { page, close } = await open(`${HEAD}?d=3`);
    await mapReady(page, { projection: "attention3" });
    await page.locator(".map").focus();
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("+");
    await expect.poll(() => camera(page)).toMatch(/^0_0_[\d.]+_38\.58_10\.12$/);
    await mapRests(page);
    const seen = await places(page);
    const other = await open(page.url());
    await mapReady(other.page, { projection: "attention3" });
    await expectPlaces(other.page, seen);
    await other.close();
    await page.keyboard.press("d");
    await expect.poll(() => camera(page)).toBeNull();
    await close();
  });

  it("goes back with the view it belongs to", async () => {
    const { page, close } = await open(HEAD);
    const whole = await places(page);
    await page.getByLabel("Color by").selectOption("position");
    await expect.poll(() => page.url()).toContain("color=position");
    await wheelAndDrag(page);
    await expect.poll(() => camera(page)).not.toBeNull();
    await page.goBack();
    await expect.poll(() => camera(page)).toBeNull();
    await expectPlaces(page, whole);
    await page.goForward();
    await expect.poll(() => camera(page)).not.toBeNull();
    await close();
  });
});
