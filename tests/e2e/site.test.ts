import AxeBuilder from "@axe-core/playwright";
import { LinkChecker, LinkState } from "linkinator";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { readManifest, headsOf } from "#atlas/files/manifest.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { neededBytes, weighPage } from "../helpers/page-weight.ts";
import { mapReady, visit } from "../helpers/visit.ts";

const { address, folder } = inject("site");
const below = inject("siteBelow");
const STEPS = ["0000", "1250", "1500", "1600", "1750", "3000"];
const ATLASES = [
  "tiny-gpt/stories",
  "tiny-gpt/repeats",
  "tiny-bert/stories",
  "tiny-vit/scenes",
  ...STEPS.map((step) => `tiny-gpt-step-${step}/repeats`),
];
const PAGES = [
  "",
  "tiny-gpt/stories/",
  "tiny-vit/scenes/",
  "tiny-gpt/stories/L1H2/",
  "tiny-vit/scenes/L0H2/",
  "guides/",
  "guides/nearness/",
  "guides/your-model/",
  "guides/configuration/",
  "404.html",
];

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe("the gallery", () => {
  it("shows every atlas and leads to it", async () => {
    const { page, problems, close } = await visit(browser, address);
    const links = await page
      .locator(".plates a")
      .evaluateAll((anchors) => anchors.map((a) => new URL((a as HTMLAnchorElement).href).pathname));
    for (const atlas of ATLASES) expect(links).toContain(`/${atlas}/`);
    expect(problems).toEqual([]);
    await close();
  });

  it("shows the checkpoints of a model as a series, on each head's page and below the atlases", async () => {
    const { page, problems, close } = await visit(browser, address);
    const steps = await page.locator(".checkpoint-series li h3").allInnerTexts();
    expect(steps).toHaveLength(6);
    expect(steps[0]).toBe("Tiny GPT, step 0");
    await page.goto(`${address}tiny-gpt-step-1600/repeats/L3H3/`);
    const stages = page.locator(".checkpoints a");
    expect(await stages.count()).toBe(7);
    expect(await page.locator(".checkpoints a[aria-current=page]").innerText()).toContain("step 1,600");
    await stages.last().click();
    await page.waitForURL("**/tiny-gpt/repeats/L3H3/");
    // A head stays itself while its model learns; in another model it would be another one.
    await page.getByLabel("Model", { exact: true }).selectOption({ label: "Tiny GPT, step 0" });
    await page.waitForURL("**/tiny-gpt-step-0000/repeats/L3H3/");
    await page.getByLabel("Model", { exact: true }).selectOption({ label: "Tiny ViT" });
    await page.waitForURL("**/tiny-vit/scenes/");
    await page.goto(`${address}tiny-gpt/stories/L3H3/`);
    expect(await page.locator(".checkpoints").count()).toBe(0);
    await page.getByLabel("Dataset").selectOption({ label: "Repeats" });
    await page.waitForURL("**/tiny-gpt/repeats/L3H3/");
    expect(problems).toEqual([]);
    await close();
  });

  it("greets once, with links to paper, guides and code; ×, Esc and a click outside close the box", async () => {
    const { page, close } = await visit(browser, address, { isFirst: true });
    const dialog = page.locator("dialog.about");
    await expect.poll(() => dialog.isVisible()).toBe(true);
    const hrefs = await dialog
      .locator("a")
      .evaluateAll((anchors) => anchors.map((a) => (a as HTMLAnchorElement).href));
    expect(hrefs).toHaveLength(4);
    expect(hrefs[0]).toMatch(/^https:/);
    expect(hrefs[1]).toBe(`${address}guides/`);
    expect(hrefs[2]).toMatch(/^https:/);
    expect(hrefs[3]).toBe(`${address}licenses.txt`);
    const licenses = await readFile(join(folder, "licenses.txt"), "utf8");
    for (const name of ["react", "sigma", "graphology", "@fontsource-variable/source-serif-4", "astro"])
      expect(licenses).toMatch(new RegExp(`^${name} \\d.*: (MIT|OFL-1.1)$`, "m"));
    expect(licenses).toContain("model tiny-gpt (Tiny GPT): ");
    const reopen = () => page.getByRole("button", { name: "About" }).click();
    await dialog.getByRole("button", { name: "Close" }).click();
    expect(await dialog.isVisible()).toBe(false);
    await reopen();
    await page.keyboard.press("Escape");
    expect(await dialog.isVisible()).toBe(false);
    await reopen();
    await page.mouse.click(5, 5);
    expect(await dialog.isVisible()).toBe(false);
    await page.reload();
    await page.waitForLoadState("networkidle");
    expect(await dialog.isVisible()).toBe(false);
    await close();
  });
});

describe("the matrix", () => {
  it.each(ATLASES)("of %s has a link for every head, and they stand in rows of one layer", async (atlas) => {
    const { page, problems, close } = await visit(browser, `${address}${atlas}/`);
    const manifest = readManifest(await (await fetch(`${address}atlas/${atlas}/manifest.json`)).json());
    const cells = page.locator(".matrix a");
    expect(await cells.count()).toBe(headsOf(manifest).length);
    expect(problems).toEqual([]);
    // Arrow keys walk from head to head once the island listens: from then on a group is one stop of the Tab key.
    await page.locator('.matrix a[tabindex="-1"]').first().waitFor({ state: "attached" });
    await cells.nth(1).focus();
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe("L1H1");
    await page.keyboard.press("Enter");
    await mapReady(page, { head: "L1H1" });
    await close();
  });
});

describe("the built site", () => {
  it("has exactly one page for every head", async () => {
    const files = await readdir(folder, { recursive: true });
    const pages = files.filter((file) => /\/L\d+H\d+\/index\.html$/.test(file));
    let nHeads = 0;
    for (const file of files.filter((name) => /^atlas\/[^/]+\/[^/]+\/manifest\.json$/.test(name)))
      nHeads += headsOf(readManifest(JSON.parse(await readFile(join(folder, file), "utf8")))).length;
    expect(nHeads).toBeGreaterThan(0);
    expect(pages).toHaveLength(nHeads);
  });

  it.each([
    ["at the root of its host", address],
    ["below a base path", below.address],
  ])("has no broken link %s", async (_, start) => {
    const checker = new LinkChecker();
    const { origin } = new URL(start);
    const escape = origin.replaceAll(".", String.raw`\.`);
    const result = await checker.check({ path: start, recurse: true, linksToSkip: [`^(?!${escape})`] });
    const broken = result.links.filter((link) => link.state === LinkState.BROKEN);
    expect(broken.map((link) => `${link.url} on ${link.parent ?? ""}`)).toEqual([]);
    expect(result.links.filter((link) => link.state === LinkState.OK).length).toBeGreaterThan(100);
  });

  it("needs at most 200 kB for the first map of a head", async () => {
    const sizes = await weighPage(browser, `${address}tiny-gpt/stories/`, "L2H0");
    expect(neededBytes(sizes) / 1024).toBeLessThanOrEqual(200);
    expect(sizes.get("data") ?? 0).toBeGreaterThan(1000);
  });

  it("works below a base path, from the gallery to the map of the next head", async () => {
    const { page, problems, close } = await visit(browser, below.address);
    await page.locator('.plates a[href$="/headland/tiny-gpt/stories/"]').first().click();
    await page.locator(".matrix a").first().click();
    await mapReady(page, { head: "L0H0" });
    await page.keyboard.press("]");
    await mapReady(page, { head: "L0H1" });
    expect(new URL(page.url()).pathname).toBe("/headland/tiny-gpt/stories/L0H1/");
    expect(problems).toEqual([]);
    await close();
  });

  it.each(PAGES)("/%s fits a phone, and nothing on it moves while it loads", async (path) => {
    const { page, close } = await visit(browser, "about:blank", {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await page.addInitScript(() => {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { value } = entry as PerformanceEntry & { value: number };
          document.documentElement.dataset["shift"] = String(
            Number(document.documentElement.dataset["shift"] ?? 0) + value,
          );
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(`${address}${path}`);
    if (path.includes("/L")) await mapReady(page);
    else await page.waitForLoadState("networkidle");
    const [wide, shift] = await page.evaluate(() => [
      document.documentElement.scrollWidth - window.innerWidth,
      Number(document.documentElement.dataset["shift"] ?? 0),
    ]);
    expect(wide).toBeLessThanOrEqual(0);
    expect(shift).toBeLessThan(0.02);
    await close();
  });

  it("remembers light or dark", async () => {
    const { page, close } = await visit(browser, address, { colorScheme: "light" });
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: "Switch between light and dark" }).click();
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.goto(`${address}tiny-gpt/stories/`);
    expect(await ground()).toBe(dark);
    await close();
  });

  it("says so when a page is not there", async () => {
    const { page, close } = await visit(browser, `${address}no-such-model/`);
    expect(await page.locator("h1").innerText()).not.toBe("");
    expect(await page.locator("main a").count()).toBeGreaterThan(0);
    await close();
  });
});

describe.each(["light", "dark"] as const)("in %s, axe finds nothing wrong", (colorScheme) => {
  it.each(PAGES)("on /%s", async (path) => {
    const { page, close } = await visit(browser, `${address}${path}`, { colorScheme });
    if (path.includes("/L")) await mapReady(page);
    expect(await violations(page)).toEqual([]);
    await close();
  });
});

async function violations(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).analyze();
  return result.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}
