import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { mapReady, placeOf, visit } from "../helpers/visit.ts";

const { address } = inject("site");
const HEAD = `${address}tiny-gpt/stories/L2H0/`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A reader without a mouse: what a pointer does on the page is counted. */
async function open(path = HEAD) {
  const visitor = await visit(browser, path);
  const { page, problems, close } = visitor;
  await mapReady(page);
  await page.evaluate(() => {
    for (const type of ["pointerdown", "pointermove", "mousedown", "touchstart", "wheel"])
      window.addEventListener(type, () => (document.documentElement.dataset["pointed"] = type), true);
  });
  return {
    page,
    key: (...keys: string[]) => press(page, keys),
    finish: async () => {
      expect(await page.evaluate(() => document.documentElement.dataset["pointed"])).toBeUndefined();
      expect(problems).toEqual([]);
      await close();
    },
  };
}

async function press(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Presses Tab until the wanted element has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const hasFocus = (): Promise<boolean> => wanted.evaluate((element) => element === document.activeElement);
  for (let i = 0; i < 90 && !(await hasFocus()); i++) await page.keyboard.press("Tab");
  expect(await hasFocus()).toBe(true);
}

function spoken(page: Page): Promise<string> {
  return page.locator("[aria-live=polite].visually-hidden").innerText();
}

/** Keys may be attended by nobody; a query always attends somewhere. */
async function walkToQuery(page: Page): Promise<void> {
  await page.keyboard.press("ArrowRight");
  for (let i = 0; i < 20 && !(await spoken(page)).startsWith("query"); i++)
    await page.keyboard.press(i % 2 === 0 ? "ArrowDown" : "ArrowRight");
}

describe("without a mouse, a reader", () => {
  it("walks over the map and hears each point with where it attends most", async () => {
    const { page, key, finish } = await open();
    await tabTo(page, page.locator(".map"));
    await walkToQuery(page);
    await expect
      .poll(() => spoken(page))
      .toMatch(/^query “.+”, sequence \d+, position \d+; attends most to “.+”, \d\.\d\d$/);
    const first = await spoken(page);
    await key("ArrowDown");
    await expect.poll(() => spoken(page)).not.toBe(first);
    await finish();
  });

  it("walks on where the map ends, and the map comes along", async () => {
    const { page, key, finish } = await open();
    await tabTo(page, page.locator(".map"));
    await key("+", "+", "+", "+");
    await expect.poll(() => page.locator(".minimap").isVisible()).toBe(true);
    // Where the first point is says how the map moves; the keyboard begins in the middle.
    await key("ArrowUp");
    const before = await placeOf(page, 0);
    for (let i = 0; i < 40; i++) await key("ArrowUp");
    await expect.poll(async () => Math.abs((await placeOf(page, 0)).y - before.y)).toBeGreaterThan(50);
    await finish();
  });

  it("chooses a point and reads its list, then follows it to another point", async () => {
    const { page, key, finish } = await open();
    await tabTo(page, page.locator(".map"));
    await walkToQuery(page);
    await key("Enter");
    const first = page.locator(".attended button").first();
    await first.waitFor();
    await expect.poll(() => page.url()).toMatch(/[?&]select=/);
    const before = page.url();
    await tabTo(page, first);
    await key("Enter");
    await expect.poll(() => page.url()).not.toBe(before);
    await key("Escape");
    await page.locator(".overview").waitFor();
    await finish();
  });

  it("leaves a token out of the sequence, and weighs by values", async () => {
    const { page, key, finish } = await open(`${HEAD}?s=q700`);
    await tabTo(page, page.getByRole("button", { name: "Lines" }));
    await key("Enter");
    const token = page.locator(".of-query [aria-current=true]");
    await token.waitFor();
    await tabTo(page, page.getByLabel("times value length"));
    await key("Space");
    await expect.poll(() => page.url()).toContain("weights=by-value");
    await tabTo(page, token);
    // Across to the keys, and up to the one before.
    await key("ArrowRight", "ArrowUp", "Enter");
    await expect.poll(() => page.locator(".of-key [aria-pressed=true]").count()).toBe(1);
    await finish();
  });

  it("searches, goes from match to match and zooms to what was found", async () => {
    const { page, key, finish } = await open();
    await key("/");
    await page.keyboard.type("the");
    const found = page.locator("output.found");
    await expect.poll(() => found.innerText()).toMatch(/^[\d,]+ found$/);
    await key("Enter");
    await expect.poll(() => found.innerText()).toMatch(/^1 of/);
    await tabTo(page, page.locator(".map"));
    await key("n");
    await expect.poll(() => found.innerText()).toMatch(/^2 of/);
    const before = await placeOf(page, 10);
    await key("f");
    await expect.poll(async () => (await placeOf(page, 10)).x).not.toBeCloseTo(before.x, 0);
    await finish();
  });

  it("filters by the legend, and takes the filter away", async () => {
    const { page, key, finish } = await open();
    const queries = page.locator(".legend").getByRole("button", { name: /^query/ });
    await tabTo(page, queries);
    await key("Space");
    await expect.poll(() => queries.getAttribute("aria-pressed")).toBe("true");
    await expect.poll(() => page.url()).toContain("role=query");
    await tabTo(page, page.getByRole("button", { name: "show all" }));
    await key("Enter");
    await expect.poll(() => queries.getAttribute("aria-pressed")).toBe("false");
    await finish();
  });

  it("changes projection, dimensions and colors, and turns the map", async () => {
    const { page, key, finish } = await open();
    await key("m", "d");
    await mapReady(page, { projection: "umap3" });
    await tabTo(page, page.getByLabel("Color by"));
    await key("ArrowDown", "ArrowDown");
    await expect.poll(() => page.url()).toContain("color=");
    await tabTo(page, page.locator(".map"));
    // A single point may lie on the axis.
    const places = async (): Promise<number[]> =>
      Promise.all([3, 127, 700].map(async (token) => (await placeOf(page, token)).x));
    const before = await places();
    await key("Shift+ArrowRight");
    await expect
      .poll(async () => Math.max(...(await places()).map((x, i) => Math.abs(x - before[i]!))))
      .toBeGreaterThan(1);
    await finish();
  });

  it("zooms in and back, lists what is in sight and chooses from the list", async () => {
    const { page, key, finish } = await open();
    await tabTo(page, page.locator(".map"));
    const before = await placeOf(page, 700);
    await key("+", "+");
    await expect.poll(() => page.locator(".minimap").isVisible()).toBe(true);
    await key("Shift+A");
    const panel = page.getByRole("region", { name: "Points inside the outline" });
    await panel.waitFor();
    const count = Number((await panel.locator("h2").innerText()).replace(/\D/g, ""));
    expect(count).toBeGreaterThan(10);
    expect(count).toBeLessThan(4000);
    await tabTo(page, page.locator(".map"));
    await key("0");
    await expect.poll(async () => Math.abs((await placeOf(page, 700)).x - before.x)).toBeLessThan(1);
    await tabTo(page, panel.locator("tbody button").first());
    await key("Enter");
    await page.getByRole("region", { name: "Selected point" }).waitFor();
    await finish();
  });

  it("changes the drawing: labels, letters, contours, lines", async () => {
    const { page, key, finish } = await open();
    await key("l", "t", "c");
    await expect.poll(() => page.url()).toMatch(/(?=.*names=off)(?=.*letters=on)(?=.*contours=on)/);
    await expect.poll(() => page.locator(".legend").innerText()).toContain("Lines enclose the densest");
    await tabTo(page, page.locator(".options summary"));
    await key("Enter");
    await tabTo(page, page.getByLabel("Attention lines"));
    await key("ArrowRight", "ArrowRight");
    await expect.poll(() => page.url()).toContain("lines=10");
    await finish();
  });

  it("goes to the next head, the next layer and all heads, and reads which keys there are", async () => {
    const { page, key, finish } = await open();
    await key("]");
    await mapReady(page, { head: "L2H1" });
    await key("}");
    await mapReady(page, { head: "L3H1" });
    await key("?");
    await expect.poll(() => page.locator("dialog.help").isVisible()).toBe(true);
    await key("Escape");
    await expect.poll(() => page.locator("dialog.help").isVisible()).toBe(false);
    await tabTo(page, page.getByRole("link", { name: "All heads", exact: true }));
    await key("Enter");
    await page.waitForURL("**/tiny-gpt/stories/");
    await finish();
  });
});
