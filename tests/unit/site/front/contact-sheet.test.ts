import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { contactSheet } from "../../../../src/site/front/contact-sheet.ts";
import type { NumberedAtlas } from "../../../../src/site/front/striking-heads.ts";
import { head, text } from "../../../helpers/read-heads.ts";

type Metrics = Parameters<typeof head>[0];

/** Heads of one layer; `explained` sorts the first map of each head by its name. */
function atlas(
  slug: string,
  metrics: readonly Metrics[],
  { nTokens = 100, explained = {} }: { nTokens?: number; explained?: Record<string, Shares> } = {},
): NumberedAtlas {
  const manifest = {
    ...text,
    model: { slug, name: slug },
    dataset: { ...text.dataset, slug: `d${nTokens}`, labels: [], nTokens },
    towers: [{ heads: [metrics.length] }],
    methods: ["umap"],
    dims: [2],
  } as unknown as Manifest;
  const rows = metrics.map((each, i) => {
    const row = head(each, {}, `L0H${i}`);
    const own = explained[row.head];
    return own === undefined ? row : { ...row, explained: { umap2: own } };
  });
  return { manifest, rows };
}
type Shares = NonNullable<HeadNumbers["explained"]>[string];

const many = (count: number): Metrics[] => Array.from({ length: count }, () => ({}));
const sizes = (atlases: readonly NumberedAtlas[]): number[] =>
  contactSheet(atlases).map(({ tiles }) => tiles.length);

describe("the contact sheet", () => {
  it("shows each head in the color in which it opens, with what it looks at and what sorts its map", () => {
    const [sheet] = contactSheet([
      atlas("gpt", [{ previous: 0.9 }, {}, {}, {}], {
        explained: {
          L0H0: [{ color: "position", share: 0.93 }],
          // Better than position, but not clearly: query and key stay.
          L0H1: [
            { color: "position", share: 0.75 },
            { color: "role", share: 0.7 },
          ],
          L0H2: [{ color: "position", share: 0.2 }],
        },
      }),
    ]);
    expect(sheet?.tiles.map(({ name, color, words }) => [name, color, ...words])).toEqual([
      ["L0H0", "position", "previous token", "by position"],
      ["L0H1", "role", "by query or key"],
      ["L0H2", "role"],
      ["L0H3", "role"],
    ]);
  });

  it("shows a model on the dataset with the most tokens", () => {
    const sheets = contactSheet([
      atlas("gpt", [{}], { nTokens: 50 }),
      atlas("gpt", [{}], { nTokens: 200 }),
      atlas("bert", [{}]),
    ]);
    expect(sheets.map(({ manifest }) => `${manifest.model.slug} ${manifest.dataset.slug}`)).toEqual([
      "gpt d200",
      "bert d100",
    ]);
  });

  it("shows all heads of a model of 200, and of a larger one the strongest of every kind, in its own order", () => {
    expect(sizes([atlas("small", many(200))])).toEqual([200]);
    const large = many(300);
    large[250] = { previous: 0.8 };
    large[120] = { induction: 0.9 };
    const [sheet] = contactSheet([atlas("large", large)]);
    expect(sheet?.nHeads).toBe(300);
    expect(sheet?.tiles).toHaveLength(48);
    const names = sheet?.tiles.map(({ name }) => name) ?? [];
    expect(names.slice(-2)).toEqual(["L0H120", "L0H250"]);
    // None of the others has a habit: they come as the model has them.
    expect(names.slice(0, 3)).toEqual(["L0H0", "L0H1", "L0H2"]);
  });

  it("never shows more than 240 tiles: models share them, and the last of very many are left out", () => {
    const models = (count: number): NumberedAtlas[] =>
      Array.from({ length: count }, (_, i) => atlas(`m${i}`, many(100)));
    expect(sizes(models(2))).toEqual([100, 100]);
    expect(sizes(models(3))).toEqual([80, 80, 80]);
    expect(sizes(models(40))).toEqual(Array.from({ length: 30 }, () => 8));
    expect(contactSheet([])).toEqual([]);
  });
});
