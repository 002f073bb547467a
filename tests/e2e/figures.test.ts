/** Figures of the page: they show what the screen shows, in any program, and the command line makes the same. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { makeFigure } from "#pipeline/figure/make-figure.ts";
import { USUAL_OPTIONS, type FigureOptions } from "../../src/figure/options.ts";
import { addStyles } from "../helpers/add-styles.ts";
import { launchBrowser } from "../helpers/browser.ts";
import {
  cut,
  difference,
  drawnByPoppler,
  drawnByRsvg,
  missingPrograms,
  pixelsOf,
} from "../helpers/picture-programs.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { mapReady, visit, type Visit } from "../helpers/visit.ts";
import { stands } from "../visual/stage.ts";

/** Around the map of a figure as on the screen. */
const MARGIN = 14;
const missing = missingPrograms("rsvg-convert", "pdftoppm");
if (missing.length > 0)
  console.log(`Figures are not opened by other programs: ${missing.join(", ")} missing.`);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Opens a head's page and waits until its map is at rest. */
async function open(path: string): Promise<Visit> {
  const { address } = inject("site");
  const reader = await visit(browser, `${address}${path}`, { viewport: { width: 1280, height: 800 } });
  await mapReady(reader.page);
  await stands(reader.page);
  return reader;
}

async function openFigure(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Figure", exact: true }).click();
  await page.waitForSelector(".figure-preview img");
}

/** Lets the page save the figure. @returns The path of the file. */
async function save(page: Page, kind: "SVG" | "PDF" | "PNG", folder: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: `Save ${kind}` }).click(),
  ]);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

describe("the figure of a head", () => {
  it.skipIf(missing.length > 0)(
    "looks as the screen does, as SVG in librsvg and as PDF in poppler",
    async () => {
      const folder = await tempFolder();
      const { page, problems, close } = await open("tiny-gpt/stories/L1H2/?names=off&camera=0.1_0_1.4");
      const map = page.locator(".map-frame");
      await addStyles(page, "[data-over-map] { opacity: 0 }");
      const screen = await pixelsOf(await map.screenshot());
      await openFigure(page);
      await page.getByLabel("Width").selectOption("screen");
      await page.getByLabel("Caption").uncheck();
      const [svg, pdf] = [await save(page, "SVG", folder), await save(page, "PDF", folder)];
      const frame = { left: MARGIN, top: MARGIN, width: screen.width - 2, height: screen.height - 2 };
      const inside = await cut(screen, { ...frame, left: 1, top: 1 });
      const pictures = [await drawnByRsvg(svg, folder), await drawnByPoppler(pdf, folder)];
      for (const picture of pictures)
        expect(await difference(await cut(picture, frame), inside)).toBeLessThan(2);
      // It would notice points that lie elsewhere.
      const beside = await cut(pictures[0]!, { ...frame, left: MARGIN - 8 });
      expect(await difference(beside, inside)).toBeGreaterThan(3);
      expect(problems).toEqual([]);
      await close();
    },
  );

  it("is made by the command line, byte for byte, and says so", async () => {
    const folder = await tempFolder();
    const { page, close } = await open("tiny-gpt/stories/L3H0/?method=tsne&color=position&select=q120");
    await openFigure(page);
    await page.getByLabel("Width").selectOption("one-column");
    const svg = await readFile(await save(page, "SVG", folder));
    const command = (await page.getByLabel("Command").textContent()) ?? "";
    const [, address = ""] = /figure '([^']+)'/.exec(command) ?? [];
    const [, width = "", height = ""] = /--screen (\d+)x(\d+)/.exec(command) ?? [];
    expect(command).toContain("--width one-column");
    const options: FigureOptions = { ...USUAL_OPTIONS, width: "one-column" };
    const screen = { width: Number(width), height: Number(height) };
    const folders = [join(inject("site").folder, "atlas")];
    const made = await makeFigure({ address, folders, screen, options }, ".svg", 1);
    expect(made.warnings).toEqual([]);
    expect(Buffer.compare(svg, Buffer.from(made.bytes))).toBe(0);
    await close();
  });

  it("is a picture of as many pixels as the reader asks for", async () => {
    const folder = await tempFolder();
    const { page, close } = await open("tiny-gpt/stories/L0H0/");
    await openFigure(page);
    await page.getByLabel("PNG at").selectOption("2");
    const { width } = await pixelsOf(await save(page, "PNG", folder));
    expect(width).toBe(7 * 96 * 2);
    await close();
  });
});
