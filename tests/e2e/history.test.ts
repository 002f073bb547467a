import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { mapReady, mapRests, placeOf, visit, type Visit } from "../helpers/visit.ts";

const { address } = inject("site");
const HEAD = `${address}tiny-gpt/stories/L2H0/`;
const [QUERY, OTHER] = [127, 300];

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function open(path = HEAD): Promise<Visit> {
  const visitor = await visit(browser, path);
  await mapReady(visitor.page);
  // The address is read, so that what follows is a change of it.
  await mapRests(visitor.page);
  return visitor;
}

const search = (page: Page): string => new URL(page.url()).search;
const isAt = (page: Page, wanted: string): Promise<void> => expect.poll(() => search(page)).toBe(wanted);

describe("Back and forward", () => {
  it("undo and redo method, color and selection, one after the other, without fetching the page", async () => {
    const { page, problems, close } = await open();
    await page.evaluate(() => document.querySelector(".map canvas")?.setAttribute("data-mark", "kept"));
    const pages: string[] = [];
    page.on("request", (request) => request.url().includes("/L2H0/") && pages.push(request.url()));
    await page.getByRole("button", { name: "UMAP" }).click();
    await isAt(page, "?method=umap");
    await page.getByLabel("Color by").selectOption("position");
    await isAt(page, "?method=umap&color=position");
    await mapReady(page, { projection: "umap2" });
    const { x, y } = await placeOf(page, QUERY);
    await page.mouse.click(x, y);
    await expect.poll(() => search(page)).toMatch(/select=[qk]\d+/);
    pages.length = 0;
    await page.goBack();
    await isAt(page, "?method=umap&color=position");
    await expect.poll(() => page.locator(".overview").count()).toBe(1);
    await page.goBack();
    await isAt(page, "?method=umap");
    expect(await page.getByLabel("Color by").inputValue()).toBe("auto");
    await page.goBack();
    await isAt(page, "");
    await mapReady(page, { projection: "attention2" });
    await page.goForward();
    await page.goForward();
    await isAt(page, "?method=umap&color=position");
    await mapReady(page, { projection: "umap2" });
    expect(pages).toEqual(pages.filter((url) => url.endsWith(".json")));
    expect(await page.locator(".map canvas[data-mark=kept]").count()).toBe(1);
    expect(problems).toEqual([]);
    await close();
  });

  it("make one step of a search that is typed, and none of sliders and switches", async () => {
    const { page, close } = await open(`${HEAD}?select=q${QUERY}`);
    const entries = (): Promise<number> => page.evaluate(() => history.length);
    const before = await entries();
    await page.keyboard.press("l");
    await isAt(page, `?select=q${QUERY}&names=off`);
    expect(await entries()).toBe(before);
    const box = page.getByRole("searchbox");
    await box.pressSequentially("the", { delay: 320 });
    await isAt(page, `?select=q${QUERY}&search=the&names=off`);
    expect(await entries()).toBe(before + 1);
    await page.goBack();
    await isAt(page, `?select=q${QUERY}&names=off`);
    expect(await box.inputValue()).toBe("");
    await close();
  });

  it("come back to the head before, as it was", async () => {
    const { page, close } = await open();
    await page.getByLabel("Color by").selectOption("position");
    await isAt(page, "?color=position");
    await page.keyboard.press("]");
    await mapReady(page, { head: "L2H1" });
    await isAt(page, "?color=position");
    await page.getByLabel("Color by").selectOption("frequency");
    await isAt(page, "?color=frequency");
    await page.goBack();
    await isAt(page, "?color=position");
    expect(new URL(page.url()).pathname).toContain("L2H1");
    await page.goBack();
    await mapReady(page, { head: "L2H0" });
    expect(await page.getByLabel("Color by").inputValue()).toBe("position");
    await page.goBack();
    await isAt(page, "");
    await expect.poll(() => page.getByLabel("Color by").inputValue()).toBe("auto");
    await page.goForward();
    await page.goForward();
    await mapReady(page, { head: "L2H1" });
    await isAt(page, "?color=position");
    await close();
  });

  it("undo a selection after another one", async () => {
    const { page, close } = await open(`${HEAD}?select=q${QUERY}`);
    const { x, y } = await placeOf(page, OTHER);
    await page.mouse.click(x, y);
    await expect.poll(() => search(page)).not.toBe(`?select=q${QUERY}`);
    await page.goBack();
    await isAt(page, `?select=q${QUERY}`);
    await expect.poll(() => page.locator(".token-panel").count()).toBe(1);
    await close();
  });
});
