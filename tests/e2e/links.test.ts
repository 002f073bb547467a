import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { METHODS } from "#atlas/method.ts";
import { formatView, parseView } from "#atlas/view/view-address.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { mapReady, mapRests, visit, type VisitOptions } from "../helpers/visit.ts";

const { address } = inject("site");
const HEAD = "tiny-gpt/stories/L2H0/";
const MAPS = { methods: METHODS, dims: [2, 3] } as const;
/** Of a token in the middle of a story. */
const QUERY = 700;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function open(path: string, options: VisitOptions = {}) {
  const visitor = await visit(browser, URL.canParse(path) ? path : `${address}${path}`, options);
  await mapReady(visitor.page);
  return visitor;
}

const notice = (page: Page) => page.getByRole("region", { name: "About this link" });

/** The link as the Share panel offers it. */
async function copiedFrom(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Share" }).click();
  const panel = page.getByRole("dialog");
  await panel.getByRole("button", { name: "Link", exact: true }).click();
  const link = await panel.locator("pre").first().innerText();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  return link;
}

async function noticeAxe(page: Page) {
  return axeOf(page).include(".link-notice").analyze();
}

/** Names, currents and contours come one after the other, each at most so many pictures after the one before. */
const N_STILL = 4;

/** Waits until so many pictures in succession are equal but for the smoothing of edges. */
async function settled(page: Page, part: string): Promise<Buffer> {
  await page.mouse.move(2, 2);
  await page.waitForLoadState("networkidle");
  await mapRests(page);
  let last = await page.locator(part).screenshot();
  let nStill = 0;
  await expect
    .poll(
      async () => {
        await page.waitForTimeout(300);
        const next = await page.locator(part).screenshot();
        nStill = (await difference(last, next)) < 0.0001 ? nStill + 1 : 0;
        last = next;
        return nStill;
      },
      { timeout: 30_000 },
    )
    .toBe(N_STILL);
  return last;
}

/** Share of the pixels that differ by more than what smoothing may do. */
async function difference(a: Buffer, b: Buffer): Promise<number> {
  const [one, two] = await Promise.all(
    [a, b].map((shot) => sharp(shot).removeAlpha().raw().toBuffer({ resolveWithObject: true })),
  );
  expect(one!.info.width).toBe(two!.info.width);
  expect(one!.info.height).toBe(two!.info.height);
  let n = 0;
  for (let i = 0; i < one!.data.length; i += 3)
    if ([0, 1, 2].some((c) => Math.abs(one!.data[i + c]! - two!.data[i + c]!) > 24)) n++;
  return (n * 3) / one!.data.length;
}

/** As a reader changes a view: with the keyboard, the pointer and the fields. */
const CHANGES: readonly (readonly [
  what: string,
  path: string,
  part: string,
  change: (page: Page) => Promise<void>,
])[] = [
  [
    "another map, moved and closer, in another color, with a selection, in the dark",
    HEAD,
    ".map-frame",
    async (page) => {
      await page.getByRole("button", { name: "UMAP" }).click();
      await mapReady(page, { projection: "umap2" });
      await page.getByLabel("Color by").selectOption("position");
      await page.locator(".map").focus();
      await page.keyboard.press("+");
      await page.keyboard.press("+");
      await page.locator("[data-switch-theme]").click();
      const box = await page.locator(".map").boundingBox();
      await page.mouse.move(box!.x + 300, box!.y + 300);
      await page.mouse.down();
      await page.mouse.move(box!.x + 360, box!.y + 260, { steps: 5 });
      await page.mouse.up();
    },
  ],
  [
    "a point with few lines, larger points, no names, safe colors, and a token left out of its sequence",
    `${HEAD}?select=q${QUERY}&panel=lines`,
    ".viewer-body",
    async (page) => {
      await page.locator(".web path").first().waitFor({ state: "attached" });
      await page.locator(".line-figure [data-position]").nth(3).click();
      await page.getByRole("button", { name: "Bring back 1" }).waitFor();
      await page.locator("details.options summary").click();
      await page.getByLabel("Names", { exact: true }).uncheck();
      await page.getByLabel("Larger points for longer vectors").check();
      await page.getByLabel("Attention lines").fill("3");
      await page.keyboard.press("Escape");
      await page.getByRole("switch", { name: "color-blind-safe colors" }).check();
    },
  ],
  [
    "a turned map with a search of two terms and a pressed role",
    `${HEAD}?dimensions=3`,
    ".map-frame",
    async (page) => {
      await page.locator(".map").focus();
      for (let i = 0; i < 3; i++) await page.keyboard.press("Shift+ArrowRight");
      const box = await page.locator(".map").boundingBox();
      await page.mouse.move(box!.x + 300, box!.y + 300);
      await page.mouse.down();
      await page.mouse.move(box!.x + 380, box!.y + 330, { steps: 5 });
      await page.mouse.up();
      await page.getByRole("searchbox").fill("he,she");
      await page.locator(".found-terms li").first().waitFor();
      await page.locator(".legend").getByRole("button", { name: "queries" }).click();
    },
  ],
];

describe("a copied link", () => {
  it.each(CHANGES)("shows the same pixels to another reader: %s", async (_, path, part, change) => {
    const mine = await open(path);
    await change(mine.page);
    const shown = await settled(mine.page, part);
    const link = await copiedFrom(mine.page);
    expect(link).toMatch(/[?&]data=[0-9a-f]{12}(&|$)/);
    const theirs = await open(link);
    const seen = await settled(theirs.page, part);
    expect(await difference(shown, seen)).toBeLessThan(0.001);
    expect(await notice(theirs.page).count()).toBe(0);
    expect([...mine.problems, ...theirs.problems]).toEqual([]);
    await mine.close();
    await theirs.close();
  });
});

describe("a stored link", () => {
  it("of every format opens, and is written with long names", async () => {
    const stored = JSON.parse(readFileSync("tests/fixtures/stored-links.json", "utf8")) as { link: string }[];
    const { page, problems, close } = await open(HEAD);
    for (const { link } of stored) {
      await page.goto(`${address}${HEAD}${link}`);
      const wanted = formatView(parseView(link, MAPS), MAPS);
      await expect.poll(() => new URL(page.url()).search, { message: link }).toBe(wanted);
    }
    await mapReady(page);
    expect(problems).toEqual([]);
    await close();
  });
});

describe("what a page does not know of its link", () => {
  it("is said over the page, which does not move, and what was meant can be chosen", async () => {
    const hostile = encodeURIComponent("<img src=x onerror=alert(1)>");
    const { page, problems, close } = await visit(
      browser,
      `${address}${HEAD}?colour=position&panel=lins&${hostile}=1&utm_source=mail&fbclid=x`,
    );
    await page.evaluate(watchShifts);
    await notice(page).waitFor();
    const words = notice(page);
    await expect.poll(() => words.innerText()).toContain("There is no “colour” here; did you mean “color”?");
    expect(await words.innerText()).toContain("“panel=lins” means nothing here; did you mean “panel=lines”?");
    expect(await words.innerText()).toContain(
      "There is no “<img src=x onerror=alert(1)>” here, so it is ignored.",
    );
    expect(await words.innerText()).not.toContain("utm");
    expect(await words.locator("p").count()).toBe(3);
    expect((await noticeAxe(page)).violations).toEqual([]);
    expect(await page.evaluate(() => window.shifted)).toBe(0);
    await notice(page).getByRole("button", { name: "color" }).click();
    await expect.poll(() => page.url()).toContain("?color=position");
    await expect.poll(() => words.locator("p").count()).toBe(2);
    await notice(page).getByRole("button", { name: "Dismiss" }).click();
    await notice(page).waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.className)).toContain("map");
    expect(problems).toEqual([]);
    await close();
  });

  it("fits a narrow screen, and is said on the page of all heads, too", async () => {
    const { page, problems, close } = await visit(browser, `${address}tiny-gpt/stories/?colour=position`, {
      viewport: { width: 320, height: 640 },
      colorScheme: "dark",
      forcedColors: "active",
    });
    await notice(page).waitFor();
    await expect.poll(() => notice(page).innerText()).toContain("did you mean “color”?");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect((await noticeAxe(page)).violations).toEqual([]);
    await page.keyboard.press("Tab");
    await notice(page).getByRole("button", { name: "color" }).press("Enter");
    await expect.poll(() => page.url()).toContain("?color=position");
    await notice(page).waitFor({ state: "detached" });
    expect(problems).toEqual([]);
    await close();
  });

  it("is that its data have changed: the nearest token of the same text is selected", async () => {
    const { page, problems, close } = await open(`${HEAD}?select=q99999&token=+the&data=000000000000`);
    await notice(page).waitFor();
    await expect.poll(() => notice(page).innerText()).toContain("have changed since this link was made");
    expect(await notice(page).innerText()).toContain("The query “ the” is in another place now");
    await expect.poll(() => page.url()).toMatch(/\?select=q\d+$/);
    const chosen = page.getByRole("region", { name: "Selected point" });
    await expect.poll(() => chosen.innerText()).toMatch(/^the\b/);
    expect(problems).toEqual([]);
    await close();
  });
});

declare global {
  interface Window {
    /** Sum of the layout shifts since the page was watched. */
    shifted?: number;
  }
}

/** Runs in the page. */
function watchShifts(): void {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
      window.shifted = (window.shifted ?? 0) + entry.value;
  }).observe({ type: "layout-shift" });
}
