import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { mapReady, mapRests, placeOf, visit, type VisitOptions } from "../helpers/visit.ts";

const { address } = inject("site");
const HEAD = `${address}tiny-gpt/stories/L2H0/`;
/** Of a token in the middle of a story. */
const QUERY = 700;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

type Spot = readonly [x: number, y: number];

/** Fingers on a screen of 390 × 844, as the browser itself feels them. */
class Fingers {
  readonly #session: CDPSession;

  constructor(session: CDPSession) {
    this.#session = session;
  }

  async send(type: "touchStart" | "touchMove" | "touchEnd", spots: readonly Spot[]): Promise<void> {
    const touchPoints = spots.map(([x, y], id) => ({ x, y, id }));
    await this.#session.send("Input.dispatchTouchEvent", { type, touchPoints });
  }

  /** All fingers go down, along their ways in a few steps, and up. */
  async drag(...ways: readonly (readonly Spot[])[]): Promise<void> {
    const at = (step: number): Spot[] => ways.map((way) => way[Math.min(step, way.length - 1)] ?? [0, 0]);
    await this.send("touchStart", at(0));
    for (let step = 1; step < Math.max(...ways.map((way) => way.length)); step++)
      await this.send("touchMove", at(step));
    await this.send("touchEnd", []);
  }

  async hold(spot: Spot, ms: number): Promise<void> {
    await this.send("touchStart", [spot]);
    await new Promise((resolve) => setTimeout(resolve, ms));
    await this.send("touchEnd", []);
  }
}

async function open(path = HEAD, options: VisitOptions = {}) {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, ...options };
  const { page, problems, close } = await visit(browser, path, phone);
  await mapReady(page);
  const at = await spots(page);
  const fingers = new Fingers(await page.context().newCDPSession(page));
  const finish = async (): Promise<void> => {
    expect(problems).toEqual([]);
    await close();
  };
  return { page, fingers, at, finish };
}

/** Brings the map into sight. @returns Where its spots are, by their shares of its width and height. */
async function spots(page: Page): Promise<(x: number, y: number) => Spot> {
  await page.locator(".map").evaluate((map) => map.scrollIntoView({ block: "center" }));
  const box = (await page.locator(".map").boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return (x, y) => [box.x + box.width * x, box.y + box.height * y];
}

function scrollTop(page: Page): Promise<number> {
  return page.evaluate(() => window.scrollY);
}

/** From one spot to another in eight steps. */
function way([x0, y0]: Spot, [x1, y1]: Spot): Spot[] {
  return Array.from({ length: 9 }, (_, i): Spot => [x0 + ((x1 - x0) * i) / 8, y0 + ((y1 - y0) * i) / 8]);
}

async function spotOf(page: Page, point: number): Promise<Spot> {
  const { x, y } = await placeOf(page, point);
  return [x, y];
}

/** How far the points lie apart on the screen. */
async function spread(page: Page): Promise<number> {
  const [a, b] = [await placeOf(page, QUERY), await placeOf(page, 10)];
  return Math.hypot(a.x - b.x, a.y - b.y);
}

describe("on a phone, a reader", () => {
  it("chooses a point with a tap, and reads where it attends", async () => {
    const { page, fingers, finish } = await open();
    await fingers.hold(await spotOf(page, QUERY), 0);
    await page.getByRole("region", { name: "Selected point" }).waitFor();
    await expect.poll(() => page.url()).toMatch(/[?&]select=/);
    await finish();
  });

  it("looks at a point with a resting finger, and chooses nothing", async () => {
    const { page, fingers, finish } = await open();
    await fingers.hold(await spotOf(page, QUERY), 800);
    await page.locator(".hover-card").waitFor();
    expect(await page.locator(".hover-card").innerText()).toMatch(/(query|key), sequence \d+/);
    expect(page.url()).not.toContain("select=");
    await finish();
  });

  it("finds no point below a button, on whatever head, in the page and in full screen", async () => {
    const { page, finish } = await open();
    const covered = (): Promise<number> =>
      page.evaluate(() => {
        const { headland } = window;
        const boxes = [...document.querySelectorAll(".zoom-buttons button")].map((button) =>
          button.getBoundingClientRect(),
        );
        const isUnder = (x: number, y: number): boolean =>
          boxes.some((box) => x > box.left && x < box.right && y > box.top && y < box.bottom);
        let count = 0;
        for (let i = 0; headland && i < headland.nTokens * 2; i++)
          count += isUnder(headland.place(i).x, headland.place(i).y) ? 1 : 0;
        return count;
      });
    for (let i = 0; i < 3; i++) {
      expect(await covered()).toBe(0);
      await page.keyboard.press("]");
      await mapReady(page, { head: `L2H${i + 1}` });
    }
    await page.getByRole("button", { name: "Whole screen" }).tap();
    const isLarge = async (): Promise<boolean> =>
      ((await page.locator(".map").boundingBox())?.height ?? 0) > 700 && (await placeOf(page, 0)).y > 100;
    await expect.poll(isLarge).toBe(true);
    await mapRests(page);
    expect(await covered()).toBe(0);
    await finish();
  });

  it("chooses with a tap what a resting finger reads of there", async () => {
    const { page, fingers, at, finish } = await open(`${HEAD}?l=0`);
    for (const [x, y] of [
      [0.4, 0.5],
      [0.52, 0.41],
      [0.61, 0.57],
    ] as const) {
      const [left, top] = at(x, y);
      const spot: Spot = [left + 0.6, top + 0.6];
      await fingers.hold(spot, 800);
      const card = page.locator(".hover-card");
      const said = (await card.count()) > 0 ? await card.locator("small").innerText() : null;
      await fingers.hold(spot, 0);
      const chosen = page.getByRole("region", { name: "Selected point" });
      await expect.poll(() => chosen.count()).toBe(said === null ? 0 : 1);
      if (said !== null) expect(await chosen.locator(".facts").first().innerText()).toContain(said);
      // No card of what was looked at before is left beside it.
      expect(await card.count()).toBe(0);
      await page.keyboard.press("Escape");
      await expect.poll(() => chosen.count()).toBe(0);
    }
    await finish();
  });

  it.each([true, false])(
    "scrolls the page past the map with one finger, with WebGL: %s",
    async (hasWebGL) => {
      const { page, fingers, at, finish } = await open(HEAD, { hasWebGL });
      const before = await placeOf(page, QUERY);
      const top = await scrollTop(page);
      await fingers.drag(way(at(0.5, 0.8), at(0.5, 0.2)));
      await expect.poll(() => scrollTop(page)).toBeGreaterThan(top + 100);
      // The map went with the page, and stands on it as it did.
      await expect
        .poll(async () => (await placeOf(page, QUERY)).y + (await scrollTop(page)) - top)
        .toBeCloseTo(before.y, 0);
      expect((await placeOf(page, QUERY)).x).toBeCloseTo(before.x, 0);
      expect(page.url()).not.toContain("select=");
      await finish();
    },
  );

  it.each([true, false])(
    "moves the map with two fingers and enlarges it, while the page stays, with WebGL: %s",
    async (hasWebGL) => {
      const { page, fingers, at, finish } = await open(HEAD, { hasWebGL });
      const [before, near, top] = [await placeOf(page, QUERY), await spread(page), await scrollTop(page)];
      await fingers.drag(way(at(0.4, 0.3), at(0.4, 0.6)), way(at(0.6, 0.3), at(0.6, 0.6)));
      await expect.poll(async () => (await placeOf(page, QUERY)).y - before.y).toBeGreaterThan(40);
      expect(await scrollTop(page)).toBe(top);
      await fingers.drag(way(at(0.45, 0.5), at(0.25, 0.5)), way(at(0.55, 0.5), at(0.75, 0.5)));
      await expect.poll(async () => (await spread(page)) / near).toBeGreaterThan(2);
      expect(await scrollTop(page)).toBe(top);
      await finish();
    },
  );

  it("is told once, on the first touch, what fingers do", async () => {
    const { page, fingers, at, finish } = await open();
    const hint = page.locator(".touch-hint span");
    expect(await hint.count()).toBe(0);
    await fingers.drag(way(at(0.5, 0.6), at(0.5, 0.5)));
    await hint.waitFor();
    expect(await hint.innerText()).toMatch(/^Two fingers move the map/);
    await hint.waitFor({ state: "detached" });
    await fingers.drag(way(at(0.5, 0.6), at(0.5, 0.5)));
    expect(await hint.count()).toBe(0);
    await finish();
  });

  it("moves the map with one finger in full screen, where there is no page", async () => {
    const { page, fingers, finish } = await open();
    await page.getByRole("button", { name: "Whole screen" }).tap();
    await expect
      .poll(async () => (await page.locator(".map").boundingBox())?.height ?? 0)
      .toBeGreaterThan(600);
    await mapRests(page);
    const before = await placeOf(page, QUERY);
    await fingers.drag(way([120, 300], [220, 300]));
    await expect.poll(async () => (await placeOf(page, QUERY)).x - before.x).toBeGreaterThan(40);
    await finish();
  });

  it("goes elsewhere on the small map that stands in the corner of a large one", async () => {
    const { page, fingers, at, finish } = await open();
    expect(await page.locator(".minimap").count()).toBe(0);
    await fingers.drag(way(at(0.45, 0.5), at(0.25, 0.5)), way(at(0.55, 0.5), at(0.75, 0.5)));
    const minimap = page.locator(".minimap");
    await expect.poll(() => minimap.isVisible()).toBe(true);
    const before = await placeOf(page, QUERY);
    const box = (await minimap.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const inside = (x: number, y: number): Spot => [box.x + box.width * x, box.y + box.height * y];
    await fingers.drag(way(inside(0.5, 0.5), inside(0.3, 0.3)));
    await expect.poll(async () => (await placeOf(page, QUERY)).x - before.x).toBeGreaterThan(40);
    // Nothing was chosen on the map below.
    expect(page.url()).not.toContain("select=");
    await page.getByRole("button", { name: "Show the whole map" }).tap();
    await expect.poll(() => minimap.isVisible()).toBe(false);
    await finish();
  });

  it("draws an outline around points, and reads what is inside", async () => {
    const { page, fingers, finish } = await open();
    await page.getByRole("button", { name: "Draw an outline around points" }).tap();
    await page.locator(".map-overlay[data-is-drawing]").waitFor();
    // Whoever presses a button scrolls to it.
    const at = await spots(page);
    const corners = [at(0.3, 0.3), at(0.6, 0.3), at(0.6, 0.7), at(0.3, 0.7), at(0.3, 0.34)];
    await fingers.drag(corners.slice(1).flatMap((corner, i) => way(corners[i] ?? corner, corner)));
    const panel = page.getByRole("region", { name: "Points inside the outline" });
    await panel.waitFor();
    expect(Number((await panel.locator("h2").innerText()).replace(/\D/g, ""))).toBeGreaterThan(20);
    await finish();
  });

  it("turns a map in three dimensions with one finger, and moves it with two", async () => {
    const { page, fingers, at, finish } = await open(`${HEAD}?d=3`);
    await mapReady(page, { projection: "attention3" });
    const [before, size] = [await placeOf(page, QUERY), await spread(page)];
    await fingers.drag(way(at(0.3, 0.5), at(0.5, 0.5)));
    await expect.poll(async () => Math.abs((await placeOf(page, QUERY)).x - before.x)).toBeGreaterThan(2);
    expect(Math.abs((await spread(page)) - size)).toBeGreaterThan(0.5);
    const [turned, kept] = [await placeOf(page, QUERY), await spread(page)];
    await fingers.drag(way(at(0.3, 0.4), at(0.3, 0.6)), way(at(0.6, 0.4), at(0.6, 0.6)));
    await expect.poll(async () => (await placeOf(page, QUERY)).y - turned.y).toBeGreaterThan(30);
    // Two fingers that keep their distance neither turn nor enlarge.
    expect(Math.abs((await spread(page)) - kept)).toBeLessThan(3);
    await finish();
  });

  it("searches, filters by the legend and changes the projection", async () => {
    const { page, finish } = await open();
    const tools = page.getByRole("button", { name: "Map and search" });
    await tools.tap();
    await page.getByRole("searchbox").tap();
    await page.getByRole("searchbox").fill("monkey");
    await expect.poll(() => page.locator("output.found").innerText()).toMatch(/found$/);
    await page.getByRole("button", { name: "Next match" }).tap();
    await page.getByRole("button", { name: "UMAP" }).tap();
    await mapReady(page, { projection: "umap2" });
    await page.locator("#map-tools").getByRole("button", { name: "Close" }).tap();
    await expect.poll(() => page.getByRole("searchbox").isVisible()).toBe(false);
    await page.getByRole("region", { name: "Selected point" }).waitFor();
    const keys = page.locator(".legend").getByRole("button", { name: /^key/ });
    await keys.tap();
    await expect.poll(() => keys.getAttribute("aria-pressed")).toBe("true");
    await finish();
  });

  it("goes to another head by a sheet at the lower edge", async () => {
    const { page, finish } = await open();
    await page.getByRole("button", { name: "Other heads" }).tap();
    await page.getByRole("link", { name: "Next head: L2H1" }).tap();
    await mapReady(page, { head: "L2H1" });
    expect(await page.locator("#head-navigator").isVisible()).toBe(false);
    await finish();
  });
});
