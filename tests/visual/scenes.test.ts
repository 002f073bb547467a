import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { IS_FROM_DISK } from "../helpers/from-disk.ts";
import { SCENES } from "./scenes.ts";
import { overflow, overlaps, stage } from "./stage.ts";
import { compare, inked, summarize } from "./summary.ts";

/**
 * What the scenes looked like when they were last looked at; `npm run scenes` writes it anew. A scene may differ by a
 * few 256ths on the whole, for a map draws a little differently on other machines, and by more in single cells.
 */
const SUMMARIES = join(import.meta.dirname, "summaries.json");
const TOLERANCE = { mean: 4, most: 60 };

const { address } = inject("site");
const changed = join(import.meta.dirname, "changed");
let browser: Browser;
let known: Record<string, string>;
beforeAll(async () => {
  browser = await launchBrowser();
  known = JSON.parse(await readFile(SUMMARIES, "utf8")) as Record<string, string>;
});
afterAll(() => browser.close());

describe("the table of scenes", () => {
  it("has a picture of every scene, and of no other", () => {
    expect(Object.keys(known)).toEqual(SCENES.map(({ name }) => name));
  });
});

/** The page of unknown addresses is a server's. */
const shown = SCENES.filter(({ path }) => !(IS_FROM_DISK && path === "404.html"));

describe("the scene", () => {
  it.each(shown)("$name is whole, legible, accessible, and looks as it did", async (scene) => {
    const { page, problems, close } = await stage(browser, address, scene);
    const picture = await page.screenshot();
    const difference = compare(await summarize(picture), known[scene.name] ?? "");
    if (difference.mean > TOLERANCE.mean || difference.most > TOLERANCE.most) {
      await mkdir(changed, { recursive: true });
      await writeFile(join(changed, `${scene.name}.png`), picture);
    }
    expect(problems.filter((problem) => !scene.expects?.test(problem))).toEqual([]);
    expect(await inked(picture), "drawn on").toBeGreaterThan(0.005);
    expect(await overflow(page), "pixels wider than the window").toBeLessThanOrEqual(0);
    expect(await overlaps(page), "texts over each other").toEqual([]);
    const { violations } = await axeOf(page).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual(
      [],
    );
    expect(difference.mean, `see tests/visual/changed/${scene.name}.png`).toBeLessThanOrEqual(TOLERANCE.mean);
    expect(difference.most, `see tests/visual/changed/${scene.name}.png`).toBeLessThanOrEqual(TOLERANCE.most);
    await close();
  });
});
