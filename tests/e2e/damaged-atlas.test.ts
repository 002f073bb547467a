import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { seededRandom } from "#math/random.ts";
import { damageJson } from "../fuzz/damage-json.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { IS_FROM_DISK } from "../helpers/from-disk.ts";
import { mapReady, visit, type Visit, type VisitOptions } from "../helpers/visit.ts";

const { address, folder } = inject("site");
const MATRIX = `${address}tiny-bert/stories/`;
const HEAD = `${MATRIX}L1H1/`;
const TOKENS = "**/tokens.json";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A reader who is on the site, and has opened no page of the atlas yet: routes are set before anything is asked for. */
const arrive = (options: VisitOptions = {}): Promise<Visit> =>
  visit(browser, `${address}licenses.txt`, options);

/** Errors of our own: not what the browser says of answers that the test has spoiled. */
const ownProblems = ({ problems }: Visit): string[] =>
  problems.filter((problem) => !/^\d{3} |^Failed to load resource/.test(problem));

const isPart = (page: Page): Promise<boolean> => page.locator(".atlas-viewer .toolbar").isVisible();

describe("a damaged tokens.json", () => {
  it("leaves a page that shows the map, or says what is wrong with which file", async () => {
    const whole: unknown = JSON.parse(
      await readFile(join(folder, "atlas/tiny-bert/stories/tokens.json"), "utf8"),
    );
    const random = seededRandom(14);
    const damaged = Array.from({ length: 110 }, () => JSON.stringify(damageJson(whole, random)));
    const told: string[] = [];
    let nReady = 0;
    // Several readers at once: most of the time of each goes by in waiting.
    const readers = Array.from({ length: 3 }, async (_, first) => {
      // Wide enough for the tools to stand on the page.
      const visitor = await arrive({ viewport: { width: 1000, height: 700 } });
      const { page } = visitor;
      let at = first;
      await page.route(TOKENS, (route) => route.fulfill({ body: damaged[at] ?? "" }));
      const said = page.locator(".map-problem p, .part-problem p");
      await page.goto(HEAD);
      for (;;) {
        await page.locator('.map[data-state="ready"]').or(said).first().waitFor();
        expect(await isPart(page), `tools of damage ${at}`).toBe(true);
        const sentences = await said.allInnerTexts();
        told.push(...sentences);
        if (sentences.length === 0) nReady++;
        at += 3;
        if (at >= damaged.length) break;
        if (sentences.length === 0) await page.goto(HEAD);
        else {
          // A click while the last answer is still read asks for nothing new, and may find the sentence gone.
          const answered = page.waitForResponse(TOKENS, { timeout: 3000 }).then(
            (response) => response.finished().then(() => true),
            () => false,
          );
          const again = page.getByRole("button", { name: "Try again" }).first();
          await again.click({ timeout: 2500 }).catch(() => undefined);
          if (!(await answered)) await page.goto(HEAD);
          // Until it is read, the sentence of the last one stands.
          await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 60)));
        }
      }
      expect(ownProblems(visitor)).toEqual([]);
      await visitor.close();
    });
    await Promise.all(readers);
    expect(told.length + nReady).toBeGreaterThanOrEqual(damaged.length);
    expect(told.length).toBeGreaterThan(30);
    for (const sentence of told)
      expect(sentence).toMatch(/^tokens\.json (cannot be read: .+|is damaged: .+) Build this atlas again\.$/);
  });
});

/** A disk gives a file or none, and no reason. */
const told = (online: RegExp): RegExp =>
  IS_FROM_DISK ? /is missing in this copy of the site, or cannot be read/ : online;

/** What stands in a file's place, and how it is told. */
const FAULTS: readonly [string, (route: Route) => Promise<void>, RegExp][] = [
  ["missing", (route) => route.fulfill({ status: 404 }), told(/is missing on the server/)],
  ["cut", (route) => route.fulfill({ body: '{"v":1,"n":[1,2' }), /is damaged: it is not complete JSON/],
  [
    "refused by a busy server",
    (route) => route.fulfill({ status: 503 }),
    told(/HTTP 503.*try again in a moment/),
  ],
  ["out of reach", (route) => route.abort("connectionrefused"), told(/could not be loaded.*network/)],
];

const FILES: readonly [file: string, routes: string, query: string][] = [
  ["tokens.json", TOKENS, ""],
  ["a map", "**/heads/L1H1/*2.json", ""],
  ["points.json", "**/heads/L1H1/points.json", "?c=norm"],
  ["attention.json", "**/heads/L1H1/attention.json", "?s=q7"],
];

describe.each(FILES)("%s of a head", (_, routes, query) => {
  it("says what is wrong in a sentence, and is there when it is tried again", async () => {
    await Promise.all(
      FAULTS.map(async ([, spoil, message]) => {
        const visitor = await arrive();
        const { page } = visitor;
        await page.route(routes, spoil);
        await page.goto(`${HEAD}${query}`);
        const said = page.locator(".map-problem");
        await said.waitFor();
        expect(await said.locator("p").innerText()).toMatch(message);
        expect(await isPart(page)).toBe(true);
        await page.unroute(routes);
        await said.getByRole("button", { name: "Try again" }).click();
        await mapReady(page, { head: "L1H1" });
        await said.waitFor({ state: "detached" });
        expect(ownProblems(visitor)).toEqual([]);
        await visitor.close();
      }),
    );
  });
});

describe("all heads of an atlas", () => {
  it.each([
    ["tokens.json", TOKENS],
    ["a layer's maps", "**/layers/*/*.json"],
  ])("stay when %s is damaged, and are searched when it is tried again", async (_, routes) => {
    await Promise.all(
      FAULTS.map(async ([, spoil, message]) => {
        const visitor = await arrive();
        const { page } = visitor;
        await page.route(routes, spoil);
        await page.goto(`${MATRIX}?q=the`);
        const said = page.locator(".matrix-problem");
        await said.waitFor();
        expect(await said.innerText()).toMatch(message);
        expect(await page.locator("a[data-head]").count()).toBe(16);
        await page.unroute(routes);
        await said.getByRole("button", { name: "Try again" }).click();
        await said.waitFor({ state: "detached" });
        expect(ownProblems(visitor)).toEqual([]);
        await visitor.close();
      }),
    );
  });
});

// A disk is never silent.
describe.skipIf(IS_FROM_DISK)("a server that does not answer", () => {
  it("is waited for with an end, and then told", async () => {
    const visitor = await arrive();
    const { page } = visitor;
    await page.clock.install();
    await page.route(TOKENS, () => undefined);
    await page.goto(HEAD);
    const said = page.locator(".map-problem");
    // Three tries of 20 s, and the pauses between them.
    await expect
      .poll(
        async () => {
          await page.clock.fastForward(5000);
          return said.count();
        },
        { interval: 100 },
      )
      .toBe(1);
    expect(await said.innerText()).toContain("tokens.json could not be loaded: nothing arrived for 20 s.");
    await visitor.close();
  });
});

describe("a page whose script does not come", () => {
  it("says so after a while, and keeps its picture and numbers", async () => {
    const { page, close } = await arrive();
    let nRefused = 0;
    await page.route(IS_FROM_DISK ? /\/code\.js$/ : /\/_astro\/AtlasViewer/, async (route) => {
      await route.abort();
      nRefused++;
    });
    await page.goto(HEAD);
    // On a server, the island asks a second time, by another address.
    await expect.poll(() => nRefused).toBe(IS_FROM_DISK ? 1 : 2);
    const waitsMs = await page.evaluate(() => {
      const [wait] = document
        .getAnimations()
        .filter((each) => "animationName" in each && each.animationName === "not-started");
      const delay = wait?.effect?.getComputedTiming().delay;
      wait?.finish();
      return delay;
    });
    expect(waitsMs).toBe(10_000);
    await page.locator(".not-started").waitFor({ state: "visible" });
    expect(await page.locator(".not-started").innerText()).toMatch(
      /^The map has not started: .* Reload the page/,
    );
    expect(await page.locator("img.thumbnail").isVisible()).toBe(true);
    await close();
  });

  it("says without JavaScript what needs it", async () => {
    for (const [path, what] of [
      [HEAD, "The map"],
      [MATRIX, "The search"],
    ] as const) {
      const { page, problems, close } = await visit(browser, path, { javaScriptEnabled: false });
      const said = (await page.locator(".no-script, noscript").allInnerTexts()).join(" ");
      expect(said).toContain("needs JavaScript");
      expect(said, what).toMatch(/\w+\./);
      expect(problems).toEqual([]);
      await close();
    }
  });
});
