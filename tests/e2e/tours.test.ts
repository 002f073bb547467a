import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Tour, ToursFile } from "#viewer/tour/tour.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { withoutFile } from "../helpers/from-disk.ts";
import { mapReady, visit } from "../helpers/visit.ts";

const { address } = inject("site");

let browser: Browser;
let tours: readonly Tour[];
beforeAll(async () => {
  browser = await launchBrowser();
  tours = ((await (await fetch(`${address}guides/tours.json`)).json()) as ToursFile).tours;
});
afterAll(() => browser.close());

const card = (page: Page): Locator => page.locator(".tour");
const named = (slug: string): Tour => tours.find((tour) => tour.slug === slug)!;
const addressOf = ({ atlas, head, query }: Tour["steps"][number]): string =>
  `${address}${atlas}/${head}/${query}`;

async function focusIsIn(page: Page, what: string): Promise<boolean> {
  return page.evaluate((selector) => document.activeElement?.closest(selector) !== null, what);
}

describe("tours", () => {
  it("are offered for what heads of this site do", () => {
    expect(tours.map(({ slug }) => slug)).toEqual([
      "query-and-key",
      "previous-token",
      "induction",
      "sink",
      "row",
      "color",
    ]);
  });

  it("start on the guides' page, and are walked by keys, from view to view and from head to head", async () => {
    const { steps, title } = named("induction");
    const { page, problems, close } = await visit(browser, `${address}guides/`);
    await page.getByRole("link", { name: "Tours", exact: true }).click();
    await page.getByRole("link", { name: steps[0]!.question }).click();
    await mapReady(page, { head: steps[0]!.head });
    await card(page).getByText(steps[0]!.text.replaceAll("\u00a0", " ")).waitFor();
    expect(await card(page).getAttribute("aria-label")).toBe(`Tour: ${title}, step 1 of ${steps.length}`);
    // The answer is there on request.
    expect(await card(page).getByText(steps[0]!.answer.replaceAll("\u00a0", " ")).isVisible()).toBe(false);
    await card(page).locator("summary").focus();
    await page.keyboard.press("Enter");
    expect(await card(page).locator("details p").isVisible()).toBe(true);
    for (const [i, step] of steps.slice(1).entries()) {
      await page.keyboard.press("ArrowRight");
      await page.waitForURL((url) => url.href === addressOf(step));
      await mapReady(page, { head: step.head });
      await card(page)
        .getByText(`${i + 2} of ${steps.length}`)
        .waitFor();
      expect(await card(page).locator("details[open]").count()).toBe(0);
      await expect.poll(() => focusIsIn(page, ".tour")).toBe(true);
    }
    await page.keyboard.press("ArrowLeft");
    await page.waitForURL((url) => url.href === addressOf(steps.at(-2)!));
    await mapReady(page);
    await expect.poll(() => focusIsIn(page, ".tour")).toBe(true);
    await page.keyboard.press("Escape");
    expect(await card(page).count()).toBe(0);
    expect(await focusIsIn(page, ".map")).toBe(true);
    await expect.poll(() => new URL(page.url()).searchParams.has("tour")).toBe(false);
    expect(problems).toEqual([]);
    await close();
  });

  it("open at the step that an address names, with its view; Back goes to the step before", async () => {
    const { steps } = named("query-and-key");
    const { page, problems, close } = await visit(browser, addressOf(steps[2]!));
    await mapReady(page, { head: steps[2]!.head });
    await card(page).getByText(`3 of ${steps.length}`).waitFor();
    const selected = new URL(page.url()).searchParams.get("select");
    expect(selected).toMatch(/^k\d+$/);
    await card(page).getByRole("link", { name: "Back" }).click();
    await card(page).getByText(`2 of ${steps.length}`).waitFor();
    await page.waitForURL((url) => url.searchParams.get("select")?.startsWith("q") === true);
    await page.goBack();
    await card(page).getByText(`3 of ${steps.length}`).waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get("select")).toBe(selected);
    expect(problems).toEqual([]);
    await close();
  });

  it("wait at their head when the reader goes to another one, and say so of steps that there are none of", async () => {
    const [step] = named("sink").steps;
    const { page, close } = await visit(browser, addressOf(step!));
    await mapReady(page);
    await card(page).locator("summary").waitFor();
    await page.locator('a[data-head-link="previous"]').click();
    await card(page).getByText("The tour waits at another head.").waitFor();
    await card(page).getByRole("link", { name: "Return to it" }).click();
    await card(page).locator("summary").waitFor();
    expect(page.url()).toBe(addressOf(step!));
    await page.goto(`${address}${step!.atlas}/${step!.head}/?g=nowhere-7`);
    await card(page).getByText("This site has no such step of a tour.").waitFor();
    await close();
  });

  it("can be read without a script, and each question leads to its view", async () => {
    const { page, close } = await visit(browser, `${address}guides/tours/`, { javaScriptEnabled: false });
    const links = await page
      .locator(".tours li a")
      .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
    expect(links.map(withoutFile)).toEqual(tours.flatMap(({ steps }) => steps.map(addressOf)));
    await close();
  });

  it.each(["light", "dark"] as const)(
    "have nothing that axe finds wrong in %s, on a phone too",
    async (colorScheme) => {
      const [step] = named("row").steps;
      const { page, close } = await visit(browser, addressOf(step!), {
        colorScheme,
        viewport: { width: 320, height: 700 },
      });
      await mapReady(page);
      await card(page).locator("summary").click();
      const { violations } = await axeOf(page).include(".tour").analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await close();
    },
  );
});
