/** Related heads, the map of heads and the field guide, in a browser: from a head to its species, and back from a dot. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { mapReady, visit } from "../helpers/visit.ts";

const { address } = inject("site");

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const isAt = (page: Page, path: string): Promise<void> => page.waitForURL((url) => url.href.includes(path));

describe("what heads have in common", () => {
  it("leads from a head to those that attend alike, in its model and in another one", async () => {
    const { page, problems, close } = await visit(browser, `${address}tiny-gpt/stories/L0H3/`);
    const alike = page.getByRole("region", { name: "Heads like this one" });
    // The head of the other model that looks one back, too, although its tokenizer splits other parts.
    await alike.getByRole("link", { name: "Tiny BERT L1H1" }).click();
    await isAt(page, "/tiny-bert/stories/L1H1/");
    await mapReady(page, { head: "L1H1" });
    await alike.getByRole("link", { name: /^Previous token/ }).click();
    await page.getByRole("heading", { level: 1, name: /^Previous token/ }).waitFor();
    expect(await page.locator(".species-heads strong").allInnerTexts()).toContain("L1H1");
    expect(problems).toEqual([]);
    await close();
  });

  it("is a map whose dots are colored without a script, and lead to heads by keys alone", async () => {
    const { page, problems, close } = await visit(browser, `${address}heads/`);
    const fills = (): Promise<string[]> =>
      page.locator("[data-dots] circle").evaluateAll((dots) => dots.map((dot) => getComputedStyle(dot).fill));
    const bySpecies = await fills();
    expect(new Set(bySpecies).size).toBeGreaterThan(5);
    await page.getByRole("radio", { name: "Depth of layer" }).check();
    expect(await fills()).not.toEqual(bySpecies);
    const dots = page.locator("[data-dots] a");
    expect(await dots.count()).toBe(bySpecies.length);
    await dots.first().focus();
    const focused = page.locator("[data-dots] a:focus");
    const before = await focused.getAttribute("href");
    await page.keyboard.press("ArrowRight");
    expect(await focused.getAttribute("href")).not.toBe(before);
    for (const key of ["ArrowDown", "ArrowLeft", "ArrowUp"]) await page.keyboard.press(key);
    // Such a round may end where it began; one step further is another dot.
    const round = await focused.getAttribute("href");
    await page.keyboard.press("ArrowDown");
    const after = await focused.getAttribute("href");
    expect(after).not.toBe(round);
    await page.keyboard.press("Enter");
    await isAt(page, after!.replace(/^(?:\.\.\/)+|index\.html$/g, ""));
    expect(problems).toEqual([]);
    await close();
  });

  it("is a guide that stays in a narrow window and passes the checks for readers of screens", async () => {
    const { page, problems, close } = await visit(browser, `${address}species/`, {
      viewport: { width: 320, height: 700 },
    });
    const names = await page.locator(".species h2").allInnerTexts();
    expect(names.join()).toMatch(/Induction/);
    expect(names.join()).toMatch(/First token/);
    for (const path of ["species/", "species/induction/", "heads/"]) {
      await page.goto(address + path);
      await page.locator("h1").waitFor();
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(sideways, path).toBe(0);
      expect((await axeOf(page).analyze()).violations, path).toEqual([]);
    }
    expect(problems).toEqual([]);
    await close();
  });
});
