import { LinkChecker, LinkState } from "linkinator";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { readManifest, headsOf } from "#atlas/files/manifest.ts";
import { serve } from "../../scripts/serve.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { IS_FROM_DISK, withoutFile } from "../helpers/from-disk.ts";
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
  // Only servers show it.
  ...(IS_FROM_DISK ? [] : ["404.html"]),
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
      .locator(".models a")
      .evaluateAll((anchors) => anchors.map((a) => (a as HTMLAnchorElement).href));
    const paths = links.map((link) => new URL(withoutFile(link)).pathname);
    for (const atlas of ATLASES) expect(paths).toContain(`/${atlas}/`);
    expect(problems).toEqual([]);
    await close();
  });

  it("shows the checkpoints of a model as a series, on each head's page and in the model's card", async () => {
    const { page, problems, close } = await visit(browser, address);
    const steps = await page.locator(".model .steps li").allInnerTexts();
    expect(steps).toHaveLength(6);
    expect(steps[0]).toBe("step 0");
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
    const focused = page.locator("a[data-head]:focus");
    expect(await focused.getAttribute("data-head")).toBe("L1H1");
    await page.keyboard.press("Enter");
    await mapReady(page, { head: "L1H1" });
    await close();
  });
});

describe("the built site", () => {
  it("has exactly one page for every head", async () => {
    const files = await readdir(folder, { recursive: true });
    const pages = files.filter((file) => /^(?!embed\/).*\/L\d+H\d+\/index\.html$/.test(file));
    let nHeads = 0;
    for (const file of files.filter((name) => /^atlas\/[^/]+\/[^/]+\/manifest\.json$/.test(name)))
      nHeads += headsOf(readManifest(JSON.parse(await readFile(join(folder, file), "utf8")))).length;
    expect(nHeads).toBeGreaterThan(0);
    expect(pages).toHaveLength(nHeads);
    expect(files.filter((file) => /^embed\/.*\/L\d+H\d+\/index\.html$/.test(file))).toHaveLength(nHeads);
  });

  it.each([
    ["at the root of its host", address],
    ["below a base path", below.address],
  ])("has no broken link %s", async (_, start) => {
    const checker = new LinkChecker();
    // The checker follows links of servers alone; those of a copy are relative, and lead to the same files on one.
    const served = IS_FROM_DISK && start === address ? await serve(folder) : null;
    const { origin } = new URL(served?.address ?? start);
    const escape = origin.replaceAll(".", String.raw`\.`);
    const result = await checker.check({
      path: served?.address ?? start,
      recurse: true,
      linksToSkip: [`^(?!${escape})`],
    });
    await served?.close();
    const broken = result.links.filter((link) => link.state === LinkState.BROKEN);
    expect(broken.map((link) => `${link.url} on ${link.parent ?? ""}`)).toEqual([]);
    expect(result.links.filter((link) => link.state === LinkState.OK).length).toBeGreaterThan(100);
  });

  // A disk sends nothing.
  it.skipIf(IS_FROM_DISK)("needs at most 200 kB for the first map of a head", async () => {
    const sizes = await weighPage(browser, `${address}tiny-gpt/stories/`, "L2H0");
    expect(neededBytes(sizes) / 1024).toBeLessThanOrEqual(200);
    expect(sizes.get("data") ?? 0).toBeGreaterThan(1000);
  });

  it("works below a base path, from the gallery to the map of the next head", async () => {
    const { page, problems, close } = await visit(browser, below.address);
    await page.locator('.datasets a[href$="/headland/tiny-gpt/stories/"]').click();
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

  // Without a server, the browser says so itself.
  it.skipIf(IS_FROM_DISK)("says so when a page is not there", async () => {
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
  const result = await axeOf(page).analyze();
  return result.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}
