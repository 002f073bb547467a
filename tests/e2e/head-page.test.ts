import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { IS_FROM_DISK } from "../helpers/from-disk.ts";
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

async function open(path = HEAD, options: VisitOptions = {}) {
  const visitor = await visit(browser, path, options);
  await mapReady(visitor.page);
  return visitor;
}

describe("the map of a head", () => {
  it("shows at least 99 % of its points' ink, without an error", async () => {
    const { page, problems, close } = await open();
    expect(await inkShare(page)).toBeGreaterThanOrEqual(0.99);
    expect(problems).toEqual([]);
    await close();
  });

  it("is there as a thumbnail, with numbers and text, before any script runs", async () => {
    const { page, close } = await visit(browser, HEAD, { javaScriptEnabled: false });
    expect(await page.locator("h1").textContent()).toBe("Tiny GPT L2H0");
    expect(
      await page.locator("img.thumbnail").evaluate((image: HTMLImageElement) => image.naturalWidth),
    ).toBeGreaterThan(100);
    expect(await page.locator("main table").first().innerText()).toMatch(/\d/);
    await close();
  });

  it("says which token is under the pointer, in its sentence, with role and position", async () => {
    const { page, close } = await open();
    const { x, y } = await placeOf(page, QUERY);
    await page.mouse.move(x, y);
    const card = page.locator(".hover-card");
    await card.waitFor();
    expect(await card.innerText()).toMatch(/(query|key), sequence \d+, position \d+/);
    expect((await card.innerText()).length).toBeGreaterThan(40);
    await page.mouse.move(2, 2);
    await card.waitFor({ state: "detached" });
    await close();
  });

  it("shows where a chosen token attends: a list with weights, lines on the map, its sentence", async () => {
    const { page, problems, close } = await open();
    const before = await page.locator(".map").screenshot();
    const { x, y } = await placeOf(page, QUERY);
    await page.mouse.click(x, y);
    const rows = page.locator(".attended li");
    await rows.first().waitFor();
    const weights = (await rows.locator(".weight").allInnerTexts()).map(Number);
    expect(weights.length).toBeGreaterThan(0);
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    expect(await page.locator(".sentence button").count()).toBeGreaterThan(5);
    await expect.poll(() => page.url()).toMatch(/[?&]select=/);
    expect((await page.locator(".map").screenshot()).equals(before)).toBe(false);
    await rows.first().locator("button").click();
    await expect.poll(() => page.locator(".token-panel h3").innerText()).toMatch(/Attended by|Attends to/);
    await page.keyboard.press("Escape");
    await page.locator(".overview").waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it("finds tokens, and says how many", async () => {
    const { page, close } = await open();
    await page.keyboard.press("/");
    await page.keyboard.type("the");
    await expect.poll(() => page.locator("output.found").innerText()).toMatch(/^\d[\d,]* found$/);
    await page.locator(".search input").fill("no such token");
    await expect.poll(() => page.locator("output.found").innerText()).toBe("0 found");
    await close();
  });

  it.each(["attention", "umap", "tsne", "pca"])("draws %s in two and three dimensions", async (method) => {
    for (const dim of [2, 3]) {
      const { page, problems, close } = await open(`${HEAD}?m=${method}&d=${dim}`);
      await mapReady(page, { projection: `${method}${dim}` });
      expect(await inkShare(page)).toBeGreaterThanOrEqual(0.99);
      expect(problems).toEqual([]);
      await close();
    }
  });

  it("changes its colors with every mode, and says what they mean", async () => {
    const { page, problems, close } = await open();
    const select = page.getByLabel("Color by");
    const names = await select
      .locator("option")
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(names).toEqual(expect.arrayContaining(["role", "position", "norm", "kind"]));
    const said = new Set<string>();
    expect(names.shift()).toBe("auto");
    for (const name of names) {
      await select.selectOption(name);
      await expect.poll(() => page.url()).toContain(`color=${name}`);
      said.add(await page.locator(".legend").innerText());
    }
    expect(said.size).toBe(names.length);
    expect(problems).toEqual([]);
    await close();
  });

  it("moves under the wheel and the dragging hand, and comes back on 0", async () => {
    const { page, close } = await open();
    const at = await placeOf(page, QUERY);
    const box = await page.locator(".map").boundingBox();
    const [x, y] = [(box?.x ?? 0) + 200, (box?.y ?? 0) + 200];
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => (await placeOf(page, QUERY)).x).not.toBeCloseTo(at.x, 0);
    await page.mouse.down();
    await page.mouse.move(x + 90, y + 40, { steps: 5 });
    await page.mouse.up();
    await page.locator(".map").focus();
    await page.keyboard.press("0");
    await expect.poll(async () => Math.abs((await placeOf(page, QUERY)).x - at.x)).toBeLessThan(1);
    await close();
  });

  it("shows the patches of a picture, and the picture they are from", async () => {
    const { page, problems, close } = await open(`${address}tiny-vit/scenes/L0H2/`);
    expect(await inkShare(page)).toBeGreaterThanOrEqual(0.99);
    const { x, y } = await placeOf(page, 500);
    await page.mouse.click(x, y);
    await page.locator(".attended li").first().waitFor();
    expect(await page.locator(".patches .patch").count()).toBeGreaterThanOrEqual(16);
    const options = await page.getByLabel("Color by").locator("option").allInnerTexts();
    expect(options.join(" ").toLowerCase()).toMatch(/row.*column/);
    expect(problems).toEqual([]);
    await close();
  });

  it("comes back as it was from its address", async () => {
    const { page, close } = await open(`${HEAD}?m=tsne&d=3&c=position&q=the`);
    await mapReady(page, { projection: "tsne3" });
    expect(await page.getByRole("button", { name: "t-SNE" }).getAttribute("aria-pressed")).toBe("true");
    expect(await page.getByRole("button", { name: "3-D" }).getAttribute("aria-pressed")).toBe("true");
    expect(await page.getByLabel("Color by").inputValue()).toBe("position");
    expect(await page.locator(".search input").inputValue()).toBe("the");
    await close();
  });

  it("says what is wrong when its data is missing, and tries again", async () => {
    const visitor = await visit(browser, `${address}tiny-gpt/stories/`);
    const { page } = visitor;
    let isBroken = true;
    await page.route("**/attention2.json", (route) =>
      isBroken ? route.fulfill({ status: 404, body: "" }) : route.continue(),
    );
    await page.goto(HEAD);
    const problem = page.locator(".map-problem");
    await problem.waitFor();
    expect(await problem.innerText()).toContain("attention2.json");
    isBroken = false;
    await problem.getByRole("button", { name: "Try again" }).click();
    await mapReady(page);
    await visitor.close();
  });
});

describe("going from head to head", () => {
  it("by the inputs, the buttons, the keys and back, on one and the same canvas", async () => {
    const { page, problems, close } = await open();
    await page.evaluate(() => document.querySelector(".map canvas")?.setAttribute("data-mark", "kept"));
    const nKept = (): Promise<number> => page.locator('.map canvas[data-mark="kept"]').count();
    // From disk, every page is loaded anew.
    const kept = IS_FROM_DISK ? 0 : 1;

    await page.getByLabel("Layer", { exact: true }).fill("1");
    await page.getByLabel("Head", { exact: true }).fill("2");
    await page.getByRole("button", { name: "go", exact: true }).click();
    await mapReady(page, { head: "L1H2" });
    expect(await page.locator("h1").innerText()).toBe("Tiny GPT L1H2");
    expect(await nKept()).toBe(kept);
    expect(await inkShare(page)).toBeGreaterThanOrEqual(0.99);

    await page.keyboard.press("]");
    await mapReady(page, { head: "L1H3" });
    await page.keyboard.press("{");
    await mapReady(page, { head: "L0H3" });
    await page.locator('[data-head-link="previous"]').click();
    await mapReady(page, { head: "L0H2" });
    expect(await nKept()).toBe(kept);

    await page.goBack();
    await mapReady(page, { head: "L0H3" });
    expect(new URL(page.url()).pathname).toBe("/tiny-gpt/stories/L0H3/");
    expect(await nKept()).toBe(kept);
    expect(problems).toEqual([]);
    await close();
  });

  it("keeps what was chosen", async () => {
    const { page, close } = await open(`${HEAD}?m=pca&c=position`);
    await mapReady(page, { projection: "pca2" });
    await page.keyboard.press("]");
    await mapReady(page, { head: "L2H1", projection: "pca2" });
    expect(await page.getByLabel("Color by").inputValue()).toBe("position");
    await expect.poll(() => new URL(page.url()).search).toContain("method=pca");
    await close();
  });

  it("says that a head is not there", async () => {
    const { page, close } = await open();
    await page.getByLabel("Layer", { exact: true }).fill("40");
    await page.getByRole("button", { name: "go", exact: true }).click();
    expect(await page.getByRole("alert").first().innerText()).toContain(
      "There is no L40H0. Layers run from 0 to 3",
    );
    await close();
  });

  it.each([1280, 390])("says so over the page, %i pixels wide, which does not move", async (width) => {
    const { page, close } = await open(HEAD, { viewport: { width, height: 900 } });
    const before = await page.locator(".map").boundingBox();
    // On a small screen the fields are in a sheet.
    if (width < 960) await page.getByRole("button", { name: "Other heads" }).click();
    const layer = page.getByLabel("Layer", { exact: true });
    await layer.fill("40");
    await page.getByRole("button", { name: "go", exact: true }).click();
    const error = page.locator("[data-go-error]");
    expect(await error.isVisible()).toBe(true);
    expect(await page.locator(".map").boundingBox()).toEqual(before);
    // The reader is where the mistake is, and it is gone with the first change.
    expect(await layer.evaluate((field) => field === document.activeElement)).toBe(true);
    await layer.fill("4");
    expect(await error.isVisible()).toBe(false);
    await page.keyboard.press("Enter");
    expect(await error.isVisible()).toBe(true);
    await page.locator(".map").focus();
    expect(await error.isVisible()).toBe(false);
    await close();
  });

  it("to another model, whose atlas then opens", async () => {
    const { page, close } = await open();
    await page.getByLabel("Model", { exact: true }).selectOption({ label: "Tiny ViT" });
    await page.waitForURL("**/tiny-vit/scenes/");
    expect(await page.locator("h1").innerText()).toBe("Tiny ViT on Scenes");
    await close();
  });
});

describe("by keyboard alone", () => {
  it("a reader walks to a point, chooses it, and reads where it attends", async () => {
    const { page, close } = await open();
    await page.locator(".map").focus();
    await page.keyboard.press("ArrowRight");
    await page.locator(".hover-card").waitFor();
    const first = await page.locator(".hover-card").innerText();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.locator(".hover-card").innerText()).not.toBe(first);
    await page.keyboard.press("Enter");
    await page.locator(".attended li").first().waitFor();
    expect(await page.locator("[aria-live=polite].visually-hidden").innerText()).toMatch(/(query|key)/);
    await close();
  });

  it.each([
    [1440, 900, true],
    [1000, 600, true],
    [600, 500, false],
  ])("the table of keys opens at its top on %i × %i", async (width, height, isWhole) => {
    const { page, close } = await open(HEAD, { viewport: { width, height } });
    await page.keyboard.press("?");
    const dialog = page.locator("dialog.help");
    await expect.poll(() => dialog.isVisible()).toBe(true);
    expect(await dialog.evaluate((element) => element.scrollTop)).toBe(0);
    expect(await dialog.evaluate((element) => element.scrollHeight <= element.clientHeight)).toBe(isWhole);
    await page.getByRole("button", { name: "Close" }).click();
    await expect.poll(() => dialog.isVisible()).toBe(false);
    await close();
  });

  it("the table of keys opens on ? and closes on Esc", async () => {
    const { page, close } = await open();
    await page.keyboard.press("?");
    const dialog = page.locator("dialog.help");
    await expect.poll(() => dialog.isVisible()).toBe(true);
    expect(await dialog.locator("tr").count()).toBeGreaterThan(10);
    await page.keyboard.press("Escape");
    await expect.poll(() => dialog.isVisible()).toBe(false);
    await page.keyboard.press("m");
    await mapReady(page, { projection: "umap2" });
    await page.keyboard.press("d");
    await mapReady(page, { projection: "umap3" });
    await close();
  });
});
