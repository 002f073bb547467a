import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { IS_FROM_DISK } from "../helpers/from-disk.ts";
import { mapReady, mapRests, visit } from "../helpers/visit.ts";

const { address } = inject("site");
/** Of a token in the middle of a story. */
const QUERY = 700;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function open(path: string) {
  const visitor = await visit(browser, path);
  await mapReady(visitor.page);
  return visitor;
}

/** Pixels that the currents cover. */
function drawn(page: Page): Promise<number> {
  return page.locator(".map-currents canvas").evaluate((canvas: HTMLCanvasElement) => {
    const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return pixels.filter((value, at) => at % 4 === 3 && value > 0).length;
  });
}

/** Whether one element of the map is painted before another one. */
function isBelow(page: Page, lower: string, upper: string): Promise<boolean> {
  return page.evaluate(
    ([low, up]) =>
      ((document.querySelector(low!)?.compareDocumentPosition(document.querySelector(up!)!) ?? 0) &
        Node.DOCUMENT_POSITION_FOLLOWING) >
      0,
    [lower, upper],
  );
}

/** Colors on the map, in steps that no blending of edges fills. */
async function nColors(page: Page): Promise<number> {
  const { default: sharp } = await import("sharp");
  await mapRests(page);
  const shot = await page.locator(".map").screenshot();
  const { data } = await sharp(shot).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 3) {
    const color = ((data[at]! >> 5) << 6) | ((data[at + 1]! >> 5) << 3) | (data[at + 2]! >> 5);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return [...counts.values()].filter((n) => n > 40).length;
}

describe("currents", () => {
  it("are drawn below the points: by themselves where they are telling, else as the reader wants, in links too", async () => {
    const { page, problems, close } = await open(`${address}tiny-gpt/stories/L0H3/`);
    const currents = page.locator(".map-currents canvas");
    const legend = page.locator(".legend");
    // The head of the previous token: they come by themselves, and say what they are.
    await expect.poll(() => currents.isVisible()).toBe(true);
    await expect.poll(() => legend.innerText()).toContain("Currents show where much attention leads");
    expect(page.url()).not.toContain("currents=");
    expect(await isBelow(page, ".map-currents", "canvas.sigma-nodes")).toBe(true);
    expect(await isBelow(page, "canvas.sigma-nodes", ".map-contours")).toBe(true);
    const whole = await drawn(page);
    expect(whole).toBeGreaterThan(1000);
    // Of what is searched for: fewer tokens, fewer flows.
    await page.goto(`${address}tiny-gpt/stories/L0H3/?q=the`);
    await mapReady(page);
    await expect.poll(() => currents.isVisible()).toBe(true);
    await expect.poll(() => drawn(page)).toBeLessThan(whole * 0.9);
    await page.goto(`${address}tiny-gpt/stories/L0H3/`);
    await mapReady(page);
    await expect.poll(() => currents.isVisible()).toBe(true);
    await page.locator(".map").focus();
    await page.keyboard.press("x");
    await expect.poll(() => page.url()).toContain("currents=off");
    await expect.poll(() => currents.isVisible()).toBe(false);
    expect(await legend.innerText()).not.toContain("Currents");
    await page.locator(".options summary").click();
    await page.getByLabel("Currents of attention").check();
    await expect.poll(() => page.url()).toContain("currents=on");
    await expect.poll(() => currents.isVisible()).toBe(true);
    // A selected point's own lines take their place.
    await page.goto(`${address}tiny-gpt/stories/L0H3/?x=on&s=q${QUERY}`);
    await page.locator(".attended li").first().waitFor();
    expect(await currents.isVisible()).toBe(false);
    expect(problems).toEqual([]);
    await close();
  });

  it("say what they lack on a map where they say little, and are none in three dimensions", async () => {
    const { page, problems, close } = await open(`${address}tiny-gpt/stories/L3H0/?m=umap&x=on`);
    await expect
      .poll(() => page.locator(".legend").innerText())
      .toContain("queries do not lie near the keys they attend to");
    await page.locator(".map").focus();
    await page.keyboard.press("d");
    await mapReady(page, { projection: "umap3" });
    await expect.poll(() => page.locator(".legend").innerText()).not.toContain("Currents");
    expect(await page.locator(".map-currents canvas").isVisible()).toBe(false);
    // Not asked for, they stay away from such a map.
    await page.goto(`${address}tiny-gpt/stories/L3H0/?m=umap`);
    await mapReady(page);
    await page.waitForTimeout(1500);
    expect(await page.locator(".map-currents canvas").isVisible()).toBe(false);
    expect(problems).toEqual([]);
    await close();
  });

  it("fetch nothing unasked for a reader who saves data", async () => {
    const { page, close } = await visit(browser, "about:blank");
    await page.addInitScript(() =>
      Object.defineProperty(navigator, "connection", { value: { saveData: true }, configurable: true }),
    );
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`${address}tiny-gpt/stories/L0H3/`);
    await mapReady(page);
    await page.waitForTimeout(1500);
    // Another chunk, has-currents, belongs to every head.
    const ofCurrents = (): string[] => asked.filter((url) => /\/currents\.[^/]*js/.test(url));
    expect(ofCurrents()).toEqual([]);
    expect(await page.locator(".map-currents canvas").isVisible()).toBe(false);
    await page.locator(".map").focus();
    await page.keyboard.press("x");
    await expect.poll(() => page.locator(".map-currents canvas").isVisible()).toBe(true);
    if (!IS_FROM_DISK) expect(ofCurrents()).toHaveLength(1);
    await close();
  });
});

describe("patches on the map", () => {
  it("are filled with their color from afar, and show their pixels close up and in their own color", async () => {
    const { page, problems, close } = await open(`${address}tiny-vit/scenes/L0H3/?c=object&x=off&l=0`);
    // From afar there are few colors; pixels have many.
    const far = await nColors(page);
    await page.goto(`${address}tiny-vit/scenes/L0H3/?c=object&x=off&l=0&v=0_0_9`);
    await mapReady(page);
    await expect.poll(() => nColors(page)).toBeGreaterThan(far * 2);
    await page.goto(`${address}tiny-vit/scenes/L0H3/?c=patch&x=off&l=0`);
    await mapReady(page);
    await expect.poll(() => nColors(page)).toBeGreaterThan(far * 2);
    expect(problems).toEqual([]);
    await close();
  });

  it("are drawn once where many look the same, and all where they are what is searched for", async () => {
    const { page, problems, close } = await open(`${address}tiny-vit/scenes/L3H2/?c=label`);
    const note = page.locator(".legend").getByText(/drawn only when you zoom in/);
    await expect.poll(() => note.count()).toBe(1);
    await page.goto(`${address}tiny-vit/scenes/L3H2/?c=label&q=row%3A0`);
    await mapReady(page);
    await expect.poll(() => page.locator(".search .found").innerText()).not.toBe("");
    await expect.poll(() => note.count()).toBe(0);
    expect(problems).toEqual([]);
    await close();
  });
});
