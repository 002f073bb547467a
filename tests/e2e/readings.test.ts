/** What pages say of heads: true to heads.json, and the same in every place. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import type { HeadNumbers, HeadsFile } from "#atlas/head/head-numbers.ts";
import { mistakesIn } from "../helpers/check-reading.ts";

const { folder } = inject("site");

const page = (...path: string[]): Promise<string> => readFile(join(folder, ...path, "index.html"), "utf8");

/** Text of a page's source, without tags, on one line. */
function textOf(html: string): string {
  const named: Readonly<Record<string, string>> = { amp: "&", quot: '"', lt: "<", gt: ">" };
  return html
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

/** Whether the head has any habit, from its numbers alone: the least beyond chance, as the checks of clauses have it. */
function showsHabit({ metrics, chance }: HeadNumbers): boolean {
  const above = (name: keyof HeadNumbers["metrics"]): number => {
    const even = chance?.[name] ?? NaN;
    return ((metrics[name] ?? NaN) - even) / (1 - even);
  };
  const beyond = { previous: above("previous"), next: above("next"), self: above("self") };
  const clear = Object.entries(beyond).filter(([, by]) => by >= 0.15);
  const isDivided =
    clear.length >= 2 && clear.reduce((sum, [name]) => sum + (metrics[name as "self"] ?? 0), 0) >= 0.5;
  return (
    above("induction") >= 0.3 ||
    above("first") >= 0.3 ||
    beyond.previous >= 0.3 ||
    beyond.next >= 0.3 ||
    beyond.self >= 0.35 ||
    isDivided ||
    metrics.entropy <= 0.4
  );
}

describe.each(atlases)("%s", (atlas) => {
  it("says of every head what its numbers bear, and the same in every place", async () => {
    const { cards, spoken } = await matrixOf(atlas);
    const heads = await headsIn(atlas);
    expect([...cards.keys()].sort()).toEqual(heads.map(({ head }) => head).sort());
    for (const numbers of heads) {
      const { head } = numbers;
      const html = await page(atlas, head);
      const reading = only(html, /<p class="lead"[^>]*>(.*?)<\/p>/);
      expect(mistakesIn(reading, numbers)).toEqual([]);
      expect(cards.get(head)).toBe(reading);
      expect(spoken.get(head)).toBe(`${head}. ${reading}`);
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
    const wanted = (await headsIn(atlas)).filter(showsHabit).map(({ head }) => head);
    expect(listed.map(([head]) => head).toSorted()).toEqual(wanted.toSorted());
    for (const [head, reading] of listed) expect(reading).toBe(cards.get(head));
  });

  it("claims of each map that nearness is attention only as far as its recall bears it", async () => {
    for (const { head, quality } of await headsIn(atlas)) {
      const hint = textOf(/ props="([^"]*nearness[^"]*)"/.exec(await page(atlas, head))?.[1] ?? "");
      for (const [name, { attentionRecall: recall, attentionRecallChance: chance = NaN }] of Object.entries(
        quality,
      )) {
        const said = new RegExp(`"${name}":\\[0,"(.*?)"\\]`).exec(hint)?.[1] ?? "";
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
      const said = [...html.matchAll(/<p class="elsewhere[^>]*>.*?<span[^>]*>(.*?)<\/span>/gs)].map(
        ([, reading = ""]) => textOf(reading),
      );
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
      /^Looks at several tokens, .* 32 % of its attention goes to the token itself/,
    ],
    ["tiny-gpt-step-1600/repeats", "L0H3", /^Looks at several tokens nearby: .* goes to the previous token/],
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
