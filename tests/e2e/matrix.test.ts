import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { decodeCoordinates } from "#atlas/files/coordinates.ts";
import { readManifest } from "#atlas/files/manifest.ts";
import { decodeTokens } from "#atlas/tokens/tokens.ts";
import { findTokens } from "#drawing/search/find-tokens.ts";
import { nearestShare } from "#math/map/nearest-share.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { IS_FROM_DISK } from "../helpers/from-disk.ts";
import { openMatrix, PHONE, settled } from "../helpers/visit-matrix.ts";
import { mapReady, visit, type Visit, type VisitOptions } from "../helpers/visit.ts";

const { address, folder } = inject("site");
const TEXT = `${address}tiny-gpt/stories/`;
const PICTURES = `${address}tiny-vit/scenes/`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const open = (path: string, options?: VisitOptions): Promise<Visit> => openMatrix(browser, path, options);

const sheet = (page: Page): Promise<string> =>
  page
    .locator("a[data-head] .map")
    .first()
    .evaluate((map) => getComputedStyle(map, "::before").backgroundImage);
const focusedHead = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset["head"]);
const json = async (atlas: string, file: string): Promise<unknown> =>
  JSON.parse(await readFile(join(folder, "atlas", atlas, file), "utf8"));

describe("the thumbnails", () => {
  it.each([
    ["text", TEXT, "tiny-gpt/stories"],
    ["pictures", PICTURES, "tiny-vit/scenes"],
  ])("of %s show every method in every color that is offered, without reload", async (_, path, atlas) => {
    const { page, problems, close } = await open(path);
    await page.evaluate(() => (document.documentElement.dataset["mark"] = "kept"));
    const { methods, sheet: shape } = readManifest(await json(atlas, "manifest.json"));
    const colors = shape.colors ?? [];
    const offered = await page
      .getByLabel("Color by")
      .locator("option")
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(offered.toSorted()).toEqual([...colors].toSorted());
    const seen = new Set<string>();
    for (const [i, method] of methods.entries()) {
      await page.getByRole("group", { name: "Projection" }).getByRole("button").nth(i).click();
      for (const color of colors) {
        await page.getByLabel("Color by").selectOption(color);
        await expect
          .poll(() => sheet(page))
          .toContain(`sheet-${method}2${color === "role" ? "." : `-${color}.`}`);
        seen.add(await sheet(page));
      }
    }
    expect(seen.size).toBe(methods.length * colors.length);
    expect(await page.evaluate(() => document.documentElement.dataset["mark"])).toBe("kept");
    expect(problems).toEqual([]);
    await close();
  });

  it("are drawn twice as fine as they are shown, and a simple screen fetches half of that", async () => {
    for (const [deviceScaleFactor, wanted] of [
      [1, /sheet-attention2-auto\.half\.webp$/],
      [2, /sheet-attention2-auto\.webp$/],
    ] as const) {
      const visitor = await visit(browser, "about:blank", { deviceScaleFactor });
      const asked: string[] = [];
      visitor.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
      await visitor.page.goto(TEXT);
      await visitor.page.waitForLoadState("networkidle");
      const sheets = new Set(asked.filter((path) => /\/sheet-[^/]*\.webp$/.test(path)));
      expect([...sheets].sort()).toEqual([
        expect.stringMatching(wanted),
        expect.stringMatching(/sheet-average\.webp$/),
      ]);
      await visitor.close();
    }
    const { page, close } = await open(TEXT);
    const { sheet: shape } = readManifest(await json("tiny-gpt/stories", "manifest.json"));
    const shown = await page
      .locator("a[data-head] .map")
      .first()
      .evaluate((map) => map.clientWidth);
    expect(shape.cellPx / shown).toBeGreaterThanOrEqual(1.9);
    await close();
  });

  it("say what their colors mean, and take colors for all eyes", async () => {
    const { page, close } = await open(`${TEXT}?c=position`);
    const legend = page.locator(".sheet-legend");
    await expect.poll(() => legend.innerText()).toMatch(/queries\s*0\s*40 and later/);
    const before = await page.locator("a[data-head=L1H1]").screenshot();
    await legend.getByRole("switch", { name: "color-blind-safe colors" }).check();
    await expect
      .poll(async () => (await page.locator("a[data-head=L1H1]").screenshot()).equals(before))
      .toBe(false);
    await close();
  });

  it("say so when a sheet cannot be had, and try again", async () => {
    const { page, close } = await open(TEXT);
    await page.route("**/sheet-umap2*", (route) => route.abort());
    await page.getByRole("button", { name: "UMAP" }).click();
    const problem = page.getByRole("alert").filter({ hasText: "thumbnails could not be loaded" });
    await expect.poll(() => problem.isVisible()).toBe(true);
    await page.unroute("**/sheet-umap2*");
    await problem.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => sheet(page)).toContain("sheet-umap2");
    expect(await problem.isVisible()).toBe(false);
    await close();
  });

  it("are links with names before any script runs", async () => {
    const { page, close } = await visit(browser, TEXT, { javaScriptEnabled: false });
    expect(await page.locator("a[data-head]").count()).toBe(16);
    expect(await sheet(page)).toContain("sheet-attention2");
    expect(await page.locator("a[data-head=L2H1]").getAttribute("aria-label")).toMatch(
      /^L2H1 by position\. \w/,
    );
    await close();
  });
});

describe("a head that is pointed at", () => {
  it("is enlarged with its numbers, and marked in its row and column", async () => {
    const { page, problems, close } = await open(`${TEXT}?m=umap`);
    await page.locator("a[data-head=L1H2]").hover();
    const card = page.locator(".head-card");
    await expect
      .poll(() => card.innerText())
      .toMatch(/L1H2[\s\S]*Spread\s*0\.\d\d[\s\S]*UMAP map[\s\S]*0\.\d\d/);
    expect(await page.locator(".ruler.is-in-line").allInnerTexts()).toEqual(["H2", "L1"]);
    expect(await page.locator("a.is-in-line").count()).toBe(7);
    // The enlarged picture becomes the map itself, from the head's own file.
    await page.waitForSelector(".enlarged[data-is-ready]");
    const inked = await card.locator("canvas").evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      };
      return data.filter((_: number, at: number) => at % 4 === 3 && (data[at] ?? 0) > 0).length;
    });
    expect(inked).toBeGreaterThan(2000);
    await page.mouse.move(2, 2);
    await expect.poll(() => card.count()).toBe(0);
    expect(await page.locator(".is-in-line").count()).toBe(0);
    expect(problems).toEqual([]);
    await close();
  });

  it("stays inside of the window, whichever head it is, and never covers that head", async () => {
    const { page, close } = await open(TEXT, { viewport: { width: 900, height: 700 } });
    for (const head of ["L0H0", "L0H3", "L3H0", "L3H3"]) {
      const link = page.locator(`a[data-head=${head}]`);
      await link.hover();
      await expect.poll(() => page.locator(".head-card .head-name").textContent()).toBe(head);
      const [card, cell] = [await page.locator(".head-card").boundingBox(), await link.boundingBox()];
      if (card === null || cell === null) throw new Error("no card");
      expect(card.x).toBeGreaterThanOrEqual(0);
      expect(card.y).toBeGreaterThanOrEqual(0);
      expect(card.x + card.width).toBeLessThanOrEqual(900);
      expect(card.y + card.height).toBeLessThanOrEqual(700);
      expect(card.x >= cell.x + cell.width || card.x + card.width <= cell.x).toBe(true);
    }
    await close();
  });

  it("is enlarged by the first tap of a finger, and opened by the second", async () => {
    const { page, problems, close } = await open(TEXT, PHONE);
    const link = page.locator("a[data-head=L1H1]");
    await link.tap();
    await expect.poll(() => page.locator(".head-card .head-name").textContent()).toBe("L1H1");
    expect(new URL(page.url()).pathname).toBe("/tiny-gpt/stories/");
    await page.locator("a[data-head=L1H0]").tap();
    await expect.poll(() => page.locator(".head-card .head-name").textContent()).toBe("L1H0");
    expect(await page.getByRole("link", { name: "Open L1H0" }).isVisible()).toBe(true);
    await page.locator("a[data-head=L1H0]").tap();
    await mapReady(page, { head: "L1H0" });
    expect(problems).toEqual([]);
    await close();
  });
});

describe("by keyboard", () => {
  it("the grid is one stop of Tab, and arrows, Home and End walk it", async () => {
    const { page, close } = await open(TEXT);
    await page.locator("a[data-head=L0H0]").focus();
    for (const [key, head] of [
      ["ArrowRight", "L0H1"],
      ["ArrowDown", "L1H1"],
      ["End", "L1H3"],
      ["ArrowRight", "L1H3"],
      ["ArrowDown", "L2H3"],
      ["Home", "L2H0"],
      ["ArrowUp", "L1H0"],
    ] as const) {
      await page.keyboard.press(key);
      expect(await focusedHead(page), key).toBe(head);
    }
    expect(await page.locator(".head-card .head-name").textContent()).toBe("L1H0");
    await page.keyboard.press("Tab");
    expect(await focusedHead(page)).toBeUndefined();
    await page.keyboard.press("Shift+Tab");
    expect(await focusedHead(page)).toBe("L1H0");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator(".head-card").count()).toBe(0);
    await page.keyboard.press("Enter");
    await mapReady(page, { head: "L1H0" });
    await close();
  });
});

describe("a search over all heads", () => {
  it("tints each head by how closely found tokens lie together, and names the closest", async () => {
    const { page, problems, close } = await open(`${TEXT}?m=umap`);
    const before = await page.locator("a[data-head=L0H0]").screenshot();
    await page.getByRole("searchbox").fill('"the"');
    const line = page.locator(".clustering");
    await expect.poll(() => line.innerText()).toMatch(/^Closest together in L\dH\d \(\d+ %\)/);
    expect(await page.locator("a[data-head] .map > canvas").count()).toBe(16);
    expect((await page.locator("a[data-head=L0H0]").screenshot()).equals(before)).toBe(false);
    // The same measure on the fine coordinates of one head.
    const table = decodeTokens(await json("tiny-gpt/stories", "tokens.json"));
    const found = findTokens(table, '"the"');
    const isMember = Uint8Array.from(found?.termOf ?? [], (term) => (term >= 0 ? 1 : 0));
    const { x, y } = decodeCoordinates(
      await json("tiny-gpt/stories", "heads/L1H1/umap2.json"),
      table.nTokens * 2,
    );
    const steps = (axis: Float32Array): Uint8Array =>
      Uint8Array.from(axis, (unit) => Math.round(((unit + 1) / 2) * 255));
    const [queries, keys] = ([0, table.nTokens] as const).map(
      (from) =>
        nearestShare(
          steps(x).subarray(from, from + table.nTokens),
          steps(y).subarray(from, from + table.nTokens),
          isMember,
        ) ?? expect.fail("no share"),
    );
    const shown = await page.locator("a[data-head=L1H1]").getAttribute("data-share");
    expect(shown).toBe(`${Math.round((((queries?.share ?? NaN) + (keys?.share ?? NaN)) / 2) * 100)} %`);
    const byChance = await page.locator("a[data-head=L1H1]").getAttribute("data-by-chance");
    expect(byChance).toBe(`${Math.round((queries?.chance ?? NaN) * 100)} %`);
    const shares = await page
      .locator("a[data-head]")
      .evaluateAll((links) =>
        links.map((link) => Number.parseInt((link as HTMLElement).dataset["share"] ?? "")),
      );
    const named = await line.locator("a").first().innerText();
    const best = await page.locator(`a[data-head=${named}]`).getAttribute("data-share");
    expect(Number.parseInt(best ?? "")).toBe(Math.max(...shares));
    expect(problems).toEqual([]);
    await close();
  });

  it("goes to the closest head on Enter, the next one after it, and opens heads with the search", async () => {
    const { page, close } = await open(TEXT);
    await page.getByRole("searchbox").fill("the");
    await expect.poll(() => page.locator(".clustering a").count()).toBeGreaterThan(1);
    const named = await page.locator(".clustering a").allInnerTexts();
    await page.getByRole("searchbox").press("Enter");
    expect(await focusedHead(page)).toBe(named[0]);
    await page.getByRole("button", { name: "Next head" }).focus();
    await page.locator(`a[data-head=${named[0] ?? ""}]`).click();
    await mapReady(page, { head: named[0] ?? "" });
    expect(new URL(page.url()).searchParams.get("search")).toBe("the");
    await expect.poll(() => page.locator("output.found").innerText()).toMatch(/found/);
    await close();
  });

  it("says what cannot gather: nothing, a single token, tokens strewn at random; and leaves no trace", async () => {
    const { page, problems, close } = await open(TEXT);
    const box = page.getByRole("searchbox");
    const line = page.locator(".clustering");
    await box.fill("no such token");
    await expect.poll(() => page.locator("output.found").innerText()).toBe("0 found");
    expect(await line.innerText()).toBe("");
    await box.fill("");
    await expect.poll(() => line.count()).toBe(0);
    await box.fill("the");
    await expect.poll(() => line.innerText()).toMatch(/^Closest/);
    await box.fill("");
    await expect.poll(() => page.locator("a[data-share], a[data-head] canvas").count()).toBe(0);
    expect(problems).toEqual([]);
    await close();
  });

  it("finds patches, several terms in a color each", async () => {
    const { page, problems, close } = await open(`${PICTURES}?q=${encodeURIComponent('"row 0", "row 7"')}`);
    await expect.poll(() => page.locator(".found-terms li").count()).toBe(2);
    await expect.poll(() => page.locator(".clustering").innerText()).toMatch(/^Closest together in/);
    expect(problems).toEqual([]);
    await close();
  });

  it("says so when the maps of a layer are missing, and tries again", async () => {
    const { page, close } = await open(TEXT);
    await page.route("**/layers/L2/**", (route) => route.abort());
    await page.getByRole("searchbox").fill("the");
    const problem = page
      .getByRole("alert")
      .filter({ hasText: IS_FROM_DISK ? "missing in this copy" : "could not be loaded" });
    await expect.poll(() => problem.isVisible()).toBe(true);
    await page.unroute("**/layers/L2/**");
    await problem.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => page.locator(".clustering").innerText()).toMatch(/^Closest/);
    await close();
  });
});

describe("the address of all heads", () => {
  it("carries method, color and search, and comes back from it", async () => {
    const { page, close } = await open(`${TEXT}?m=tsne&c=punctuation&q=the`);
    expect(await sheet(page)).toContain("sheet-tsne2-punctuation");
    expect(await page.getByRole("searchbox").inputValue()).toBe("the");
    expect(await page.getByLabel("Color by").inputValue()).toBe("punctuation");
    await page.locator("a[data-head=L0H1]").click();
    await mapReady(page, { head: "L0H1", projection: "tsne2" });
    expect(new URL(page.url()).search).toBe("?method=tsne&color=punctuation&search=the");
    await expect
      .poll(() => page.getByRole("link", { name: "All heads", exact: true }).getAttribute("href"))
      .toContain("?method=tsne&color=punctuation&search=the");
    await page.goBack();
    await settled(page);
    await expect.poll(() => sheet(page)).toContain("sheet-tsne2-punctuation");
    await close();
  });

  it("is kind to what it does not know", async () => {
    const { page, problems, close } = await open(`${TEXT}?m=nonsense&c=norm&x=1&q=`);
    expect(await sheet(page)).toContain("sheet-attention2");
    expect(await page.getByLabel("Color by").inputValue()).toBe("role");
    expect(problems).toEqual([]);
    await close();
  });

  it("goes back and forward from method to method and color to color", async () => {
    const { page, close } = await open(TEXT);
    const shows = (part: string): Promise<void> => expect.poll(() => sheet(page)).toContain(part);
    await page.getByRole("button", { name: "PCA" }).click();
    await expect.poll(() => new URL(page.url()).search).toBe("?method=pca");
    await page.getByLabel("Color by").selectOption("frequency");
    await expect.poll(() => new URL(page.url()).search).toBe("?method=pca&color=frequency");
    await page.goBack();
    await shows("sheet-pca2-auto.");
    await page.goBack();
    await shows("sheet-attention2-auto.");
    expect(new URL(page.url()).search).toBe("");
    await page.goForward();
    await page.goForward();
    await shows("sheet-pca2-frequency");
    await close();
  });
});

describe.each(["light", "dark"] as const)("in %s, axe finds nothing wrong", (colorScheme) => {
  it.each([
    ["with a head enlarged", TEXT, "a[data-head=L1H1]"],
    ["of patterns, with a name of the list pointed at", `${TEXT}?b=pattern`, "[data-notable]"],
    ["with a search", `${TEXT}?q=the&c=position`, null],
    ["of pictures, several terms", `${PICTURES}?q=${encodeURIComponent('"row 0", "row 7"')}&c=row`, null],
  ])("%s", async (_, path, hovered) => {
    const { page, close } = await open(path, { colorScheme });
    if (hovered) await page.locator(hovered).first().hover();
    else await expect.poll(() => page.locator(".clustering").innerText()).toMatch(/^Closest/);
    const { violations } = await axeOf(page).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual(
      [],
    );
    await close();
  });
});
