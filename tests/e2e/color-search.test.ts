import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { decodeTokens, type TokenTable } from "#atlas/tokens/tokens.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { inkShare, mapReady, placeOf, visit, type VisitOptions } from "../helpers/visit.ts";

const { address } = inject("site");
const TEXT = `${address}tiny-gpt/stories/L2H0/`;
const PICTURES = `${address}tiny-vit/scenes/L0H2/`;

let browser: Browser;
let stories: TokenTable;
beforeAll(async () => {
  browser = await launchBrowser();
  stories = decodeTokens(await (await fetch(`${address}atlas/tiny-gpt/stories/tokens.json`)).json());
});
afterAll(() => browser.close());

async function open(path: string, options: VisitOptions = {}) {
  const visitor = await visit(browser, path, options);
  await mapReady(visitor.page);
  return visitor;
}

/** Waits until the map is drawn with what was last asked of it. */
async function settled(page: Page): Promise<Buffer> {
  await page.locator(".map").evaluate((map) => {
    map.scrollIntoView({ block: "center" });
  });
  let shot = await insideOfMap(page);
  await expect
    .poll(async () => {
      const before = shot;
      shot = await insideOfMap(page);
      return shot.equals(before);
    })
    .toBe(true);
  return shot;
}

/** Without the edge of the map: it lies between pixels, and is mixed with the page in one of several ways. */
async function insideOfMap(page: Page): Promise<Buffer> {
  const { x, y, width, height } = (await page.locator(".map").boundingBox())!;
  const [left, top] = [Math.ceil(x) + 1, Math.ceil(y) + 1];
  const [right, bottom] = [Math.floor(x + width) - 1, Math.floor(y + height) - 1];
  return page.screenshot({ clip: { x: left, y: top, width: right - left, height: bottom - top } });
}

const countOf = (text: string): number =>
  Array.from(stories.ids).filter((id) => (stories.vocab[id] ?? "").toLowerCase().includes(text)).length;

describe("every color mode", () => {
  it.each([
    [
      "of text",
      TEXT,
      [
        "position-mod-5",
        "relative-position",
        "punctuation",
        "length",
        "sequence-length",
        "frequency",
        "norm-all",
        "attention",
        "kind",
        "partOfSpeech",
        "refersTo",
      ],
    ],
    [
      "of pictures",
      PICTURES,
      [
        "row",
        "column",
        "patch",
        "brightness",
        "special",
        "norm-all",
        "attention",
        "label",
        "object",
        "shape",
        "color",
        "texture",
        "objectCover",
      ],
    ],
  ])("%s draws another map and says what it means", async (_, path, wanted) => {
    const { page, problems, close } = await open(`${path}?l=0`);
    const select = page.getByLabel("Color by");
    const names = await select
      .locator("option")
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(names).toEqual(expect.arrayContaining(wanted));
    const [shots, said] = [new Set<string>(), new Set<string>()];
    expect(names.shift()).toBe("auto");
    for (const name of names) {
      await select.selectOption(name);
      said.add(await page.locator(".legend").innerText());
      shots.add((await settled(page)).toString("base64"));
      await expect.poll(() => page.url()).toContain(`color=${name}`);
    }
    expect(said.size).toBe(names.length);
    expect(shots.size).toBe(names.length);
    expect(problems).toEqual([]);
    await close();
  });

  it("is, until the reader chooses one, what explains each head's map best; the page says how far", async () => {
    const { page, problems, close } = await open(`${address}tiny-gpt/stories/L0H2/`);
    const select = page.getByLabel("Color by");
    const legend = page.locator(".legend");
    const says = async (words: RegExp): Promise<void> => expect.poll(() => legend.innerText()).toMatch(words);
    expect(await select.inputValue()).toBe("auto");
    await says(/Position explains 9\d\s% of this map \(chance 0\)/);
    await page.keyboard.press("]");
    await mapReady(page, { head: "L0H3" });
    await says(/Position explains 9\d\s%/);
    await page.keyboard.press("]");
    await mapReady(page, { head: "L1H0" });
    await says(/Query or key explains \d\d\s%/);
    expect(new URL(page.url()).search).toBe("");
    await select.selectOption("frequency");
    await says(/Token frequency explains/);
    await page.keyboard.press("[");
    await mapReady(page, { head: "L0H3" });
    expect(await select.inputValue()).toBe("frequency");
    await select.selectOption("auto");
    await says(/Position explains 9\d\s%/);
    await expect.poll(() => new URL(page.url()).search).toBe("");
    expect(problems).toEqual([]);
    await close();
  });

  it("shows the points in patches of their own color, not in gray", async () => {
    const { page, close } = await open(`${PICTURES}?c=patch`);
    await settled(page);
    expect(await inkShare(page)).toBeGreaterThanOrEqual(0.99);
    await close();
  });

  it("of attention waits for a selection, and then has a ramp for the other role", async () => {
    const { page, problems, close } = await open(`${TEXT}?c=attention`);
    const legend = page.locator(".legend");
    expect(await legend.innerText()).toContain("no point is selected yet");
    const invitation = page.locator(".map-frame").getByText(/^Select a point/);
    expect(await invitation.isVisible()).toBe(true);
    const { x, y } = await placeOf(page, 700);
    await page.mouse.click(x, y);
    await expect.poll(() => legend.locator(".ramp").count()).toBe(1);
    await page.mouse.move(2, 2);
    await expect.poll(() => page.locator(".hover-card").count()).toBe(0);
    expect(problems).toEqual([]);
    await close();
  });
});

describe("the legend", () => {
  it("fades what is not pressed, and shows all again on Escape", async () => {
    const { page, problems, close } = await open(`${TEXT}?c=punctuation&l=0`);
    const entry = page.getByRole("button", { name: "punctuation and signs" });
    await entry.scrollIntoViewIfNeeded();
    // Contours and examples come after the map.
    await page.locator(".overview ol li").first().waitFor();
    await page.waitForLoadState("networkidle");
    const before = await settled(page);
    expect(await entry.getAttribute("aria-pressed")).toBe("false");
    await entry.click();
    expect(await entry.getAttribute("aria-pressed")).toBe("true");
    expect((await settled(page)).equals(before)).toBe(false);
    await expect.poll(() => new URL(page.url()).search).toContain("legend=1");
    await page.getByRole("button", { name: "queries", exact: true }).focus();
    await page.keyboard.press("Space");
    await expect.poll(() => new URL(page.url()).search).toContain("role=query");
    await page.keyboard.press("Escape");
    expect(await page.locator('.legend [aria-pressed="true"]').count()).toBe(0);
    await expect.poll(() => new URL(page.url()).search).toBe("?color=punctuation&names=off");
    await page.mouse.move(2, 2);
    expect((await settled(page)).equals(before)).toBe(true);
    expect(problems).toEqual([]);
    await close();
  });

  it("comes back pressed from its address, and lets only what it leaves be pointed at", async () => {
    const { page, close } = await open(`${TEXT}?c=role&r=k`);
    const keys = page.getByRole("button", { name: /^key: / });
    await expect.poll(() => keys.getAttribute("aria-pressed")).toBe("true");
    await settled(page);
    for (const query of [100, 700, 1500]) {
      const { x, y } = await placeOf(page, query);
      await page.mouse.move(x, y);
      const card = page.locator(".hover-card");
      if ((await card.count()) > 0) expect(await card.innerText()).toMatch(/key, sequence/);
    }
    await page.getByRole("button", { name: "show all" }).click();
    expect(await keys.getAttribute("aria-pressed")).toBe("false");
    await close();
  });

  it("takes colors for all eyes, and remembers them", async () => {
    const { page, problems, close } = await open(`${TEXT}?c=role`);
    await page.getByRole("switch", { name: "color-blind-safe colors" }).check();
    const fill = (): Promise<string | null> => page.locator(".legend circle").first().getAttribute("fill");
    await expect.poll(fill).toBe("#0072b2");
    await page.reload();
    await mapReady(page);
    await expect.poll(fill).toBe("#0072b2");
    await page.getByRole("switch", { name: "color-blind-safe colors" }).uncheck();
    await expect.poll(fill).toBe("#2b9a68");
    expect(problems).toEqual([]);
    await close();
  });
});

describe("the search", () => {
  it("finds several terms, a color and a count each", async () => {
    const { page, problems, close } = await open(`${TEXT}?l=0`);
    const before = await settled(page);
    await page.keyboard.press("/");
    await page.keyboard.type("river, she, kind:story");
    const rows = page.locator(".found-terms li");
    await expect.poll(() => rows.count()).toBe(3);
    const [river, she] = await rows.allInnerTexts();
    expect(river).toContain(`${countOf("river")} queries, ${countOf("river")} keys`);
    expect(she).toContain(`${countOf("she")} queries`);
    const colors = await rows
      .locator("circle:first-of-type")
      .evaluateAll((marks) => marks.map((mark) => mark.getAttribute("fill")));
    expect(new Set(colors.filter((fill) => fill?.startsWith("#"))).size).toBe(3);
    expect((await settled(page)).equals(before)).toBe(false);
    await page.getByRole("button", { name: "keys", exact: true }).click();
    await expect.poll(() => rows.first().innerText()).toContain(`0 queries, ${countOf("river")} keys`);
    expect(problems).toEqual([]);
    await close();
  });

  it("explains its language while it has the focus, and is kind about patterns", async () => {
    const { page, problems, close } = await open(TEXT);
    const hint = page.locator(".search-hint");
    expect(await hint.isVisible()).toBe(false);
    const field = page.getByRole("searchbox");
    await field.focus();
    expect(await hint.isVisible()).toBe(true);
    await field.fill("/(/");
    await expect
      .poll(() => hint.getByRole("status").innerText())
      .toBe("/(/ is no pattern yet: unterminated group.");
    await field.fill("/^[Tt]he$/");
    await expect.poll(() => hint.getByRole("status").count()).toBe(0);
    await expect.poll(() => page.locator("output.found").innerText()).toMatch(/^[1-9]\d* found$/);
    expect(problems).toEqual([]);
    await close();
  });

  it.each([
    ["a head", TEXT],
    ["all heads", `${address}tiny-gpt/stories/`],
  ])("covers nothing that it finds on the page of %s", async (_, path) => {
    const { page, close } = await visit(browser, path);
    await page.locator("astro-island:not([ssr])").first().waitFor();
    const [hint, field] = [page.locator(".search-hint"), page.getByRole("searchbox")];
    await field.focus();
    expect(await hint.isVisible()).toBe(true);
    await page.keyboard.type("the");
    expect(await hint.isVisible()).toBe(false);
    await page.keyboard.press("Escape");
    await field.fill("");
    expect(await hint.isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await hint.isVisible()).toBe(false);
    await close();
  });

  it("explains itself by examples that find what they say", async () => {
    const { page, close } = await open(TEXT);
    const examples = await page.locator(".search-hint dt").allTextContents();
    const terms = (examples.find((text) => text.includes(", ")) ?? "").split(", ");
    expect(terms.length).toBe(2);
    await page.getByRole("searchbox").fill(terms.join(", "));
    const rows = page.locator(".found-terms li");
    await expect.poll(() => rows.count()).toBe(2);
    for (const [i, row] of (await rows.allInnerTexts()).entries()) {
      const word = (terms[i] ?? "").replace(/"/g, "");
      const isIt = (id: number): boolean => (stories.vocab[id] ?? "").trim().toLowerCase() === word;
      expect(row).toContain(`${stories.ids.filter(isIt).length} queries`);
    }
    await close();
  });

  it("goes from match to match, the first token included, and brings each to the middle", async () => {
    const first = (stories.vocab[stories.ids[0] ?? 0] ?? "").trim();
    const { page, problems, close } = await open(`${TEXT}?q=${encodeURIComponent(`"${first}"`)}`, {
      reducedMotion: "reduce",
    });
    const found = page.locator("output.found");
    await expect.poll(() => found.innerText()).toMatch(/found$/);
    await page.keyboard.press("n");
    await expect.poll(() => new URL(page.url()).searchParams.get("select")).toBe("q0");
    expect(await found.innerText()).toMatch(/^1 of \d+$/);
    await settled(page);
    const box = await page.locator(".map").boundingBox();
    const at = await placeOf(page, 0);
    expect(Math.abs(at.x - (box?.x ?? 0) - (box?.width ?? 0) / 2)).toBeLessThan(2);
    expect(Math.abs(at.y - (box?.y ?? 0) - (box?.height ?? 0) / 2)).toBeLessThan(2);
    await page.keyboard.press("Shift+N");
    await expect.poll(() => found.innerText()).toMatch(/^(\d+) of \1$/);
    await page.getByRole("button", { name: "Next match" }).click();
    await expect.poll(() => found.innerText()).toMatch(/^1 of /);
    await page.getByRole("searchbox").fill("the");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await expect.poll(() => found.innerText()).toMatch(/^\d+ of \d+$/);
    expect(await page.locator(".search-hint").isVisible()).toBe(false);
    expect(problems).toEqual([]);
    await close();
  });

  it("finds patches by place and by label", async () => {
    const { page, problems, close } = await open(`${PICTURES}?q=${encodeURIComponent('"row 1", label:red')}`);
    await expect.poll(() => page.locator(".found-terms li").count()).toBe(2);
    expect(await page.locator(".found-terms").innerText()).toContain(`${24 * 8} queries`);
    expect(problems).toEqual([]);
    await close();
  });
});

describe("colors and search", () => {
  it.each(["light", "dark"] as const)("are accessible on a %s background", async (colorScheme) => {
    const { page, close } = await open(`${TEXT}?c=kind&f=story&q=the,he`, { colorScheme });
    await page.getByRole("searchbox").focus();
    const { violations } = await axeOf(page).include(".atlas-viewer").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual(
      [],
    );
    await close();
  });

  it("fit a phone", async () => {
    const { page, close } = await open(`${TEXT}?c=kind&f=story&q=the,he`, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await page.getByRole("button", { name: "Map and search" }).tap();
    await page.getByRole("searchbox").focus();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    const small = await page
      .locator(".legend button, .search button")
      .evaluateAll(
        (buttons) => buttons.filter((button) => button.getBoundingClientRect().height < 44).length,
      );
    expect(small).toBe(0);
    await close();
  });
});
