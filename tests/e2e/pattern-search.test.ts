import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Served } from "../../scripts/serve.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { buildSite } from "../helpers/build-site.ts";
import { writeSyntheticAtlas } from "../helpers/synthetic-atlas.ts";
import { mapReady, visit } from "../helpers/visit.ts";

/** Years for an engine that goes back and forth over repeats. */
const ENDLESS = "/^(a+)+$/";
const HOSTILE = `${"a".repeat(60)}!`;
const HEAD = "tried/words/L0H1/";

let browser: Browser;
let site: Served;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headland-"));
  await writeSyntheticAtlas(join(folder, "public/atlas"), {
    model: "tried",
    dataset: "words",
    kind: "text",
    nLayers: 2,
    nHeads: 2,
    nSequences: 6,
    written: { name: "Words", words: [HOSTILE, "the", "then", "other"], labels: {} },
  });
  const publicFolder = join(folder, "public");
  site = await buildSite({ folder: join(folder, "site"), base: "/below/it/", publicFolder });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await rm(folder, { recursive: true });
});

/** Answers every request as a host that sends these headers. */
async function withHeaders(page: Page, headers: Readonly<Record<string, string>>): Promise<void> {
  await page.route("**/*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), ...headers } });
  });
}

const count = (page: Pick<Page, "locator">): Promise<string> => page.locator(".search .found").innerText();
const told = (page: Page): Promise<string> => page.locator('.search-hint [role="status"]').innerText();

describe("a pattern in the search box", () => {
  it.each([
    ["of one head", HEAD],
    ["of all heads", "tried/words/"],
  ])("that would take for ever is ended with a sentence, and the page %s goes on", async (_, path) => {
    const { page, problems, close } = await visit(browser, `${site.address}${path}`);
    // Before it listens, the box forgets what is typed.
    await page.waitForLoadState("networkidle");
    const field = page.getByRole("searchbox");
    await field.fill("/^the$/");
    await expect.poll(() => count(page)).toMatch(/^\d+ found$/);
    const before = await count(page);
    await field.fill(ENDLESS);
    // A page that tried it by itself would not come to this for years.
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          let nLeft = 50;
          const turn = (): void => (nLeft-- > 0 ? void setTimeout(turn) : resolve());
          turn();
        }),
    );
    await field.focus();
    await expect.poll(() => told(page)).toBe(`${ENDLESS} takes too long: use fewer repeats.`);
    expect(await count(page)).toBe("0 found");
    await field.fill("/^the$/");
    await expect.poll(() => count(page)).toBe(before);
    expect(problems).toEqual([]);
    await close();
  });

  it("that is typed on gives way to the next one", async () => {
    const { page, problems, close } = await visit(browser, `${site.address}${HEAD}`);
    await mapReady(page);
    const field = page.getByRole("searchbox");
    await field.pressSequentially("/^(a+)+$/, the", { delay: 30 });
    await field.fill("/^then$/");
    await expect.poll(() => count(page)).toMatch(/^[1-9]\d* found$/);
    expect(await page.locator('.search-hint [role="status"]').count()).toBe(0);
    expect(problems).toEqual([]);
    await close();
  });

  it("from a link is tried when the page is opened", async () => {
    const { page, problems, close } = await visit(
      browser,
      `${site.address}${HEAD}?q=${encodeURIComponent("/en$/")}`,
    );
    await expect.poll(() => count(page)).toMatch(/^[1-9]\d* found$/);
    expect(problems).toEqual([]);
    await close();
  });
});

describe("where a page may not do everything, a pattern", () => {
  it("is tried under a policy that lets workers come from the site alone", async () => {
    const { page, problems, close } = await visit(browser, site.address);
    await withHeaders(page, {
      "content-security-policy": "default-src 'self' 'unsafe-inline' data:; worker-src 'self'",
    });
    await page.goto(`${site.address}${HEAD}`);
    await mapReady(page);
    await page.getByRole("searchbox").fill("/^the$/");
    await expect.poll(() => count(page)).toMatch(/^[1-9]\d* found$/);
    expect(problems).toEqual([]);
    // Files of neighboring heads may still be on their way.
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await close();
  });

  it("is tried in a frame that may run scripts and nothing else", async () => {
    const { page, problems, close } = await visit(browser, site.address, { isFirst: true });
    await withHeaders(page, { "access-control-allow-origin": "*" });
    const body = `<iframe sandbox="allow-scripts" width="1200" height="800" src="${site.address}${HEAD}"></iframe>`;
    await page.route("**/outside.html", (route) => route.fulfill({ contentType: "text/html", body }));
    await page.goto(`${site.address}outside.html`);
    const frame = page.frameLocator("iframe");
    await frame.locator('.map[data-state="ready"]').waitFor();
    await frame.getByRole("searchbox").fill("/^the$/");
    await expect.poll(() => count(frame)).toMatch(/^[1-9]\d* found$/);
    expect(problems).toEqual([]);
    // Files of neighboring heads may still be on their way.
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await close();
  });

  it("is refused in words where no worker may be started, and other searches work", async () => {
    const { page, close } = await visit(browser, site.address);
    await withHeaders(page, { "content-security-policy": "worker-src 'none'" });
    await page.goto(`${site.address}${HEAD}`);
    await mapReady(page);
    const field = page.getByRole("searchbox");
    await field.fill("/^the$/, then");
    await expect.poll(() => told(page)).toContain("lets the page start no worker");
    await expect.poll(() => count(page)).toMatch(/^[1-9]\d* found$/);
    // Files of neighboring heads may still be on their way.
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await close();
  });
});
