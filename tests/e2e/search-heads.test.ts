/** The search over all heads by weight, and the page of circuits. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { decodeAttention } from "#atlas/files/attention.ts";
import { decodeCircuits } from "#atlas/files/circuits.ts";
import { decodeTokens } from "#atlas/tokens/tokens.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { openMatrix, PHONE, settled } from "../helpers/visit-matrix.ts";
import { visit } from "../helpers/visit.ts";

const { address } = inject("site");
const ATLAS = `${address}atlas/tiny-gpt/stories/`;
const HEADS = [0, 1, 2, 3].flatMap((layer) => [0, 1, 2, 3].map((head) => `L${layer}H${head}`));

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const json = async (file: string): Promise<unknown> => (await fetch(ATLAS + file)).json();

/** The mean weight that “was” gives to “the” where it sees one, and what uniform attention gives, from the captured weights. */
async function exact(): Promise<{ shares: Map<string, number>; chance: number }> {
  const table = decodeTokens(await json("tokens.json"));
  const is = (token: number, word: string): boolean =>
    (table.vocab[table.ids[token]!] ?? "").trim().toLowerCase() === word;
  const shares = new Map<string, number>();
  let chance = 0;
  for (const name of HEADS) {
    const attention = decodeAttention(await json(`heads/${name}/attention.json`), table.starts);
    let [sum, uniform, n] = [0, 0, 0];
    for (let query = 0; query < table.nTokens; query++) {
      const s = table.sequenceOf[query]!;
      const start = table.starts[s]!;
      const keys = Array.from({ length: query - start + 1 }, (_, i) => i).filter((i) => is(start + i, "the"));
      if (!is(query, "was") || keys.length === 0) continue;
      n++;
      uniform += keys.length / (query - start + 1);
      for (const key of keys) sum += attention.weight(s, query - start, key);
    }
    shares.set(name, sum / n);
    chance = uniform / n;
  }
  return { shares, chance };
}

describe("a search with an arrow", () => {
  it("ranks heads as the captured weights do, lights the grid, and leads to heads with the search", async () => {
    const { page, close } = await visit(browser, "about:blank");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`${address}tiny-gpt/stories/?search="was" -> "the"`);
    await page.waitForLoadState("networkidle");
    await settled(page);
    await page.waitForSelector(".ranking li");
    const rows = await page.locator(".ranking li").evaluateAll((items) =>
      items.map((item) => ({
        name: item.querySelector("a")?.textContent ?? "",
        href: item.querySelector("a")?.href ?? "",
        share: item.querySelector(".share")?.textContent ?? "",
      })),
    );
    const { shares, chance } = await exact();
    const above = [...shares].filter(([, share]) => share > chance).sort(([, a], [, b]) => b - a);
    expect(rows.map(({ name }) => name)).toEqual(above.map(([name]) => name).slice(0, rows.length));
    for (const { name, share } of rows)
      expect(Number(/[\d.]+/.exec(share)?.[0]) / 100).toBeCloseTo(shares.get(name)!, 1);
    const { heads, first } = { heads: rows.map(({ name }) => name), first: rows[0]! };
    expect(await page.locator(`a[data-head="${heads[0] ?? ""}"]`).getAttribute("data-share")).toMatch(/%$/);
    const words = new URL(first.href).searchParams;
    expect(words.get("search")).toBe('"was" -> "the"');
    expect(words.get("select")).toMatch(/^q\d+$/);
    const parts = asked.filter((url) => url.includes("/search/part-")).length;
    const { length } = atob(((await json("search/index.json")) as { parts: string }).parts);
    expect(parts).toBeGreaterThan(0);
    expect(parts).toBeLessThan(length / 2);
    expect((await axeOf(page).include(".ranking").analyze()).violations).toEqual([]);
    await close();
  });

  it("says why it cannot answer, and searches as before without an arrow", async () => {
    const { page, close } = await openMatrix(browser, `${address}tiny-gpt/stories/?search=he -> kind:story`);
    await expect
      .poll(() => page.locator(".ranking-note").first().textContent())
      .toContain("is the same in a whole");
    await page.getByRole("searchbox").fill('"the"');
    await expect.poll(() => page.locator("#ranking-title").textContent()).toBe("Closest together in space");
    expect(await page.locator(".clustering").count()).toBe(1);
    await close();
  });
});

describe("the page of circuits", () => {
  it("shows the induction circuit of tiny-gpt at a glance, also without scripts", async () => {
    const file = decodeCircuits(await json("circuits.json"));
    const links = file.kinds.kComposition?.links ?? [];
    const place = (name: string): number => file.heads.indexOf(name);
    const { page, close } = await visit(browser, `${address}tiny-gpt/stories/circuits/`, {
      javaScriptEnabled: false,
    });
    const rows = await page.locator(".circuits-table tbody tr").allInnerTexts();
    expect(rows).toHaveLength(Math.min(24, links.length));
    for (const reader of ["L3H0", "L3H1", "L3H3"]) {
      const rank = links.findIndex(([from, to]) => from === place("L0H3") && to === place(reader));
      expect(rank).toBeGreaterThanOrEqual(0);
      expect(rank).toBeLessThan(10);
      expect(rows[rank]).toMatch(new RegExp(`^L0H3.*${reader}`, "s"));
    }
    expect(await page.locator(".circuits-figure .links path").count()).toBe(rows.length);
    await close();
  });

  it("is restored from its address, by keyboard and on a phone", async () => {
    const path = `${address}tiny-gpt/stories/circuits/?kind=q-composition&links=5&head=L3H2`;
    const { page, close } = await visit(browser, path, PHONE);
    await expect.poll(() => page.locator("caption").textContent()).toContain("of L3H2 by Q-composition");
    await page.getByLabel("Show").selectOption("kComposition");
    await expect.poll(() => new URL(page.url()).searchParams.get("kind")).toBe(null);
    expect(new URL(page.url()).searchParams.get("head")).toBe("L3H2");
    await page.locator(".circuits select").nth(1).selectOption("L3H0");
    await page.locator('.circuits-figure a[aria-label^="L0H3"]').focus();
    await expect.poll(() => page.locator(".links .is-own").count()).toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect((await axeOf(page).include(".circuits-page").analyze()).violations).toEqual([]);
    await close();
  });

  it("is where the page of a head says what feeds it", async () => {
    const { page, close } = await visit(browser, `${address}tiny-gpt/stories/L3H0/`);
    const line = page.locator(".elsewhere", { hasText: "Is fed" });
    expect(await line.textContent()).toMatch(/Is fed\s+through keys by\s+L0H3\s+0\.128/);
    await line.getByRole("link", { name: "Circuits" }).click();
    await page.waitForURL(/circuits\/\?head=L3H0/);
    await close();
  });
});
