/** Pages that explain measures, in a browser: reached from a head, and with the heads of the site that stand out. */
import type { Browser } from "playwright-core";
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

describe("the pages of measures", () => {
  it("are one step from a head's numbers, and lead back to the heads with the highest numbers", async () => {
    const { page, problems, close } = await visit(browser, `${address}tiny-gpt/stories/L0H0/`);
    await page.locator(".numbers").getByRole("link", { name: "Induction" }).click();
    await page.locator(".measure h1", { hasText: "Induction" }).waitFor();
    // The three induction heads, on texts that repeat themselves most.
    const leading = await page.locator(".measure-heads tbody th").allInnerTexts();
    expect(leading.slice(0, 3).toSorted()).toEqual(["L3H0", "L3H1", "L3H3"]);
    const figure = page.locator(".distribution svg");
    expect(await figure.getAttribute("aria-label")).toMatch(
      /^\d+ heads from 0\.\d+ to 0\.\d+, half of them below 0\.\d+\.$/,
    );
    await page.locator(".measure-heads tbody a").first().click();
    await mapReady(page, { head: leading[0]! });
    expect(problems).toEqual([]);
    await close();
  });

  it("list every measure, stay in a narrow window, and pass the checks for readers of screens", async () => {
    const { page, problems, close } = await visit(browser, `${address}measures/`, {
      viewport: { width: 320, height: 700 },
    });
    for (const path of ["", "headvis.induction_score/", "position.both.query/"]) {
      await page.goto(`${address}measures/${path}`);
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
