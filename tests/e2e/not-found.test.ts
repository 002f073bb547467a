import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { IS_FROM_DISK, withoutFile } from "../helpers/from-disk.ts";
import { mapReady, visit, type Visit } from "../helpers/visit.ts";

const { address } = inject("site");
const below = inject("siteBelow");

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** As a host answers an unknown address: with the page of the site for it, and with status 404. */
async function ask(
  path: string,
  options: { base?: string; javaScriptEnabled?: boolean; isWatched?: true } = {},
): Promise<Visit> {
  const { base = address, isWatched, ...others } = options;
  const visitor = await visit(browser, "about:blank", others);
  if (isWatched) await visitor.page.addInitScript(noteShifts);
  const html = await (await fetch(`${base}404.html`)).text();
  await visitor.page.route(`${base}${path}`, (route) =>
    route.fulfill({ status: 404, contentType: "text/html", body: html }),
  );
  await visitor.page.goto(`${base}${path}`);
  return visitor;
}

/** Runs in the page. */
function noteShifts(): void {
  new PerformanceObserver((list) => {
    const values = list.getEntries().map((entry) => (entry as PerformanceEntry & { value: number }).value);
    if (Math.max(...values) > 0) document.documentElement.dataset["shifted"] = values.join(" ");
  }).observe({ type: "layout-shift", buffered: true });
}

const offered = (page: Page): Promise<string[]> =>
  page
    .locator("[data-near] a")
    .evaluateAll((anchors) => anchors.map((a) => new URL((a as HTMLAnchorElement).href).pathname));

// Servers show it; from disk, the browser answers itself.
describe.skipIf(IS_FROM_DISK)("the page of unknown addresses", () => {
  it("offers the pages whose addresses are most alike, and they exist", async () => {
    const { page, close } = await ask("tiny-gtp/stories/L9H2/");
    await page.locator("[data-near] a").first().waitFor();
    const paths = await offered(page);
    expect(paths.slice(0, 2)).toEqual(["/tiny-gpt/stories/L3H2/", "/tiny-gpt/stories/"]);
    for (const path of paths) expect((await fetch(new URL(path, address))).status).toBe(200);
    await page.locator("[data-near] a").first().click();
    await mapReady(page, { head: "L3H2" });
    await close();
  });

  it("does so below a base path", async () => {
    const { page, close } = await ask("tiny-vit/scenes/L0H9/", { base: below.address });
    await page.locator("[data-near] a").first().waitFor();
    expect((await offered(page))[0]).toBe("/headland/tiny-vit/scenes/L0H3/");
    await close();
  });

  it("opens a head by its name, and says which heads there are", async () => {
    const { page, close } = await ask("tiny-bert/storys/");
    const field = page.getByLabel("Layer and head");
    await field.waitFor();
    expect(await page.getByLabel("Atlas", { exact: true }).locator("option:checked").innerText()).toBe(
      "Tiny BERT on Stories",
    );
    await field.fill("L9H9");
    await page.keyboard.press("Enter");
    const problem = page.locator("[data-head-field] [role=alert]");
    expect(await problem.innerText()).toBe("Tiny BERT on Stories has layers 0 to 3 with heads 0 to 3.");
    await field.fill("eleven");
    expect(await problem.innerText()).toBe("");
    await page.keyboard.press("Enter");
    expect(await problem.innerText()).toContain("L0H0");
    await page.getByLabel("Atlas", { exact: true }).selectOption({ label: "Tiny ViT on Scenes" });
    await field.fill("l2 h1");
    await page.getByRole("button", { name: "Go" }).click();
    await page.waitForURL("**/tiny-vit/scenes/L2H1/");
    await mapReady(page, { head: "L2H1" });
    await close();
  });

  it("moves nothing while it finds them", async () => {
    for (const path of ["tiny-gtp/stories/L9H2/", "nothing-like-it/"]) {
      const { page, close } = await ask(path, { isWatched: true });
      await page.locator("[data-near] li").first().waitFor();
      await page.waitForLoadState("networkidle");
      expect(await page.evaluate(() => document.documentElement.dataset["shifted"])).toBeUndefined();
      await close();
    }
  });

  it("shows a hostile address as text", async () => {
    const hostile = "<img src=x onerror=document.title='broken'>\"'&/javascript:alert(1)/L0H0/";
    const { page, close } = await ask(encodeURI(hostile));
    const asked = page.locator("[data-asked] code");
    await asked.waitFor();
    expect(await asked.innerText()).toContain("onerror=");
    expect(await asked.locator("*").count()).toBe(0);
    expect(await page.title()).toContain("Not on the map");
    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.locator('main a[href^="javascript"]').count()).toBe(0);
    await close();
  });

  it("lists all atlases without a script, and shows no field that does nothing", async () => {
    const { page, close } = await ask("nowhere/", { javaScriptEnabled: false });
    expect(await page.locator(".all-atlases a").count()).toBe(10);
    expect(await page.locator("main :is(input, select, button):visible").count()).toBe(0);
    await close();
  });

  it("has no accessibility violations", async () => {
    const { page, close } = await ask("tiny-gtp/");
    await page.locator("[data-near] a").first().waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await close();
  });
});

it.each([
  "",
  "tiny-gpt/stories/",
  "tiny-gpt/stories/L0H0/",
  "guides/",
  ...(IS_FROM_DISK ? [] : ["404.html"]),
])(
  "at the foot of /%s are the pages about all heads, the guides, how to add a model, the code and the licenses",
  async (path) => {
    const { page, close } = await visit(browser, `${address}${path}`);
    const links = await page
      .locator(".site-footer a")
      .evaluateAll((anchors) => anchors.map((a) => [a.textContent.trim(), (a as HTMLAnchorElement).href]));
    expect(links.map(([text, link = ""]) => [text, withoutFile(link)])).toEqual([
      ["Map of heads", `${address}heads/`],
      ["Field guide", `${address}species/`],
      ["Compare", `${address}compare/`],
      ["Measures", `${address}measures/`],
      ["Claims", `${address}claims/`],
      ["Guides", `${address}guides/`],
      ["Add a model", `${address}guides/your-model/`],
      ["Code", "https://github.com/headland-atlas/headland"],
      ["Licenses", `${address}licenses.txt`],
    ]);
    await close();
  },
);
