/** Two heads side by side, and two atlases head by head. */
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { mapReady, placeOf, visit, type Visit } from "../helpers/visit.ts";
import { overflow } from "../visual/stage.ts";

const { address } = inject("site");
/** From disk, an address must name the file of a page. */
const PAGE = `${address}compare/${address.startsWith("file:") ? "index.html" : ""}`;
const TWO_MODELS = "?a=tiny-gpt/stories/L3H0&b=tiny-bert/stories/L1H1";
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => browser.close());

async function open(query: string, options: Parameters<typeof visit>[2] = {}): Promise<Visit> {
  const visited = await visit(browser, `${PAGE}${query}`, options);
  await visited.page.waitForSelector('.compare-maps[data-state="ready"]');
  // Until the camera rests and labels are drawn.
  await visited.page.waitForTimeout(400);
  return visited;
}

const cardOf = (page: Page, side: "a" | "b"): Locator =>
  page.locator(`[data-side="${side}"] .hover-card mark`);
const mapOf = (page: Page, side: "a" | "b"): Locator => page.locator(`[data-side="${side}"] .map`);
const panels = (page: Page): Locator => page.locator(".compare-points .token-panel h2");

describe("two heads of two models with different tokenizers", () => {
  it("point at the same token on both maps, from either side, and select it on both", async () => {
    const { page, problems, close } = await open(TWO_MODELS);
    // A query in the middle of the map, so that nothing covers it.
    const { x, y } = await placeOf(page, 300);
    await page.mouse.move(x, y);
    await cardOf(page, "a").waitFor();
    const word = (await cardOf(page, "a").textContent()) ?? "";
    // One tokenizer keeps capitals, and the other cuts words elsewhere.
    const other = (await cardOf(page, "b").textContent()) ?? "";
    expect(word.toLowerCase().includes(other) || other.includes(word.toLowerCase())).toBe(true);
    await page.mouse.click(x, y);
    await expect.poll(() => panels(page).count()).toBe(2);
    await expect.poll(() => page.url()).toMatch(/&select=[qk]\d+$/);
    // Back from the second side.
    await mapOf(page, "b").focus();
    // Whichever of the two has a point to go to.
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toContain("&side=b");
    expect(problems).toEqual([]);
    await close();
  });

  it("restore everything from the address, and write it", async () => {
    const query = `${TWO_MODELS}&side=b&moves=on&method=pca&color=position&select=k300&search=june`;
    const { page, problems, close } = await open(query);
    await expect.poll(() => panels(page).count()).toBe(2);
    expect(await page.locator('[aria-label="Projection"] [aria-pressed="true"]').textContent()).toBe("PCA");
    expect(await page.getByLabel("Color by").inputValue()).toBe("position");
    expect(await page.getByRole("searchbox").inputValue()).toBe("june");
    expect(await page.getByLabel("Lines from map to map").isChecked()).toBe(true);
    await expect.poll(() => page.locator(".compare-found").textContent()).toMatch(/^\d+ on the second map/);
    await expect.poll(() => page.url()).toBe(`${PAGE}${query}`);
    // What the reader changes, Back takes back.
    await page.getByRole("button", { name: "t-SNE" }).click();
    await expect.poll(() => page.url()).toContain("method=tsne");
    await page.goBack();
    await expect
      .poll(() => page.locator('[aria-label="Projection"] [aria-pressed="true"]').textContent())
      .toBe("PCA");
    expect(problems).toEqual([]);
    await close();
  });

  it("say what is shared, how far the maps agree beside chance, and what differs most", async () => {
    const { page, close } = await open(TWO_MODELS);
    const notes = page.locator(".compare-notes");
    expect(await notes.textContent()).toMatch(
      /Tokens are matched by the letters of the same text: 1,9\d\d of 1,999 of the first.*by chance to \d/,
    );
    // The one copies what it attends to, the other looks one back.
    const rows = page.locator(".compare-measures tbody tr");
    expect(await rows.first().textContent()).toMatch(/^Copy score.*−0\.\d\d/);
    const shown = await rows.allTextContents();
    expect(shown.find((row) => row.startsWith("Previous token"))).toMatch(/\+0\.\d\d/);
    expect(shown.filter((row) => row.startsWith("Copy score"))).toHaveLength(1);
    const sizes = await rows
      .locator("meter")
      .evaluateAll((all) => all.map((each) => (each as HTMLMeterElement).value));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    await page.getByRole("button", { name: /^All \d+ measures$/ }).click();
    expect(await rows.filter({ hasText: /^Copy score/ }).count()).toBeGreaterThan(1);
    await close();
  });

  it("are accessible, in the dark and on a phone without sideways scrolling", async () => {
    const options = { viewport: { width: 320, height: 700 }, colorScheme: "dark" } as const;
    const { page, close } = await open(`${TWO_MODELS}&select=q300`, options);
    await expect.poll(() => panels(page).count()).toBe(2);
    await page.locator(".compare-measures").waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await close();
  });
});

describe("the color of two heads", () => {
  it("is the one that explains both maps best, and the address can name another one", async () => {
    const { page, problems, close } = await open("?a=tiny-gpt/stories/L3H0&b=tiny-bert/stories/L2H0");
    const box = page.getByLabel("Color by");
    expect(await box.inputValue()).toBe("auto");
    expect(await page.locator(".compare-explained").textContent()).toMatch(
      /^The label “kind” explains \d+\s% of the first map and \d+\s% of the second \(chance 0\)\. Of all colors/,
    );
    expect(page.url()).not.toContain("color=");
    await box.selectOption("position");
    await expect.poll(() => page.url()).toContain("&color=position");
    expect(await page.locator(".compare-explained").textContent()).not.toContain("best");
    await close();
    expect(problems).toEqual([]);
  });
});

describe("the page of a head", () => {
  it("leads to the comparison with each head like it, in the view that its reader has", async () => {
    const { page, problems, close } = await visit(browser, `${address}tiny-gpt/stories/L3H0/?method=pca`);
    await mapReady(page);
    const alike = await page.locator(".alike li > a:first-child").allTextContents();
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const panel = page.getByRole("dialog", { name: "Share Tiny GPT L3H0" });
    await panel.getByRole("button", { name: "Compare" }).click();
    const links = panel.locator("li a");
    await expect.poll(() => links.allTextContents()).toEqual(alike);
    await links.first().click();
    await page.waitForSelector('.compare-maps[data-state="ready"]');
    expect(page.url()).toMatch(
      /\/compare\/\?a=tiny-gpt\/stories\/L3H0&b=tiny-gpt\/stories\/L\dH\d&method=pca/,
    );
    expect(problems).toEqual([]);
    await close();
  });
});

describe("a link to a comparison whose data have changed since", () => {
  it("says so, and selects the nearest token of the same text", async () => {
    // Token 300 is “ Karl”, and the next “ pocket” stands four tokens before it.
    const link = `${TWO_MODELS}&select=k300&data=0123456789ab-0123456789ab&token=+pocket`;
    const { page, problems, close } = await open(link);
    const told = page.locator(".compare-problem");
    await expect.poll(() => told.count()).toBeGreaterThan(0);
    expect(await told.first().textContent()).toContain(
      "The data of tiny-gpt/stories and tiny-bert/stories have changed since this link was made",
    );
    expect(await told.nth(1).textContent()).toBe(
      "The key “ pocket” is in another place now; the nearest one is selected.",
    );
    await expect.poll(() => page.url()).toContain("&select=k296");
    expect(problems).toEqual([]);
    await close();
  });
});

describe("names that cannot be compared", () => {
  it("are answered with what was probably meant, one click away", async () => {
    const { page, problems, close } = await visit(
      browser,
      `${PAGE}?a=tiny-gtp/stories/L3H0&b=tiny-gpt/stories/L3H1`,
    );
    const told = page.locator(".compare-problem");
    await told.waitFor();
    expect(await told.textContent()).toBe(
      "There is no atlas “tiny-gtp/stories/L3H0” here. Did you mean tiny-gpt/stories/L3H0?",
    );
    await told.getByRole("button").click();
    await page.waitForSelector('.compare-maps[data-state="ready"]');
    expect(page.url()).toBe(`${PAGE}?a=tiny-gpt/stories/L3H0&b=tiny-gpt/stories/L3H1`);
    expect(problems).toEqual([]);
    await close();
  });

  it("of texts and pictures share nothing, and the page says so", async () => {
    const { page, close } = await open("?a=tiny-gpt/stories/L3H0&b=tiny-vit/scenes/L0H0&select=q20&side=a");
    expect(await page.locator(".compare-notes").textContent()).toContain("The two share no texts");
    expect(await page.locator(".compare-points .soft").textContent()).toContain(
      "has no counterpart in Tiny ViT L0H0",
    );
    await close();
  });
});

describe("two checkpoints", () => {
  it("rank their heads by change: those that learn induction lead, each with a way to both maps", async () => {
    const { page, problems, close } = await visit(browser, PAGE);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`${PAGE}?a=tiny-gpt-step-1500/repeats&b=tiny-gpt/repeats`);
    await page.waitForSelector('.compare-diff[data-known="16"]');
    const heads = page.locator(".compare-diff tbody th");
    expect((await heads.allTextContents()).slice(0, 4).sort()).toEqual(["L0H3", "L3H0", "L3H1", "L3H3"]);
    const told = page.locator(".compare-diff [role=status]");
    expect(await told.textContent()).toContain("a sample of 112 rows of the patterns");
    expect(asked.filter((file) => file.includes("attention.json"))).toEqual([]);
    await page.getByRole("button", { name: "Compare every row" }).click();
    await expect.poll(() => told.textContent()).toContain("of 560 rows of the patterns");
    expect((await heads.allTextContents()).slice(0, 4).sort()).toEqual(["L0H3", "L3H0", "L3H1", "L3H3"]);
    await page.getByRole("button", { name: "Both" }).click();
    await expect.poll(() => page.url()).toContain("&tiles=both");
    expect(await page.locator(".diff-tiles").first().locator(".diff-tile").count()).toBe(4);
    await page.getByLabel("Rank by").selectOption("previous");
    await expect.poll(() => heads.first().textContent()).toBe("L0H3");
    expect(page.url()).toContain("&by=previous");
    await heads.first().getByRole("link").click();
    await page.waitForSelector('.compare-maps[data-state="ready"]');
    expect(page.url()).toContain("?a=tiny-gpt-step-1500/repeats/L0H3&b=tiny-gpt/repeats/L0H3");
    expect(problems).toEqual([]);
    await close();
  });

  // Axe reads the style sheets once more, which no page from a disk may do: it would be a problem of the page.
  it.each([1280, 320])("are accessible, %i px wide", async (width) => {
    const { page, close } = await visit(
      browser,
      `${PAGE}?a=tiny-gpt-step-1500/repeats&b=tiny-gpt/repeats&tiles=both`,
      { viewport: { width, height: 800 } },
    );
    await page.waitForSelector('.compare-diff[data-known="16"]');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await close();
  });
});
