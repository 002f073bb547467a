import type { Browser, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { PANELS } from "#atlas/view/view.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { noteFirstMap } from "../helpers/page-weight.ts";
import { mapReady, placeOf, visit, type VisitOptions } from "../helpers/visit.ts";

const { address } = inject("site");
const TEXT = `${address}tiny-bert/stories/L1H2/`;
const PICTURES = `${address}tiny-vit/scenes/L0H2/`;
/** A query in the middle of a sequence, and a patch that is not the first one. */
const TOKEN = 700;
const PATCH = 500;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function open(path: string, ready: string, options: VisitOptions = {}) {
  const visitor = await visit(browser, path, options);
  await mapReady(visitor.page);
  // A level line has no height, and so would never count as visible.
  await visitor.page.locator(ready).first().waitFor({ state: "attached" });
  return visitor;
}

/** What the map shows above its points, as a picture. */
async function overlay(page: Page): Promise<string> {
  return page.locator(".map-overlay").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

/** The numbers beside the keys of the selected query. */
async function keyWeights(page: Page): Promise<number[]> {
  return (await page.locator(".of-key .weight").allInnerTexts()).map(Number);
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe("the sequence as lines", () => {
  it("stands in two columns of equal tokens, with a line for each weight and the selected row's weights", async () => {
    const { page, problems, close } = await open(`${TEXT}?select=q${TOKEN}&panel=lines`, ".web path");
    const queries = await page.locator(".of-query .name").allInnerTexts();
    expect(queries).toEqual(await page.locator(".of-key .name").allInnerTexts());
    expect(queries.length).toBeGreaterThan(20);
    expect(await page.locator(".web path").count()).toBeGreaterThan(queries.length);
    expect(sum(await keyWeights(page))).toBeCloseTo(1, 0);
    expect(problems).toEqual([]);
    await close();
  });

  it("shows only the lines of a token under the pointer, and rings it on the map", async () => {
    const { page, close } = await open(`${TEXT}?select=q${TOKEN}&panel=lines`, ".web path");
    const before = await overlay(page);
    const at = await page.locator(".of-query [aria-current]").getAttribute("data-position");
    const other = page.locator(`.of-query [data-position="${Number(at) - 2}"]`);
    await other.hover();
    await expect.poll(() => other.getAttribute("aria-current")).toBe("true");
    await expect.poll(() => page.locator(".web").isVisible()).toBe(false);
    expect(await overlay(page)).not.toBe(before);
    await page.mouse.move(2, 2);
    await expect.poll(() => page.locator(".web").isVisible()).toBe(true);
    await expect.poll(() => overlay(page)).toBe(before);
    await close();
  });

  it("counts weights by the length of what they multiply, row by row, and in the address", async () => {
    const { page, problems, close } = await open(`${TEXT}?select=q${TOKEN}&panel=lines`, ".web path");
    const before = await keyWeights(page);
    await page.getByLabel("times value length").check();
    await expect.poll(() => keyWeights(page)).not.toEqual(before);
    expect(sum(await keyWeights(page))).toBeCloseTo(1, 0);
    await expect.poll(() => page.url()).toContain("weights=by-value");
    await page.reload();
    await page.locator(".web path").first().waitFor({ state: "attached" });
    expect(await page.getByLabel("times value length").isChecked()).toBe(true);
    expect(problems).toEqual([]);
    await close();
  });

  it("leaves a clicked key out, renormalizes the rest, and brings it back", async () => {
    const { page, close } = await open(`${TEXT}?select=q${TOKEN}&panel=lines`, ".web path");
    const before = await keyWeights(page);
    const strongest = before.indexOf(Math.max(...before));
    const key = page.locator(`.of-key [data-position="${strongest}"]`);
    await key.click();
    await page.mouse.move(2, 2);
    await expect.poll(async () => (await keyWeights(page))[strongest]).toBe(0);
    const after = await keyWeights(page);
    expect(await key.getAttribute("aria-pressed")).toBe("true");
    const second = before.indexOf(Math.max(...before.filter((_, i) => i !== strongest)));
    const factor = 1 / (1 - (before[strongest] ?? 0));
    expect(Math.abs((after[second] ?? 0) - (before[second] ?? 0) * factor)).toBeLessThan(0.03);
    await key.click();
    await page.mouse.move(2, 2);
    await expect.poll(() => keyWeights(page)).toEqual(before);
    await close();
  });

  it("leaves out special tokens and the first one, and carries that in the address", async () => {
    const { page, close } = await open(`${TEXT}?select=q${TOKEN}&panel=lines`, ".web path");
    await page.getByRole("checkbox", { name: "special tokens" }).check();
    await expect.poll(() => page.locator(".of-key .is-out").count()).toBe(2);
    await page.getByLabel("first token").check();
    await expect.poll(() => new URL(page.url()).search).toContain("leave-out=both");
    await page.reload();
    await page.locator(".web path").first().waitFor({ state: "attached" });
    expect(await page.getByLabel("first token").isChecked()).toBe(true);
    expect(await page.locator(".of-key .is-out").count()).toBe(2);
    await close();
  });

  it("is walked by arrow keys: down a column, across to the other, Enter and Shift+Enter", async () => {
    const { page, close } = await open(`${TEXT}?select=q${TOKEN}&panel=lines`, ".web path");
    const focused = () =>
      page.evaluate(() => {
        const { dataset, parentElement } = document.activeElement as HTMLElement;
        return `${parentElement?.getAttribute("aria-label") ?? ""} ${dataset["position"] ?? ""}`;
      });
    await page.locator(".of-query [tabindex='0']").focus();
    const start = Number((await focused()).split(" ")[1]);
    await page.keyboard.press("ArrowUp");
    expect(await focused()).toBe(`Queries ${start - 1}`);
    await page.keyboard.press("ArrowRight");
    expect(await focused()).toBe(`Keys ${start - 1}`);
    await page.keyboard.press("Enter");
    expect(await page.locator(".of-key .is-out").count()).toBe(1);
    await page.keyboard.press("Shift+Enter");
    await expect.poll(() => page.url()).toContain("select=k");
    await close();
  });

  it("marks the token that is pointed at on the map, which a click selects", async () => {
    const { page, close } = await open(`${TEXT}?select=q${TOKEN}&panel=lines`, ".web path");
    const { x, y } = await placeOf(page, TOKEN - 3);
    await page.mouse.move(x, y);
    await page.locator(".hover-card").waitFor();
    const said = await page.locator(".hover-card small").innerText();
    const [, role = "", position = ""] = /^(\w+), .*position (\d+)$/.exec(said) ?? [];
    await expect
      .poll(() => page.locator(".token-column [aria-current]").textContent())
      .toMatch(new RegExp(`, ${role} ${position}$`));
    await page.mouse.click(x, y);
    await expect.poll(() => page.locator(".facts").innerText()).toContain(`${role}, sequence`);
    await expect.poll(() => page.locator(".facts").innerText()).toContain(`position ${position} of`);
    await close();
  });
});

describe("the sequence as a matrix", () => {
  it("names its rows and columns, and says the cell under the pointer, with both ends on the map", async () => {
    const { page, problems, close } = await open(`${TEXT}?select=q${TOKEN}&panel=matrix`, ".cells");
    const before = await overlay(page);
    expect(await page.locator(".row-names span").count()).toBe(
      await page.locator(".column-names span").count(),
    );
    const window = await page.locator(".weight-matrix").boundingBox();
    await page.mouse.move((window?.x ?? 0) + 150, (window?.y ?? 0) + 150);
    await expect.poll(() => page.locator(".readout").innerText()).toMatch(/^“.+” to “.+”: 0\.\d\d$/);
    expect(await page.locator(".band:not(.is-marked)").count()).toBe(2);
    expect(await overlay(page)).not.toBe(before);
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(() => page.url()).not.toContain(`select=q${TOKEN}`);
    expect(problems).toEqual([]);
    await close();
  });

  it("is read and chosen by keyboard, each step said once", async () => {
    const { page, close } = await open(`${TEXT}?select=q${TOKEN}&panel=matrix`, ".cells");
    await page.locator(".cells").focus();
    await page.keyboard.press("ArrowDown");
    const said = page.locator(".token-panel [role=status]");
    await expect.poll(() => said.innerText()).toMatch(/^“.+” to “.+”: [01]\.\d\d$/);
    const first = await said.innerText();
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => said.innerText()).not.toBe(first);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toContain(`select=q${TOKEN - 1}`);
    await close();
  });

  it("can be read in words", async () => {
    const { page, close } = await open(`${TEXT}?select=q${TOKEN}&panel=matrix`, ".cells");
    await page.locator(".text-alternative summary").click();
    const nTokens = await page.locator(".row-names span").count();
    await expect.poll(() => page.locator(".text-alternative li").count()).toBe(nTokens);
    const lines = await page.locator(".text-alternative li").allInnerTexts();
    expect(lines[5]).toMatch(/^“.+”: “.+” \d\.\d\d/);
    await close();
  });
});

describe("the mean over all sequences", () => {
  it("shows weight by position, and says of how many sequences", async () => {
    const { page, problems, close } = await open(`${TEXT}?select=q${TOKEN}`, ".attended li");
    await page.getByRole("button", { name: "Average" }).click();
    await page.locator(".cells").focus();
    await page.keyboard.press("ArrowDown");
    await expect
      .poll(() => page.locator(".readout").innerText())
      .toMatch(/^position \d+ to position \d+: [01]\.\d\d, mean of \d+$/);
    await expect.poll(() => new URL(page.url()).search).toContain("panel=average");
    expect(await page.locator(".token-panel").innerText()).toMatch(/Mean over 48 sequences/);
    expect(problems).toEqual([]);
    await close();
  });
});

describe("the picture", () => {
  const clear = (page: Page): Promise<number> =>
    page
      .locator(".patches .patch")
      .evaluateAll(
        (patches) =>
          patches.filter((patch) => (patch as HTMLElement).style.getPropertyValue("--heat") !== "0.000")
            .length,
      );

  it("is a heat map of the chosen patch; the slider keeps the strong ones", async () => {
    const { page, problems, close } = await open(`${PICTURES}?select=q${PATCH}`, ".is-weighted");
    await expect.poll(() => clear(page)).toBeGreaterThan(20);
    const all = await clear(page);
    expect(await page.locator(".caption").innerText()).toContain("square root");
    await page.locator(".sliders").getByLabel("From weight").fill("40");
    await expect.poll(() => clear(page)).toBeLessThan(all);
    expect(await clear(page)).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Who looks at it" }).click();
    await expect.poll(() => page.url()).toContain(`select=k${PATCH}`);
    expect(problems).toEqual([]);
    await close();
  });

  it("rings a patch on the map, and marks the patch that is pointed at there", async () => {
    const { page, close } = await open(`${PICTURES}?select=q${PATCH}`, ".is-weighted");
    const before = await overlay(page);
    await page.locator(".patches .patch").nth(3).hover();
    await expect.poll(() => overlay(page)).not.toBe(before);
    const { x, y } = await placeOf(page, PATCH - 7);
    await page.mouse.move(x, y);
    await page.locator(".hover-card").waitFor();
    const position = /position (\d+)/.exec(await page.locator(".hover-card small").innerText())?.[1] ?? "";
    await expect.poll(() => page.locator(".patch.is-pointed").getAttribute("data-position")).toBe(position);
    await close();
  });

  it("shows the strongest connections, as many as are asked for, and those of one patch", async () => {
    const { page, problems, close } = await open(`${PICTURES}?select=q${PATCH}&panel=lines`, ".of-all > g");
    expect(await page.locator(".of-all > g").count()).toBe(24);
    await page.getByLabel("Strongest").fill("60");
    await expect.poll(() => page.locator(".of-all > g").count()).toBe(60);
    await page.locator(".sliders").getByLabel("From weight").fill("45");
    await expect.poll(() => page.locator(".of-all > g").count()).toBeLessThan(60);
    await page.locator(".sliders").getByLabel("From weight").fill("0");
    await page.locator(".patches .patch").nth(3).hover();
    await expect.poll(() => page.locator(".of-all > g").count()).toBe(0);
    expect(await page.locator(".of-one > g").count()).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await close();
  });

  it("is walked by arrow keys", async () => {
    const { page, close } = await open(`${PICTURES}?select=q${PATCH}`, ".is-weighted");
    await page.locator(".patch[tabindex='0']").focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toContain(`select=q${PATCH - 1}`);
    await close();
  });
});

describe("the panel", () => {
  it("moves nothing around it when a point is selected, whatever it shows", async () => {
    const { page, close } = await open(TEXT, ".overview");
    const places = () =>
      page.evaluate(() =>
        [".map", ".numbers"].map((of) => {
          const { top, height } = document.querySelector(of)?.getBoundingClientRect() ?? {};
          return `${of} ${top} ${height}`;
        }),
      );
    const before = await places();
    const { x, y } = await placeOf(page, TOKEN);
    await page.mouse.click(x, y);
    await page.locator(".attended li").first().waitFor();
    for (const name of ["Lines", "Matrix", "Average", "Text"]) {
      await page.getByRole("button", { name, exact: true }).click();
      expect(await places()).toEqual(before);
    }
    await close();
  });

  it("costs nothing before a point is selected", async () => {
    const visitor = await visit(browser, TEXT);
    const { page } = visitor;
    await page.addInitScript(noteFirstMap);
    const asked: Request[] = [];
    page.on("requestfinished", (request) => asked.push(request));
    await page.reload();
    await mapReady(page);
    const stoodMs = (await page.evaluate(() => window.firstMapMs)) ?? Infinity;
    // Once the map stands, the examples beside it are looked for.
    const before = asked.filter((request) => request.timing().startTime <= stoodMs);
    expect(before.length).toBeGreaterThan(10);
    const paths = before.map((request) => new URL(request.url()).pathname);
    expect(paths.filter((path) => /(SequenceFigure.*js|attention\.json)$/.test(path))).toEqual([]);
    await visitor.close();
  });

  it("fits a phone in every form", async () => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    for (const [path, point] of [
      [TEXT, TOKEN],
      [PICTURES, PATCH],
    ] as const) {
      for (const panel of PANELS) {
        const { page, close } = await open(
          `${path}?select=q${point}&panel=${panel}`,
          ".panel-body button, .cells",
          phone,
        );
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
        await close();
      }
    }
  });
});

describe.each(["light", "dark"] as const)("in %s, axe finds nothing wrong", (colorScheme) => {
  it.each(
    PANELS.flatMap((panel) => [
      `${TEXT}?select=q${TOKEN}&panel=${panel}`,
      `${PICTURES}?select=q${PATCH}&panel=${panel}`,
    ]),
  )("with %s", async (path) => {
    const { page, close } = await open(path, ".panel-body button, .cells", { colorScheme });
    await page.locator(".attended li, .text-alternative").first().waitFor();
    const { violations } = await axeOf(page).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`),
    ).toEqual([]);
    await close();
  });
});
