import type { Browser, Locator } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { mapReady, visit, type VisitOptions } from "../helpers/visit.ts";

const { address } = inject("site");
const HEAD = `${address}tiny-gpt/stories/L2H0/`;
/** Of a token in the middle of a story. */
const QUERY = 700;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function open(path = HEAD, options: VisitOptions = {}) {
  const visitor = await visit(browser, path, options);
  await mapReady(visitor.page);
  return visitor;
}

/** Whether an element is on top wherever it is on the screen. */
function isOnTop(element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [0.05, 0.35, 0.65, 0.95].every((x) =>
    [0.05, 0.35, 0.65, 0.95].every((y) =>
      element.contains(document.elementFromPoint(left + width * x, top + height * y)),
    ),
  );
}

/** Elements that cut the ring of the element with the focus. */
function cutting(): string[] {
  const focused = document.activeElement ?? document.body;
  const { outlineOffset, outlineWidth } = getComputedStyle(focused);
  const ring = Math.max(0, parseFloat(outlineOffset) + parseFloat(outlineWidth));
  const { left, top, right, bottom } = focused.getBoundingClientRect();
  const found: string[] = [];
  for (let at = focused.parentElement; at; at = at.parentElement) {
    if (getComputedStyle(at).overflow === "visible") continue;
    const box = at.getBoundingClientRect();
    const isCut =
      left - ring < box.left ||
      top - ring < box.top ||
      right + ring > box.right ||
      bottom + ring > box.bottom;
    if (isCut) found.push(`${focused.outerHTML.slice(0, 80)} in .${at.className}`);
  }
  return found;
}

/** The colors near the left and the right end of an element, halfway up. */
async function endsOf(element: Locator): Promise<[string, string]> {
  const { data, info } = await sharp(await element.screenshot())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const row = Math.floor(info.height / 2) * info.width;
  const at = (column: number): string => data.subarray((row + column) * 3, (row + column) * 3 + 3).join();
  return [at(3), at(info.width - 4)];
}

/** The color that most of an element has on the screen: computed styles do not tell what the system makes of them. */
async function groundOf(element: Locator): Promise<string> {
  const { default: sharp } = await import("sharp");
  const shot = sharp(await element.screenshot()).removeAlpha();
  const { data } = await shot.raw().toBuffer({ resolveWithObject: true });
  const counts = new Map<string, number>();
  for (let at = 0; at < data.length; at += 3) {
    const color = data.subarray(at, at + 3).join();
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "";
}

describe("the menu of the drawing", () => {
  it.each(["lines", "matrix"])("lies over the options of the panel that shows %s", async (panel) => {
    const { page, close } = await open(`${HEAD}?s=q${QUERY}&p=${panel}`);
    await page.locator(".figure-options").waitFor();
    await page.locator(".options summary").click();
    expect(await page.locator(".options-box").evaluate(isOnTop)).toBe(true);
    await close();
  });

  it("closes on Esc, which then leaves the selection alone, and wherever else the reader goes", async () => {
    const { page, close } = await open(`${HEAD}?s=q${QUERY}`);
    await page.locator(".attended li").first().waitFor();
    const [menu, summary] = [page.locator(".options-box"), page.locator(".options summary")];
    await summary.click();
    await page.getByLabel("Contour lines").check();
    expect(await menu.isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await menu.isVisible()).toBe(false);
    expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(page.url()).toContain("select=q");
    await summary.click();
    expect(await menu.isVisible()).toBe(true);
    await page.locator("h1").click();
    expect(await menu.isVisible()).toBe(false);
    await summary.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Shift+Tab");
    expect(await menu.isVisible()).toBe(false);
    // With the menu closed, the key does what it always does.
    await page.locator(".map").focus();
    await page.keyboard.press("Escape");
    await page.locator(".overview").waitFor();
    await close();
  });
});

describe("where the system sets the colors", () => {
  it.each(["light", "dark"] as const)("what is pressed shows in %s", async (colorScheme) => {
    const { page, close } = await open(`${HEAD}?s=q${QUERY}&r=q`, { forcedColors: "active", colorScheme });
    await page.locator(".attended li").first().waitFor();
    for (const part of [".segments button", ".legend li button", ".sentence button"]) {
      const on = ":is([aria-pressed=true], [aria-current=true])";
      const [pressed, others] = [page.locator(`${part}${on}`), page.locator(`${part}:not(${on})`)];
      const ground = await groundOf(pressed.first());
      for (const other of (await others.all()).slice(0, 3)) expect(await groundOf(other)).not.toBe(ground);
    }
    await close();
  });

  it("ramps and bars keep what they show", async () => {
    const { page, close } = await open(`${address}tiny-gpt/stories/L0H3/`, { forcedColors: "active" });
    for (const part of [".legend .ramp", ".trust .meter"]) {
      const shown = page.locator(part).first();
      await shown.waitFor();
      const image = await shown.evaluate((element) => getComputedStyle(element).backgroundImage);
      expect(image).toContain("gradient");
      // The ends of the ramp differ, and the bar of a good map is filled: nothing has painted over the colors. A bar may still come
      // into view or be filled.
      const isRamp = part.endsWith("ramp");
      await expect
        .poll(async () => {
          const [start, end] = await endsOf(shown);
          return start !== (isRamp ? end : "255,255,255");
        })
        .toBe(true);
    }
    await close();
  });

  it("and in the site's own, the ring around the focus is nowhere cut", async () => {
    for (const forcedColors of ["active", "none"] as const) {
      const { page, close } = await open(`${HEAD}?s=q${QUERY}`, { forcedColors });
      await page.locator(".attended li").first().waitFor();
      const cut: string[] = [];
      const seen = new Set<string>();
      for (let i = 0; i < 45; i++) {
        await page.keyboard.press("Tab");
        cut.push(...(await page.evaluate(cutting)));
        seen.add(await page.evaluate(() => document.activeElement?.parentElement?.className ?? ""));
      }
      expect(cut).toEqual([]);
      expect([...seen]).toEqual(expect.arrayContaining(["segments", "zoom-buttons"]));
      await close();
    }
  });
});
