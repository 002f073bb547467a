/** Data out of a site: what a head's page and the page of all heads offer for download. */
import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { IS_FROM_DISK, withoutFile } from "../helpers/from-disk.ts";
import { visit } from "../helpers/visit.ts";

const { address } = inject("site");

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function saved(page: Page, button: Locator): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

describe("the data of a site", () => {
  it("is saved from a head's page as CSV and Parquet with the same rows, and on a narrow screen, too", async () => {
    const { page } = await visit(browser, `${address}tiny-gpt/stories/L3H0/`);
    await page.setViewportSize({ width: 320, height: 700 });
    await page.getByRole("button", { name: "Map and search" }).click();
    await page.getByRole("button", { name: "Share" }).click();
    const panel = page.getByRole("dialog");
    await panel.getByRole("button", { name: "Data", exact: true }).click();
    const button = (format: string): Locator =>
      panel.getByRole("button", { name: `Download ${format} of the points` });
    const csv = await saved(page, button("CSV"));
    const parquet = await saved(page, button("Parquet"));
    expect([csv.name, parquet.name]).toEqual([
      "tiny-gpt-stories-L3H0-points.csv",
      "tiny-gpt-stories-L3H0-points.parquet",
    ]);
    const rows: Record<string, string>[] = parse(csv.content, { columns: true });
    const same = await parquetReadObjects({ file: new Uint8Array(parquet.content).buffer });
    expect(rows).toHaveLength(same.length);
    rows.forEach(({ text, role }, i) => expect(same[i]).toMatchObject({ text, role }));
    const { violations } = await axeOf(page).include("dialog").analyze();
    expect(violations).toEqual([]);
    expect(await panel.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBe(0);
    // Every file of the atlas that the panel names is there.
    for (const link of await panel.locator(".share-files a").all()) {
      const href = await link.evaluate((a: HTMLAnchorElement) => a.href);
      expect((await fetch(withoutFile(href))).status, href).toBe(200);
    }
  });

  it("has the numbers of all heads as a table beside their page", async () => {
    const { page } = await visit(browser, `${address}tiny-gpt/stories/`);
    const { name, content } = await saved(
      page,
      page.getByRole("link", { name: "Numbers of all heads (CSV)" }),
    );
    // A browser that saves a file from disk keeps its name.
    expect(name).toBe(IS_FROM_DISK ? "heads.csv" : "tiny-gpt-stories-heads.csv");
    const rows: Record<string, string>[] = parse(content, { columns: true });
    expect(rows.map(({ head }) => head)).toHaveLength(16);
    expect(Number(rows[0]?.["chance.first"])).toBeGreaterThan(0);
  });
});
