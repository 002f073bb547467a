/** What pages say of heads: true to heads.json, and the same in every place. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadNumbers, HeadsFile } from "#atlas/head/head-numbers.ts";
import { mistakesIn } from "../helpers/check-reading.ts";
import { showsHabit, sorting, type About } from "../helpers/reading-numbers.ts";

const { folder } = inject("site");

const page = (...path: string[]): Promise<string> => readFile(join(folder, ...path, "index.html"), "utf8");

/** Text of a page's source, without tags and without what terms mean, on one line. */
function textOf(html: string): string {
  const named: Readonly<Record<string, string>> = { amp: "&", quot: '"', lt: "<", gt: ">" };
  return html
    .replaceAll(/<span[^>]* class="meaning".*?<\/span>/gs, "")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(
      /&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
      (all, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return named[name] ?? all;
        return String.fromCodePoint(decimal === undefined ? parseInt(hex ?? "", 16) : Number(decimal));
      },
    )
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** The only match of a pattern's first group. */
function only(html: string, pattern: RegExp): string {
  const all = [...html.matchAll(new RegExp(pattern, "gs"))].map(([, group = ""]) => textOf(group));
  expect(all, String(pattern)).toHaveLength(1);
  return all[0] ?? "";
}

const files = (await readdir(join(folder, "atlas"), { recursive: true })).filter((file) =>
  /(^|[/\\])heads\.json$/.test(file),
);
const atlases = files.map((file) => file.split(/[/\\]/).slice(0, 2).join("/")).sort();

async function headsIn(atlas: string): Promise<readonly HeadNumbers[]> {
  return (JSON.parse(await readFile(join(folder, "atlas", atlas, "heads.json"), "utf8")) as HeadsFile).heads;
}

/** What the page of an atlas says of each head: on its thumbnail and its card, and in the list. */
async function matrixOf(
  atlas: string,
): Promise<{ cards: Map<string, string>; spoken: Map<string, string>; listed: [string, string][] }> {
  const html = await page(atlas);
  const links = [...html.matchAll(/<a [^>]*data-head="[^>]*>/g)].map(([tag]) => tag);
  const attribute = (tag: string, name: string): string => only(tag, new RegExp(`${name}="([^"]*)"`));
  return {
    cards: new Map(links.map((tag) => [attribute(tag, "data-head"), attribute(tag, "data-reading")])),
    spoken: new Map(links.map((tag) => [attribute(tag, "data-head"), attribute(tag, "aria-label")])),
    listed: [...html.matchAll(/data-notable="([^"]*)".*?<p[^>]*>(.*?)<\/p>/gs)].map(
      ([, head = "", reading = ""]) => [head, textOf(reading)],
    ),
  };
}

/** What readings of an atlas depend on besides the numbers of its heads. */
async function aboutIn(atlas: string): Promise<About> {
  const file = await readFile(join(folder, "atlas", atlas, "manifest.json"), "utf8");
  const { dataset, methods, dims } = JSON.parse(file) as Manifest;
  return {
    meanLength: dataset.nTokens / dataset.nSequences,
    map: `${methods[0] ?? ""}${dims.includes(2) ? 2 : 3}`,
  };
}

const BEFORE = ["offset-8", "offset-7", "offset-6", "offset-5", "offset-4", "offset-3", "offset-2"] as const;
const AFTER = ["offset2", "offset3", "offset4", "offset5", "offset6", "offset7", "offset8"] as const;

describe.each(atlases)("%s", (atlas) => {
  it("says of every head what its numbers bear, and the same in every place", async () => {
    const { cards, spoken } = await matrixOf(atlas);
    const heads = await headsIn(atlas);
    const about = await aboutIn(atlas);
    expect([...cards.keys()].sort()).toEqual(heads.map(({ head }) => head).sort());
    for (const numbers of heads) {
      const { head } = numbers;
      const html = await page(atlas, head);
      const reading = only(html, /<p class="reading"[^>]*>(.*?)<\/p>/);
      expect(mistakesIn(reading, numbers, about)).toEqual([]);
      const title = only(html, /<p class="lead"[^>]*>(.*?)<\/p>/);
      expect(title).toMatch(/\.$/);
      expect(reading.startsWith(title), title).toBe(true);
      expect(cards.get(head)).toBe(reading);
      const [, words = "", whole] = /^\w+((?: [^.]+)?)\. (.*)$/.exec(spoken.get(head) ?? "") ?? [];
      expect(whole).toBe(reading);
      // The words under its picture are those of the list, or the color in which it opens.
      expect(words !== "", words).toBe(showsHabit(numbers, about) || sorting(numbers, about) !== undefined);
      for (const name of ['name="description"', 'property="og:description"'])
        expect(only(html, new RegExp(`<meta ${name} content="([^"]*)"`)).endsWith(`. ${reading}`)).toBe(true);
      const stage = /<a [^>]*aria-current="page"[^>]*>.*?<span class="soft"[^>]*>(.*?)<\/span>/s.exec(
        html,
      )?.[1];
      if (stage !== undefined) expect(reading.startsWith(textOf(stage))).toBe(true);
    }
  });

  it("lists every head that shows a habit, once, with the words of its page", async () => {
    const { cards, listed } = await matrixOf(atlas);
    const about = await aboutIn(atlas);
    const wanted = (await headsIn(atlas)).filter((row) => showsHabit(row, about)).map(({ head }) => head);
    expect(listed.map(([head]) => head).toSorted()).toEqual(wanted.toSorted());
    for (const [head, reading] of listed) expect(reading).toBe(cards.get(head));
  });

  it("draws the attention to each offset that heads.json has a number of", async () => {
    for (const numbers of await headsIn(atlas)) {
      const html = await page(atlas, numbers.head);
      const label = /aria-label="Mean weight by offset\. ([^"]*)"/.exec(html)?.[1] ?? "";
      const drawn = label === "" ? [] : label.slice(0, -1).split("; ");
      const names = [...BEFORE, "previous", "self", "next", ...AFTER] as const;
      const wanted = names.filter((name) => (numbers.metrics[name] ?? null) !== null);
      const isFigured = BEFORE.some((name) => (numbers.metrics[name] ?? null) !== null);
      const isCausal = (numbers.metrics.offset2 ?? null) === null;
      const bars = isFigured ? wanted.filter((name) => !(isCausal && name === "next")) : [];
      const two = (value: number | null | undefined): string => (value ?? NaN).toFixed(2);
      expect(drawn.map((words) => words.replace(/^.*: /, ""))).toEqual(
        bars.map((name) => `${two(numbers.metrics[name])} (chance ${two(numbers.chance?.[name])})`),
      );
    }
  });

  it("claims of each map that nearness is attention only as far as its recall bears it", async () => {
    for (const { head, quality } of await headsIn(atlas)) {
      const hint = textOf(/ props="([^"]*nearness[^"]*)"/.exec(await page(atlas, head))?.[1] ?? "");
      for (const [name, { attentionRecall: recall, attentionRecallChance: chance = NaN }] of Object.entries(
        quality,
      )) {
        const said =
          new RegExp(`"${name}":\\[0,\\{"numbers".*?"nearness":\\[0,"(.*?)"\\]`).exec(hint)?.[1] ?? "";
        const [, percent, byChance] = / (\d+) % of the queries .*\(chance (\d+) %\)\.$/.exec(said) ?? [];
        expect(Math.abs(Number(percent) - recall * 100), said).toBeLessThan(0.52);
        expect(Math.abs(Number(byChance) - chance * 100), said).toBeLessThan(0.52);
        const beyond = (recall - chance) / (1 - chance);
        const claim = /^A query (mostly|near a key)|^Nearness of query and key says little/.exec(said)?.[0];
        if (beyond >= 0.6) expect(claim).toBe("A query mostly");
        else if (beyond >= 0.2) expect(claim).toBe("A query near a key");
        else expect(claim).toBe("Nearness of query and key says little");
      }
    }
  });

  it("repeats on a head's page what the pages of other datasets say of it", async () => {
    const [model = "", dataset = ""] = atlas.split("/");
    const others = atlases.filter((other) => other.startsWith(`${model}/`) && other !== atlas);
    for (const { head } of await headsIn(atlas)) {
      const html = await page(atlas, head);
      const said = [
        ...html.matchAll(/<p class="elsewhere[^>]*>(?:(?!<\/p>).)*?<span[^>]*>(.*?)<\/span>/gs),
      ].map(([, reading = ""]) => textOf(reading));
      const there = await Promise.all(others.map(async (other) => (await matrixOf(other)).cards.get(head)));
      expect(said, dataset).toEqual(there);
    }
  });
});

describe("the heads that were once said to do two things", () => {
  it.each([
    ["tiny-gpt/stories", "L3H1", /^Rests mostly on the first token/],
    [
      "tiny-bert/stories",
      "L2H2",
      /^A duplicate-token head: .* 36 % of its attention goes to their other copies .* 32 % goes to the token itself/,
    ],
    [
      "tiny-gpt-step-1600/repeats",
      "L0H3",
      /^Sorts by position, .* Looks at several tokens nearby: .* goes to the previous token/,
    ],
  ])("%s %s does one", async (atlas, head, reading) => {
    const { cards, listed } = await matrixOf(atlas);
    expect(cards.get(head)).toMatch(reading);
    expect(cards.get(head)).not.toContain("induction");
    expect(listed.filter(([name]) => name === head).length).toBeLessThanOrEqual(1);
  });

  it("tiny-gpt on Repeats has three induction heads, and the list has all of them", async () => {
    const { listed } = await matrixOf("tiny-gpt/repeats");
    const induction = listed.filter(([, reading]) => reading.startsWith("An induction head"));
    expect(induction.map(([head]) => head).toSorted()).toEqual(["L3H0", "L3H1", "L3H3"]);
  });
});
