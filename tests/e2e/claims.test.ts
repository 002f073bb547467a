import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Served } from "../../scripts/serve.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { buildSite } from "../helpers/build-site.ts";
import { writeSyntheticAtlas } from "../helpers/synthetic-atlas.ts";
import { visit } from "../helpers/visit.ts";

const { address } = inject("site");

let browser: Browser;
let other: Served;
let folder: string;
beforeAll(async () => {
  // By the name of a model about which there are claims, but with other heads: its claims are false.
  folder = await mkdtemp(join(tmpdir(), "headland-"));
  await writeSyntheticAtlas(join(folder, "public/atlas"), {
    model: "tiny-gpt",
    dataset: "stories",
    kind: "text",
    nLayers: 4,
    nHeads: 4,
    nSequences: 6,
  });
  other = await buildSite({ folder: join(folder, "site"), publicFolder: join(folder, "public") });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await other.close();
  await rm(folder, { recursive: true });
});

describe("a claim", () => {
  it("stands on the page of its head with the number that was found, and leads to the page of all claims", async () => {
    const { page, problems, close } = await visit(browser, `${address}tiny-gpt/stories/L0H3/`);
    const claim = page.locator("p.claim").first();
    expect(await claim.innerText()).toMatch(
      /L0H3 looks one token back: Previous token 0\.\d\d \(chance 0\.\d\d\), highest of 16/,
    );
    expect(await claim.locator("svg").getAttribute("aria-label")).toBe("Holds:");
    await claim.locator("a").click();
    await page.waitForURL("**/claims/#tiny-gpt.one-before");
    const row = page.locator("li:target");
    expect(await row.innerText()).toContain("Asked: L0H3: Previous token at least 0.75 and the highest");
    expect(await page.locator(".claims .is-false").count()).toBe(0);
    await row.locator("a", { hasText: /^L0H3$/ }).click();
    await page.waitForURL("**/tiny-gpt/stories/L0H3/");
    expect(problems).toEqual([]);
    await close();
  });

  it("turns red where its number refutes it, with a sign and words", async () => {
    const { page, close } = await visit(browser, `${other.address}tiny-gpt/stories/L0H3/`);
    const claim = page.locator("p.claim.is-false").first();
    expect(await claim.innerText()).toMatch(/L0H3 looks one token back: is false, Previous token 0\.\d+/);
    const [red = 0, green = 0, blue = 0] = await claim.evaluate((element) =>
      (getComputedStyle(element).color.match(/\d+/g) ?? []).map(Number),
    );
    expect(red).toBeGreaterThan(2 * Math.max(green, blue));
    await close();
  });

  it.each(["light", "dark"] as const)(
    "is readable for all on the page of all claims, %s",
    async (colorScheme) => {
      const { page, problems, close } = await visit(browser, `${other.address}claims/`, {
        colorScheme,
        viewport: { width: 320, height: 700 },
      });
      expect(await page.locator(".found.is-false").count()).toBeGreaterThan(3);
      expect(await page.locator(".found.soft").count()).toBeGreaterThan(20);
      expect((await axeOf(page).analyze()).violations).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      expect(problems).toEqual([]);
      await close();
    },
  );
});

describe("the tour of the embedded models", () => {
  it("says nothing that its atlases do not show", async () => {
    const { page, problems, close } = await visit(browser, `${address}guides/tiny-models/`);
    const claims = await page.locator(".guide small.claim").allInnerTexts();
    expect(claims.length).toBeGreaterThan(15);
    expect(claims.filter((text) => /false|not checked/.test(text))).toEqual([]);
    expect(await page.locator(".guide .head-figure").count()).toBeGreaterThan(5);
    expect(problems).toEqual([]);
    await close();
  });
});
