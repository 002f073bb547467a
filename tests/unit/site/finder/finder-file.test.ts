import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { readFinder } from "#finder/finder-file.ts";
import { finderFile } from "../../../../src/site/finder/finder-file.ts";
import { sortedWords } from "../../../../src/site/head-words.ts";
import { head, text } from "../../../helpers/read-heads.ts";

const manifest = {
  ...text,
  model: { slug: "m", name: "m" },
  dataset: { ...text.dataset, slug: "d", labels: [] },
  towers: [{ heads: [2] }],
  methods: ["umap"],
  dims: [2],
} as unknown as Manifest;
/** With a map, of which nothing more is told. */
const mapped = (row: HeadNumbers): HeadNumbers =>
  ({ ...row, alignment: {}, quality: { umap2: { sampled: 100 } } }) as unknown as HeadNumbers;
const one = mapped(head({ previous: 0.9 }, {}, "L0H0"));
const two: HeadNumbers = {
  ...mapped(head({}, {}, "L0H1")),
  explained: {
    umap2: [
      { color: "position", share: 0.93 },
      { color: "role", share: 0.2 },
    ],
  },
};
const numbers = new Map([one, two].map((row) => [row.head, row]));

describe("the file of the finder", () => {
  it("has every measure of the catalog that a head has, beside its chance, and what each head does", () => {
    const table = readFinder(JSON.parse(JSON.stringify(finderFile(manifest, numbers))));
    expect(table.names).toEqual(["L0H0", "L0H1"]);
    const previous = table.columns.find(({ id }) => id === "previous");
    expect(previous?.values[0]).toBe(0.9);
    expect(previous?.chance?.[0]).toBe(one.chance?.previous);
    expect([...table.words.of].map((place) => table.words.texts[place])).toEqual(["previous token", ""]);
    expect([...table.sorted.of].map((place) => table.sorted.texts[place])).toEqual([
      "Query or key",
      "Position",
    ]);
    // Only the second head says what explains its map.
    const explained = table.columns.find(({ id }) => id === "explained.position");
    expect([...(explained?.values ?? [])]).toEqual([NaN, 0.93]);
    expect(explained?.why?.get(0)).toContain("Build it again");
  });

  it("names colors as their buttons do", () => {
    const { columns } = finderFile(manifest, numbers);
    const titles = columns.filter(({ id }) => id.startsWith("explained.")).map(({ title }) => title);
    expect(titles).toEqual(["Map explained by position", "Map explained by query or key"]);
  });

  it("has no roles where the atlas was built without reasons", () => {
    expect(finderFile(manifest, numbers).roles).toBeUndefined();
  });
});

describe("the words of a map whose color its author has chosen", () => {
  it("say that it is sorted by that color only where it is", () => {
    expect(sortedWords({ ...manifest, color: "position" }, two)).toBe("by position");
    const little = { ...two, explained: { umap2: [{ color: "position", share: 0.1 }] } };
    expect(sortedWords({ ...manifest, color: "position" }, little)).toBe("");
  });
});
