import { AxeBuilder } from "@axe-core/playwright";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { folderReader, readAtlas, spanOf, tokenText } from "../../src/library/atlas.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { IS_FROM_DISK } from "../helpers/from-disk.ts";
import { buildWidget, openNotebook } from "../helpers/notebook.ts";

// Notebooks read a served atlas, whatever the other tests read.
const { address, folder } = inject(IS_FROM_DISK ? "siteBelow" : "site");
const ATLAS = `${address}atlas/tiny-gpt/stories`;
/** What a notebook may fetch from a package's site. */
const MOST_BYTES = 250_000;

let browser: Browser;
let script: string;
beforeAll(async () => {
  [browser, script] = await Promise.all([launchBrowser(), buildWidget()]);
});
afterAll(() => browser.close());

const get = (page: Page, output: number, name: string): Promise<unknown> =>
  page.evaluate(([at, trait]) => window.notebook.get(at, trait), [output, name] as const);
const set = (page: Page, output: number, name: string, value: unknown): Promise<void> =>
  page.evaluate(([at, trait, to]) => window.notebook.set(at, trait, to), [output, name, value] as const);
const line = (page: Page, output = 0) => page.locator(".widget .point").nth(output);

describe("the widget of notebooks", () => {
  it("is one file, small enough to be fetched", () => {
    expect(Buffer.byteLength(script)).toBeLessThanOrEqual(MOST_BYTES);
    // Nothing is left to import, neither at once nor later.
    const found = /\bimport\s*\(|(?:^|;)import\b|\}\s*from\s*["'`]/.exec(script);
    expect(found?.[0]).toBeUndefined();
  });

  it("shows a head of a published atlas; what is selected goes both ways", async () => {
    const { page, problems, show, close } = await openNotebook(browser, address, script);
    await show({ atlas: ATLAS, head: "L0H3", method: "umap", color: "role", height: 300 });
    await page.getByRole("heading", { name: "Tiny GPT L0H3" }).waitFor();
    expect((await page.locator(".stage").boundingBox())?.height).toBe(302);
    // From the map to the notebook, by keys and by the mouse.
    await page.locator(".widget .map").focus();
    await page.keyboard.press("ArrowRight");
    expect(await get(page, 0, "hovered")).toMatch(/^[qk]\d+$/);
    await page.keyboard.press("Enter");
    const chosen = await get(page, 0, "selected");
    expect(chosen).toBe(await get(page, 0, "hovered"));
    await expect
      .poll(() => get(page, 0, "attended"))
      .toContainEqual(
        expect.objectContaining({ text: expect.any(String) as string, weight: expect.any(Number) as number }),
      );
    await page.keyboard.press("Escape");
    expect(await get(page, 0, "selected")).toBeNull();
    expect(await page.evaluate(() => window.notebook.nSaves(0))).toBeGreaterThanOrEqual(3);
    // From the notebook to the map; the weights are those of the atlas.
    await set(page, 0, "selected", "q120");
    await expect.poll(() => line(page).innerText()).toMatch(/^query “.+”, sequence \d+, position \d+/);
    const atlas = await readAtlas(folderReader(join(folder, "atlas/tiny-gpt/stories")));
    const [tokens, attention] = [await atlas.tokens(), await atlas.attention({ layer: 0, head: 3 })];
    const sequence = tokens.sequenceOf[120] ?? 0;
    const { start, n } = spanOf(tokens, sequence, "query");
    const weights = Array.from({ length: n }, (_, key) => attention.weight(sequence, 120 - start, key));
    const strongest = weights.indexOf(Math.max(...weights));
    const attended = (await get(page, 0, "attended")) as { token: number; text: string; weight: number }[];
    expect(attended[0]?.token).toBe(start + strongest);
    expect(attended[0]?.text).toBe(tokenText(tokens, start + strongest));
    expect(attended[0]?.weight).toBeCloseTo(weights[strongest] ?? NaN, 2);
    expect(problems).toEqual([]);
    await close();
  });

  it("shows other heads, methods and colors, and says what there is not", async () => {
    const { page, problems, show, close } = await openNotebook(browser, address, script);
    await show({ atlas: ATLAS, head: "L1H1" });
    const shot = async (): Promise<string> =>
      (await page.locator(".widget .map").screenshot()).toString("base64");
    const first = await shot();
    await set(page, 0, "method", "pca");
    await expect.poll(shot).not.toBe(first);
    await set(page, 0, "color", "position");
    await expect.poll(() => page.locator(".widget ul").innerText()).toMatch(/queries: /);
    await set(page, 0, "dim", 3);
    await set(page, 0, "head", "L2H0");
    await page.getByRole("heading", { name: "Tiny GPT L2H0" }).waitFor();
    await set(page, 0, "color", "mood");
    await page.getByText("This head has no color “mood”: expected one of auto, role").waitFor();
    await set(page, 0, "head", "L9H9");
    await page.getByText("There is no head “L9H9” in this atlas: expected one of L0H0 … L3H3.").waitFor();
    expect(problems).toEqual([]);
    await set(page, 0, "atlas", `${address}atlas/nothing`);
    await page.getByText("manifest.json could not be loaded (HTTP 404)").waitFor();
    await close();
  });

  it("shows what the notebook itself has, pictures too, and asks for nothing", async () => {
    const { page, requests, problems, show, close } = await openNotebook(browser, address, script);
    const names = [
      "manifest.json",
      "tokens.json",
      "heads.json",
      "heads/L1H2/attention2.json",
      "heads/L1H2/attention.json",
    ];
    const texts = names.map(
      async (name) => [name, await readFile(join(folder, "atlas/tiny-gpt/stories", name), "utf8")] as const,
    );
    const files = Object.fromEntries(await Promise.all(texts));
    await show({ files, head: "L1H2", method: "attention", color: "role", selected: "k7" });
    await expect.poll(() => line(page).innerText()).toMatch(/^key /);
    expect(requests.filter((request) => !request.startsWith("blob:"))).toEqual([]);
    // A map that the notebook did not hand over is named.
    await set(page, 0, "method", "pca");
    await page.getByText("the files given do not have heads/L1H2/pca2.json").waitFor();
    await show({ atlas: `${address}atlas/tiny-vit/scenes`, head: "L0H3", color: "patch" });
    expect(problems).toEqual([]);
    await close();
  });

  it("is there more than once, in light and dark, and leaves the page as it was", async () => {
    const { page, problems, show, close } = await openNotebook(browser, address, script, true);
    const styleOf = (name: string): Promise<string> =>
      page
        .locator(name)
        .first()
        .evaluate((element) => JSON.stringify(Object.entries(getComputedStyle(element))));
    const before = [await styleOf("body > h2"), await styleOf("body > button")];
    await show({ atlas: ATLAS, head: "L0H3", selected: "q12" });
    await show({ atlas: ATLAS, head: "L1H0", theme: "light" });
    expect([await styleOf("body > h2"), await styleOf("body > button")]).toEqual(before);
    const themes = page
      .locator(".widget")
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset["theme"]));
    expect(await themes).toEqual(["dark", "light"]);
    await set(page, 1, "selected", "k3");
    await expect.poll(() => line(page, 1).innerText()).toMatch(/^key /);
    expect(await line(page, 0).innerText()).toMatch(/^query /);
    const { violations } = await new AxeBuilder({ page }).include("#outputs").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
    for (const output of [0, 1]) await page.evaluate((at) => window.notebook.close(at), output);
    expect(await page.evaluate(() => [0, 1].map((at) => window.notebook.nListeners(at)))).toEqual([0, 0]);
    expect(await page.locator("#outputs canvas").count()).toBe(0);
    expect(problems).toEqual([]);
    await close();
  });

  it("comes and goes many times without a leak", async () => {
    const { page, problems, close } = await openNotebook(browser, address, script);
    // A browser has sixteen WebGL contexts, and says so when it takes one away.
    for (let time = 0; time < 20; time++) {
      await page.evaluate(async (atlas) => {
        const output = await window.notebook.show({ atlas, head: "L0H0" });
        const isReady = (): boolean => {
          const host = document.querySelector("#outputs > div:last-child > div");
          return Boolean(host?.shadowRoot?.querySelector('[data-state="ready"]'));
        };
        while (!isReady()) await new Promise(requestAnimationFrame);
        window.notebook.close(output);
      }, ATLAS);
    }
    expect(problems).toEqual([]);
    await close();
  });
});
