/** Texts of a dataset that try to be markup, scripts or addresses: they are shown as they are, in every place of the site. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Served } from "../../scripts/serve.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { buildSite } from "../helpers/build-site.ts";
import { HOSTILE, HOSTILE_WORDS } from "../helpers/hostile-words.ts";
import { writeSyntheticAtlas } from "../helpers/synthetic-atlas.ts";
import { mapReady, placeOf, visit } from "../helpers/visit.ts";

const ATLAS = "hostile/words/";
const HEAD = `${ATLAS}L0H0/`;

let browser: Browser;
let site: Served;
let folder: string;
let siteFolder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headland-"));
  const shape = { kind: "text", nLayers: 1, nHeads: 2, nSequences: 24 } as const;
  const [model, dataset] = ATLAS.split("/") as [string, string];
  await writeSyntheticAtlas(join(folder, "public/atlas"), { model, dataset, ...shape, written: HOSTILE });
  siteFolder = join(folder, "site");
  site = await buildSite({ folder: siteFolder, publicFolder: join(folder, "public") });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await rm(folder, { recursive: true });
});

/** Opens a page, does something on it, and tells everything that a text has achieved. */
async function achieved(path: string, act: (page: Page) => Promise<void>): Promise<string[]> {
  const { page, problems, close } = await visit(browser, `${site.address}${path}`);
  page.on("dialog", (dialog) => {
    problems.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  if (path.includes(HEAD)) await mapReady(page);
  else await page.waitForLoadState("networkidle");
  await act(page);
  const made = await page.evaluate(() => [
    ...[...document.querySelectorAll(".hacked")].map((element) => element.outerHTML.slice(0, 80)),
    ...("hacked" in window ? ["a script ran"] : []),
    // No element of the site has such an attribute.
    ...[...document.querySelectorAll("[onerror], [onload], [onfocus], [autofocus]")].map(
      ({ tagName }) => tagName,
    ),
  ]);
  await close();
  return [...problems, ...made];
}

const shows = async (page: Page, text: string): Promise<void> =>
  expect(await page.evaluate(() => document.body.textContent)).toContain(text);

const found = (page: Page): Promise<void> => page.locator(".search .found", { hasText: /\d/ }).waitFor();

const name = HOSTILE.name;
const word = (i: number): string => HOSTILE_WORDS[i] ?? "";
const searchFor = encodeURIComponent;

const PLACES: readonly [what: string, path: string, act: (page: Page) => Promise<void>][] = [
  ["on the front page", "", (page) => shows(page, name)],
  ["on a page that is not there", "404.html", (page) => shows(page, name)],
  [
    "on the page of all heads, in its title",
    ATLAS,
    async (page) => expect(await page.title()).toContain("window.hacked"),
  ],
  ["among all heads by a label", `${ATLAS}?color=kind`, (page) => shows(page, word(0))],
  ["in the card of a head", ATLAS, (page) => page.locator("a[data-head=L0H1]").hover()],
  ["in a search of all heads", `${ATLAS}?search=${searchFor(word(1))}`, found],
  [
    "on the page of a head, in its title and its heading",
    HEAD,
    async (page) => {
      expect(await page.locator("h1").textContent()).toContain(name);
      expect(await page.title()).toContain("window.hacked");
    },
  ],
  [
    "in a legend of labels",
    `${HEAD}?color=kind`,
    (page) => page.locator(".legend", { hasText: word(0) }).waitFor(),
  ],
  [
    "in a legend of a hostile label",
    `${HEAD}?color=label-2`,
    (page) => page.locator(".legend li").first().waitFor(),
  ],
  ["under the pointer", HEAD, pointAtAll],
  [
    "in the panel of a point",
    `${HEAD}?select=q3`,
    (page) => page.locator(".token-panel .sentence").waitFor(),
  ],
  [
    "in the matrix of a sentence",
    `${HEAD}?select=q3&panel=matrix`,
    (page) => page.locator(".token-panel .cells").waitFor(),
  ],
  [
    "in the lines of a sentence",
    `${HEAD}?select=q3&panel=lines`,
    (page) => page.locator(".token-panel .line-figure").waitFor(),
  ],
  [
    "inside an outline",
    `${HEAD}?area=-0.9_-0.9~0.9_-0.9~0.9_0.9~-0.9_0.9`,
    (page) => page.locator(".token-panel").waitFor(),
  ],
  ["in a search", `${HEAD}?search=${searchFor(word(0))}`, found],
  [
    "in a frame of another site",
    `embed/${HEAD}?ui=full&color=kind&select=q3`,
    (page) => page.locator(".token-panel").waitFor(),
  ],
  ["in each section of what is shared", HEAD, openShare],
];

async function pointAtAll(page: Page): Promise<void> {
  for (let point = 0; point < 60; point++) {
    const { x, y } = await placeOf(page, point);
    await page.mouse.move(x, y);
  }
}

async function openShare(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const panel = page.locator(".share-panel");
  await panel.waitFor();
  for (const section of await panel.locator(".segments button").all()) {
    await section.click();
    await panel.locator(".share-section > *").first().waitFor();
  }
}

describe("hostile texts", () => {
  it("are text in the files for programs", async () => {
    const all = await readdir(siteFolder, { recursive: true });
    const read = (path: string): Promise<string> => readFile(join(siteFolder, path), "utf8");
    const markdown = all.filter((path) => path.endsWith(".md"));
    expect(markdown).toContain(`${HEAD.slice(0, -1)}.md`);
    for (const path of markdown) {
      const text = await read(path);
      // Without a backslash before it, it would be a tag, a comment or a link.
      expect(text, path).not.toMatch(/(?<!\\)<[a-z!/?]/i);
      expect(text, path).not.toMatch(/(?<!\\)\]\((?:javascript|https:\/\/hacked)/);
    }
    for (const path of all.filter((each) => each.endsWith(".html"))) {
      const blocks = (await read(path)).matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs);
      for (const [, json = ""] of blocks) expect(() => JSON.parse(json) as unknown, path).not.toThrow();
    }
    const page = await browser.newPage();
    for (const path of all.filter((each) => each.endsWith(".xml"))) {
      const isWhole = (text: string): boolean =>
        new DOMParser().parseFromString(text, "application/xml").querySelector("parsererror") === null;
      expect(await page.evaluate(isWhole, await read(path)), path).toBe(true);
    }
    await page.close();
  });

  it.each(PLACES)("are text %s", async (_, path, act) => {
    expect(await achieved(path, act)).toEqual([]);
  });
});
