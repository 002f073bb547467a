import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import type { Visit, VisitOptions } from "../helpers/visit.ts";
import { openMatrix, PHONE, settled } from "../helpers/visit-matrix.ts";

const { address } = inject("site");
const TEXT = `${address}tiny-gpt/stories/`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const open = (path: string, options?: VisitOptions): Promise<Visit> => openMatrix(browser, path, options);

const pattern = (page: Page, head: string) => page.locator(`a[data-head=${head}] .pattern`);
const shows = async (page: Page): Promise<(boolean | undefined)[]> => {
  const link = page.locator("a[data-head=L3H0]");
  return [await link.locator(".map").isVisible(), await link.locator(".pattern").isVisible()];
};
const sheetOf = (page: Page): Promise<string> =>
  page
    .locator("a[data-head] .map")
    .first()
    .evaluate((map) => getComputedStyle(map, "::before").backgroundImage);

/** Mean difference of the colors in two screenshots, region by region: dots may lie a part of a pixel apart. */
async function differenceOf(a: Buffer, b: Buffer): Promise<number> {
  const [one, other] = await Promise.all(
    [a, b].map((picture) => sharp(picture).resize(12, 12, { fit: "fill" }).removeAlpha().raw().toBuffer()),
  );
  return one!.reduce((sum, value, at) => sum + Math.abs(value - other![at]!), 0) / one!.length;
}

/** The strongest amber line of the pattern that is parallel to the diagonal, among those that begin in a range of the side. */
async function stripe(page: Page, head: string, from: number, to: number): Promise<number> {
  const picture = sharp(await pattern(page, head).screenshot()).removeAlpha();
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const lines: number[] = [];
  for (let top = Math.round(from * info.height); top < to * info.height; top++) {
    const length = Math.min(info.width, info.height - top);
    let amber = 0;
    for (let x = 0; x < length; x++) amber += 255 - data[((top + x) * info.width + x) * 3 + 2]!;
    lines.push(amber / length);
  }
  return Math.max(...lines);
}

describe("the average patterns", () => {
  it("stand beside the maps, and show which heads repeat what followed", async () => {
    const { page, problems, close } = await open(`${address}tiny-gpt/repeats/`);
    expect(await shows(page)).toEqual([true, true]);
    const map = await page.locator("a[data-head=L3H0] .map").boundingBox();
    const beside = await pattern(page, "L3H0").boundingBox();
    expect(beside?.x).toBeGreaterThanOrEqual((map?.x ?? Infinity) + (map?.width ?? 0));
    // The second half repeats the first: a line that begins in the middle, which is stronger than all above it.
    const difference = async (head: string): Promise<number> =>
      (await stripe(page, head, 0.4, 0.6)) - (await stripe(page, head, 0.15, 0.35));
    expect(await difference("L3H0")).toBeGreaterThan(60);
    expect(await difference("L3H1")).toBeGreaterThan(60);
    expect(Math.abs(await difference("L2H2"))).toBeLessThan(15);
    expect(problems).toEqual([]);
    await close();
  });

  it("are shown alone, or not at all, as the switch and the address say", async () => {
    const { page, problems, close } = await open(TEXT);
    const group = page.getByRole("group", { name: "Show of each head" });
    await group.getByRole("button", { name: "Pattern" }).click();
    await expect.poll(() => shows(page)).toEqual([false, true]);
    await expect.poll(() => new URL(page.url()).search).toBe("?tiles=pattern");
    expect(await page.locator("a[data-head=L1H1]").getAttribute("href")).toContain("L1H1/");
    await expect
      .poll(() => page.locator("a[data-head=L1H1]").evaluate((a) => (a as HTMLAnchorElement).search))
      .toBe("?tiles=pattern");
    await group.getByRole("button", { name: "Map" }).press("Enter");
    await expect.poll(() => shows(page)).toEqual([true, false]);
    await expect.poll(() => new URL(page.url()).search).toBe("?tiles=map");
    await page.goBack();
    await expect.poll(() => shows(page)).toEqual([false, true]);
    await page.reload();
    await settled(page);
    await expect.poll(() => shows(page)).toEqual([false, true]);
    // The enlarged picture is what the page shows.
    await page.locator("a[data-head=L1H1]").hover();
    await expect.poll(() => page.locator(".head-card .is-pattern").isVisible()).toBe(true);
    expect(problems).toEqual([]);
    await close();
  });

  it("leave room on a phone for two heads in a row, each with both pictures, and the page never scrolls sideways", async () => {
    for (const width of [390, 320]) {
      const { page, close } = await open(TEXT, { ...PHONE, viewport: { width, height: 844 } });
      expect(await shows(page)).toEqual([true, true]);
      const boxes = await Promise.all(
        ["L0H0", "L0H1", "L0H2"].map((head) => page.locator(`a[data-head=${head}]`).boundingBox()),
      );
      expect(boxes[1]?.y).toBe(boxes[0]?.y);
      expect(boxes[2]?.x).toBe(boxes[0]?.x);
      expect(boxes[0]?.width).toBeGreaterThan(width * 0.4);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await close();
    }
  });
});

describe("the page of a small model", () => {
  it("shows all heads on the first screen of a laptop", async () => {
    const { page, close } = await open(TEXT, { viewport: { width: 1440, height: 900 } });
    const last = await page.locator("a[data-head=L3H3]").boundingBox();
    expect((last?.y ?? Infinity) + (last?.height ?? 0)).toBeLessThanOrEqual(900);
    await close();
  });

  it("says under each head what it is known by, and lists these heads; a name in the list marks its picture", async () => {
    const { page, close } = await open(TEXT);
    const listed = await page.locator("[data-notable]").allInnerTexts();
    expect(listed.length).toBeGreaterThan(1);
    for (const head of listed)
      expect(await page.locator(`a[data-head=${head}] .name`).innerText()).toMatch(/^L\dH\d\s+\w/);
    const [first = ""] = listed;
    const isMarked = (): Promise<string[]> =>
      page
        .locator("a[data-head].is-noted")
        .evaluateAll((links) => links.map((link) => (link as HTMLElement).dataset["head"] ?? ""));
    await page.locator(`[data-notable=${first}]`).hover();
    await expect.poll(isMarked).toEqual([first]);
    await page.mouse.move(2, 2);
    await expect.poll(isMarked).toEqual([]);
    await page.locator(`[data-notable=${first}]`).focus();
    await expect.poll(isMarked).toEqual([first]);
    // The title of a group marks all of its heads.
    const group = page.locator(".habit").last();
    await group.locator("h3").hover();
    await expect
      .poll(async () => (await isMarked()).toSorted())
      .toEqual((await group.locator("[data-notable]").allInnerTexts()).toSorted());
    await close();
  });

  it("shows each map in the color in which its page opens, and names that color", async () => {
    const { page, problems, close } = await open(TEXT);
    expect(await page.getByLabel("Color by").inputValue()).toBe("auto");
    const colorOf = async (head: string): Promise<string | null> =>
      page.locator(`a[data-head=${head}]`).getAttribute("data-color");
    expect([await colorOf("L0H2"), await colorOf("L0H0")]).toEqual(["position", "role"]);
    expect(await page.locator("a[data-head=L0H2] .sorted").innerText()).toBe("by position");
    expect(await page.locator("a[data-head=L0H0] .sorted").count()).toBe(0);
    const mapsOf = (): Promise<Buffer[]> =>
      Promise.all(["L0H2", "L0H0"].map((head) => page.locator(`a[data-head=${head}] .map`).screenshot()));
    const own = await mapsOf();
    const differences: number[][] = [];
    for (const [color, file] of [
      ["position", "sheet-attention2-position."],
      ["role", "sheet-attention2."],
    ] as const) {
      await page.getByLabel("Color by").selectOption(color);
      await expect.poll(() => sheetOf(page)).toContain(file);
      const others = await mapsOf();
      differences.push(await Promise.all(own.map((map, i) => differenceOf(map, others[i]!))));
    }
    const [position = [], role = []] = differences;
    // By position, L0H2 looks the same and L0H0 does not; as queries and keys, it is the other way round.
    expect(position[0]).toBeLessThan((role[0] ?? 0) / 2);
    expect(role[1]).toBeLessThan((position[1] ?? 0) / 2);
    // The page of the head opens as its thumbnail does.
    await page.getByLabel("Color by").selectOption("auto");
    await page.locator("a[data-head=L0H2]").click();
    await page.waitForURL("**/L0H2/");
    expect(problems).toEqual([]);
    await close();
  });

  it("shows its pictures with the colors of the system, too", async () => {
    const { page, close } = await open(TEXT, { forcedColors: "active" });
    expect(await sheetOf(page)).toContain("sheet-attention2-auto");
    expect(
      await pattern(page, "L0H0").evaluate((element) => getComputedStyle(element).backgroundImage),
    ).toContain("sheet-average");
    await close();
  });

  it("leads to the other datasets and checkpoints of the model", async () => {
    const { page, close } = await open(`${address}tiny-gpt/repeats/`);
    const related = page.getByRole("navigation", { name: "Related pages" });
    expect(await related.locator("[aria-current]").allInnerTexts()).toEqual(["Repeats", "trained"]);
    await related.getByRole("link", { name: "step 0" }).click();
    await page.waitForURL("**/tiny-gpt-step-0000/repeats/");
    await page.goBack();
    await related.getByRole("link", { name: "Stories" }).click();
    await page.waitForURL("**/tiny-gpt/stories/");
    await close();
  });
});
