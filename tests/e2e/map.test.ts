import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { inkShare, mapReady, placeOf, visit, type VisitOptions } from "../helpers/visit.ts";

const { address } = inject("site");
const HEAD = `${address}tiny-gpt/stories/L2H0/`;
/** Of a token in the middle of a story. */
const QUERY = 700;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function open(path = HEAD) {
  const visitor = await visit(browser, path);
  await mapReady(visitor.page);
  return visitor;
}

describe("without WebGL", () => {
  it.each(["tiny-gpt/stories/L2H0/", "tiny-vit/scenes/L0H2/", "tiny-gpt/stories/L0H0/?d=3"])(
    "the map of %s is whole, and answers",
    async (path) => {
      const { page, problems, close } = await visit(browser, `${address}${path}`, { hasWebGL: false });
      await mapReady(page);
      expect(await page.locator("canvas.map-points").count()).toBe(1);
      await expect.poll(() => inkShare(page)).toBeGreaterThanOrEqual(0.99);
      const before = await placeOf(page, QUERY);
      await page.mouse.click(before.x, before.y);
      await page.locator(".attended li").first().waitFor();
      await page.mouse.wheel(0, -300);
      await expect.poll(async () => (await placeOf(page, 10)).x).not.toBeCloseTo(before.x, 0);
      await page.locator(".map").focus();
      await page.keyboard.press("0");
      await expect.poll(async () => Math.abs((await placeOf(page, QUERY)).x - before.x)).toBeLessThan(1);
      expect(problems).toEqual([]);
      await close();
    },
  );
});

/** What stands over the points, as a picture. */
function overlay(page: Page): Promise<string> {
  return page.locator(".map-overlay").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

/** The point that the card names, as its last line says it; null without a card. */
async function cardText(page: Page): Promise<string | null> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  const card = page.locator(".hover-card small");
  return (await card.count()) > 0 ? card.innerText() : null;
}

/** The selected point in the words of the card; null if none is selected. */
async function chosenText(page: Page): Promise<string | null> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  const chosen = page.getByRole("region", { name: "Selected point" });
  if ((await chosen.count()) === 0) return null;
  return /^.*? position \d+/.exec(await chosen.locator(".facts").first().innerText())?.[0] ?? "";
}

function contours(page: Page): Promise<string> {
  return page.locator(".map-contours canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

describe("the map", () => {
  it("draws contours around where points are dense, of what the legend leaves, on flat maps alone", async () => {
    const { page, problems, close } = await open(`${HEAD}?l=0`);
    const plain = await contours(page);
    await page.locator(".options summary").click();
    await page.getByLabel("Contour lines").check();
    await expect.poll(() => contours(page)).not.toBe(plain);
    await expect.poll(() => page.url()).toContain("contours=on");
    expect(await page.locator(".legend").innerText()).toContain("30, 60 and 90 % of the queries");
    const both = await contours(page);
    await page.locator(".options summary").click();
    await page
      .locator(".legend")
      .getByRole("button", { name: /^query/ })
      .click();
    await expect.poll(() => contours(page)).not.toBe(both);
    const queries = await contours(page);
    await page.locator(".map").focus();
    await page.keyboard.press("+");
    // Their picture has moved with the map, and is drawn anew where it rests.
    await expect.poll(() => contours(page)).not.toBe(queries);
    await page.keyboard.press("d");
    await mapReady(page, { projection: "attention3" });
    await expect.poll(() => page.locator(".legend").innerText()).not.toContain("30, 60 and 90 %");
    expect(await page.locator(".map-contours canvas").isVisible()).toBe(false);
    expect(problems).toEqual([]);
    await close();
  });

  it("writes first letters in place of points, in the points' colors", async () => {
    const { page, problems, close } = await open(`${HEAD}?l=0`);
    const plain = await overlay(page);
    await page.keyboard.press("t");
    await expect.poll(() => overlay(page)).not.toBe(plain);
    await expect.poll(() => page.url()).toContain("letters=on");
    const byRole = await overlay(page);
    await page.getByLabel("Color by").selectOption("position");
    await expect.poll(() => overlay(page)).not.toBe(byRole);
    // A chosen point's sequence is written in full.
    await page.goto(`${HEAD}?l=0&t=letters&s=q${QUERY}`);
    await page.locator(".attended li").first().waitFor();
    expect(await page.locator(".legend").innerText()).not.toContain("slanted");
    expect(problems).toEqual([]);
    await close();
  });

  it("shows where the reader is while it is enlarged, and goes where the small map is pressed", async () => {
    const { page, problems, close } = await open();
    expect(await page.locator(".minimap").count()).toBe(0);
    await page.locator(".map").focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press("+");
    const minimap = page.locator(".minimap");
    await expect.poll(() => minimap.isVisible()).toBe(true);
    const box = await minimap.boundingBox();
    const before = await placeOf(page, QUERY);
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * 0.3, (box?.y ?? 0) + (box?.height ?? 0) * 0.3);
    await expect.poll(async () => (await placeOf(page, QUERY)).x - before.x).toBeGreaterThan(50);
    expect(page.url()).not.toContain("select=");
    await page.locator(".map").focus();
    await page.keyboard.press("0");
    await expect.poll(() => minimap.isVisible()).toBe(false);
    expect(problems).toEqual([]);
    await close();
  });

  it("turns slowly by itself when asked to, never for readers who want less motion", async () => {
    const moves = async (options: VisitOptions): Promise<boolean> => {
      const { page, close } = await visit(browser, `${HEAD}?d=3`, options);
      await mapReady(page, { projection: "attention3" });
      await page.locator(".options summary").click();
      await page.locator(".options-box").waitFor();
      const still = await placeOf(page, QUERY);
      const turning = page.getByLabel("Turn slowly");
      const isOffered = await turning.isVisible();
      if (isOffered) {
        expect(await turning.isChecked()).toBe(false);
        await turning.check();
        await expect.poll(async () => Math.abs((await placeOf(page, QUERY)).x - still.x)).toBeGreaterThan(3);
      }
      await close();
      return isOffered;
    };
    expect(await moves({})).toBe(true);
    expect(await moves({ reducedMotion: "reduce" })).toBe(false);
  });

  it("says which file is missing when a chosen point's weights cannot be had, and asks again", async () => {
    const { page, close } = await visit(browser, `${address}tiny-gpt/stories/`);
    let isBroken = true;
    await page.route("**/attention.json", (route) =>
      isBroken ? route.fulfill({ status: 404, body: "" }) : route.continue(),
    );
    await page.goto(`${HEAD}?s=q${QUERY}`);
    const problem = page.locator(".map-problem");
    await problem.waitFor();
    expect(await problem.innerText()).toContain("heads/L2H0/attention.json");
    isBroken = false;
    await problem.getByRole("button", { name: "Try again" }).click();
    await page.locator(".attended li").first().waitFor();
    await problem.waitFor({ state: "detached" });
    await close();
  });

  it("comes back when the browser has taken its WebGL context away", async () => {
    const { page, close } = await open();
    await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>(".map .sigma-nodes");
      canvas?.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
      canvas?.setAttribute("data-mark", "lost");
    });
    await page.locator('.map .sigma-nodes:not([data-mark="lost"])').waitFor({ state: "attached" });
    await mapReady(page);
    await expect.poll(() => inkShare(page)).toBeGreaterThanOrEqual(0.99);
    await close();
  });

  it("names its islands, until l takes the names away", async () => {
    const { page, close } = await open();
    const overlay = (): Promise<number> =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>(".map-overlay");
        const pixels = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
        return pixels?.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) ?? 0;
      });
    await expect.poll(overlay).toBeGreaterThan(1000);
    await page.keyboard.press("l");
    await expect.poll(overlay).toBe(0);
    await expect.poll(() => page.url()).toContain("names=off");
    await page.reload();
    await mapReady(page);
    expect(await overlay()).toBe(0);
    await close();
  });

  it("zooms to what was found on f, and back on 0", async () => {
    const { page, close } = await open(`${HEAD}?q=monkey`);
    await expect.poll(() => page.locator("output.found").innerText()).toMatch(/found/);
    // Focus scrolls the map into sight: only then is its place the one to come back to.
    await page.locator(".map").focus();
    const before = await placeOf(page, QUERY);
    await page.keyboard.press("f");
    const moved = async (): Promise<number> => {
      const now = await placeOf(page, QUERY);
      return Math.hypot(now.x - before.x, now.y - before.y);
    };
    await expect.poll(moved).toBeGreaterThan(5);
    await page.keyboard.press("0");
    await expect.poll(moved).toBeLessThan(1);
    await close();
  });

  it("turns in three dimensions under Shift and the arrows, and under a drag", async () => {
    const { page, close } = await open(`${HEAD}?d=3`);
    await mapReady(page, { projection: "attention3" });
    const before = await placeOf(page, QUERY);
    await page.locator(".map").focus();
    await page.keyboard.press("Shift+ArrowRight");
    await expect.poll(async () => (await placeOf(page, QUERY)).x).not.toBeCloseTo(before.x, 1);
    const turned = await placeOf(page, QUERY);
    const box = await page.locator(".map").boundingBox();
    const [x, y] = [(box?.x ?? 0) + 150, (box?.y ?? 0) + 150];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 80, y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await placeOf(page, QUERY)).x).not.toBeCloseTo(turned.x, 1);
    await close();
  });

  it("draws as many attention lines as are asked for", async () => {
    const { page, close } = await open(`${HEAD}?s=q${QUERY}&k=0`);
    await page.locator(".attended li").first().waitFor();
    const without = await page.locator(".map").screenshot();
    await page.locator(".options summary").click();
    await page.getByLabel("Attention lines").fill("12");
    await page.locator(".options summary").click();
    await expect.poll(async () => (await page.locator(".map").screenshot()).equals(without)).toBe(false);
    await expect.poll(() => page.url()).toContain("lines=12");
    await close();
  });

  it("lists what lies inside of an outline that the reader draws, and keeps it in the address", async () => {
    const { page, problems, close } = await open();
    const box = await page.locator(".map").boundingBox();
    const at = (x: number, y: number): [number, number] => [
      (box?.x ?? 0) + (box?.width ?? 0) * x,
      (box?.y ?? 0) + (box?.height ?? 0) * y,
    ];
    await page.keyboard.press("a");
    await page.locator(".map-overlay[data-is-drawing]").waitFor();
    await page.mouse.move(...at(0.3, 0.3));
    await page.mouse.down();
    for (const corner of [at(0.6, 0.3), at(0.6, 0.7), at(0.3, 0.7), at(0.3, 0.32)])
      await page.mouse.move(...corner, { steps: 4 });
    await page.mouse.up();
    const panel = page.getByRole("region", { name: "Points inside the outline" });
    await panel.waitFor();
    const said = await panel.locator("h2").innerText();
    expect(Number(said.replace(/\D/g, ""))).toBeGreaterThan(50);
    expect(await panel.locator("tbody tr").count()).toBeGreaterThan(5);
    await expect.poll(() => page.url()).toContain("area=");
    await page.reload();
    await panel.waitFor();
    expect(await panel.locator("h2").innerText()).toBe(said);
    await page.keyboard.press("Escape");
    await page.locator(".overview").waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it("takes a box for an outline where Shift is held", async () => {
    const { page, close } = await open();
    await page.getByRole("button", { name: "Draw an outline around points" }).click();
    await page.locator(".map-overlay[data-is-drawing]").waitFor();
    const box = await page.locator(".map").boundingBox();
    const [x, y] = [(box?.x ?? 0) + 200, (box?.y ?? 0) + 150];
    await page.keyboard.down("Shift");
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 200, y + 220, { steps: 8 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    await page.getByRole("region", { name: "Points inside the outline" }).waitFor();
    await expect.poll(() => page.url()).toContain("area=");
    const corners = (new URL(page.url()).searchParams.get("area") ?? "").split("~");
    expect(corners).toHaveLength(4);
    expect(new Set(corners.flatMap((corner) => corner.split("_"))).size).toBe(4);
    await close();
  });

  it("gives longer vectors larger points, and says so in the address", async () => {
    const { page, problems, close } = await open(`${HEAD}?l=0`);
    const alike = await page.locator(".map").screenshot();
    await page.locator(".options summary").click();
    await page.getByLabel("Larger points for longer vectors").check();
    await page.locator(".options summary").click();
    await expect.poll(async () => (await page.locator(".map").screenshot()).equals(alike)).toBe(false);
    await expect.poll(() => page.url()).toContain("size=norm");
    expect(problems).toEqual([]);
    await close();
  });

  it.each([1, 1.5, 2])(
    "chooses by a click the point that its card names, at %f pixels each",
    async (ratio) => {
      const { page, problems, close } = await visit(browser, `${HEAD}?l=0`, { deviceScaleFactor: ratio });
      await mapReady(page);
      const box = (await page.locator(".map").boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      let named = 0;
      for (let i = 0; i < 24; i++) {
        // Between pixels, as a mouse is on a scaled screen, and never twice at one place.
        const at = [
          0.5 + 0.28 * Math.cos(i * 2.4) * Math.sqrt(i / 24),
          0.5 + 0.4 * Math.sin(i * 2.4),
        ] as const;
        await page.mouse.move(box.x + box.width * at[0] + 0.6, box.y + box.height * at[1] + 0.6);
        const said = await cardText(page);
        await page.mouse.down();
        await page.mouse.up();
        // The panel is loaded with the first choice.
        await expect.poll(() => chosenText(page)).toBe(said);
        if (said !== null) named++;
        await page.locator(".map").focus();
        await page.keyboard.press("Escape");
        await page.mouse.move(2, 2);
      }
      expect(named).toBeGreaterThan(8);
      expect(problems).toEqual([]);
      await close();
    },
  );

  it("names what has come under a resting pointer once the map has moved", async () => {
    const { page, close } = await open(`${HEAD}?l=0`);
    const { x, y } = await placeOf(page, QUERY);
    await page.mouse.move(x + 6, y);
    await page.locator(".hover-card").waitFor();
    for (let i = 0; i < 12; i++) await page.mouse.wheel(0, -200);
    // A press while the map still moves would choose what is there by then.
    let last = { x: NaN, y: NaN };
    await expect
      .poll(async () => {
        const before = last;
        await page.waitForTimeout(400);
        last = await placeOf(page, QUERY);
        return last.x === before.x && last.y === before.y;
      })
      .toBe(true);
    const said = await cardText(page);
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(() => chosenText(page)).toBe(said);
    await close();
  });

  it("chooses the point under a tapping finger", async () => {
    const touch = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    const { page, problems, close } = await visit(browser, HEAD, touch);
    await mapReady(page);
    await page.locator(".map").scrollIntoViewIfNeeded();
    const { x, y } = await placeOf(page, QUERY);
    await page.touchscreen.tap(x, y);
    // On so small a map several points lie there, keys that nobody attends to among them.
    await page.getByRole("region", { name: "Selected point" }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });
});
