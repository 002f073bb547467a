/** An export to HeadVis becomes an atlas of patterns, with the same numbers and weights. */
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { checkPatterns } from "#atlas/patterns/check-patterns.ts";
import { patternsSchema } from "#atlas/patterns/patterns.schema.ts";
import type { HeadPatterns, PatternsManifest } from "#atlas/patterns/patterns.ts";
import { HEADVIS_METRICS } from "#measures/headvis.ts";
import { openAtlasOnDisk } from "#pipeline/figure/atlas-on-disk.ts";
import { readAtlases } from "../../../../src/integration/read-atlases.ts";
import { builtTiny, exportFrom } from "../../../helpers/export-tiny.ts";
import { readHeadVis, type HeadVisTree } from "../../../helpers/headvis-schema.ts";
import { runBuild } from "../../../helpers/run-build.ts";
import { treeDigests } from "../../../helpers/tiny-content.ts";

const YAML = "name: Again\nsource: headvis:./tree\ndataset: { slug: lines, name: Lines, license: CC0-1.0 }\n";
const NAMES = Object.keys(HEADVIS_METRICS) as (keyof typeof HEADVIS_METRICS)[];

let root: string;
let tree: HeadVisTree;
let manifest: PatternsManifest;
const patterns = new Map<string, HeadPatterns>();

beforeAll(async () => {
  root = await builtTiny();
  await exportFrom(root, { format: "headvis", out: "content/tree" });
  tree = await readHeadVis(join(root, "content/tree"));
  await writeFile(join(root, "content/models/again.yaml"), YAML);
  expect((await runBuild(root, { methods: ["pca"] })).errors).toEqual([]);
  const json = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(root, "out/again/lines", file), "utf8"));
  manifest = patternsSchema.parse(await json("manifest.json"));
  for (const name of tree.heads.keys())
    patterns.set(name, checkPatterns(await json(`heads/${name}/patterns.json`)));
});

describe("an atlas of a HeadVis tree", () => {
  it("has the tree's numbers of each head, under their names", () => {
    expect(manifest.numbers.map(({ name }) => name)).toEqual(NAMES);
    const rows = manifest.heads.map(({ layer, head, values }) => [
      { layer, head },
      Object.fromEntries(values.map((value, i) => [NAMES[i]!, value] as const)),
    ]);
    expect(rows).toEqual(tree.scatter.map(({ layer, head, ...numbers }) => [{ layer, head }, numbers]));
  });

  it("has the tree's sequences, tokens and weights", () => {
    for (const [name, { sequences, top_key_tokens, qk_distance_histogram }] of tree.heads) {
      const head = patterns.get(name)!;
      expect(head.sequences).toEqual(
        sequences.map((each) => ({
          id: each.sequence_id,
          interval: each.interval,
          largest: each.max_activation,
          tokens: each.tokens,
          indices: each.attention_indices,
          weights: each.attention_values,
        })),
      );
      expect(head.attended).toEqual(top_key_tokens);
      expect(head.distances).toEqual({
        edges: qk_distance_histogram.bin_edges,
        values: qk_distance_histogram.bin_values,
      });
    }
  });

  it("says what it was made of", () => {
    expect(manifest).toMatchObject({
      kind: "patterns",
      model: { slug: "again", name: "Again" },
      dataset: { slug: "lines", name: "Lines" },
      origin: { model: "Tiny", dataset: "Lines", nSequences: 8, leastWeight: 0.005, mostKeys: 8 },
      nIntervals: 10,
    });
  });

  it("is read by the site beside those with maps", async () => {
    const found = await readAtlases(join(root, "out"));
    expect(found.leftOut).toEqual([]);
    expect([...found.atlases.keys()]).toEqual(["tiny/lines"]);
    expect([...found.patterns.keys()]).toEqual(["again/lines"]);
    const { digest, ...read } = found.patterns.get("again/lines")!;
    expect(read).toEqual({ manifest });
    expect(digest).toMatch(/^[0-9a-f]{12}$/);
  });

  it("is left as it is by the next build, and built again when the tree has changed", async () => {
    const before = await treeDigests(join(root, "out/again/lines"));
    const state = async (): Promise<string | undefined> => {
      const { outcomes } = await runBuild(root, { methods: ["pca"] });
      return outcomes["again/lines"]?.state;
    };
    expect(await state()).toBe("unchanged");
    const path = join(root, "content/tree/heads/L0H0.json");
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace('"sequence_id":0', '"sequence_id":77'));
    expect(await state()).toBe("built");
    expect(await treeDigests(join(root, "out/again/lines"))).not.toEqual(before);
    await writeFile(path, text);
    expect(await state()).toBe("built");
    expect(await treeDigests(join(root, "out/again/lines"))).toEqual(before);
  });

  it("is published again when a file of it was lost", async () => {
    await rm(join(root, "out/again/lines/heads/L0H1/patterns.json"));
    const { outcomes } = await runBuild(root, { methods: ["pca"] });
    expect(outcomes["again/lines"]).toMatchObject({
      state: "built",
      warnings: ["The atlas is published again: heads/L0H1/patterns.json was missing."],
    });
  });

  it("is left out of an export of everything, with a word, and refused by its name", async () => {
    const { warnings, nAtlases } = await exportFrom(root, { format: "csv", out: "all" });
    expect([nAtlases, warnings.join()]).toEqual([1, expect.stringContaining("“again/lines” left out")]);
    await expect(exportFrom(root, { addresses: ["again"], out: "one" })).rejects.toThrow(
      "an atlas of a HeadVis tree cannot be exported",
    );
  });

  it("has nothing of which a figure could be made", async () => {
    const opened = openAtlasOnDisk([join(root, "out")], { model: "again", dataset: "lines" });
    await expect(opened).rejects.toThrow("there is nothing to draw: expected an atlas with maps");
  });

  it("is not built of a tree with mistakes, and the old atlas stays", async () => {
    const before = await treeDigests(join(root, "out/again/lines"));
    await cp(join(root, "content/tree"), join(root, "kept"), { recursive: true });
    const path = join(root, "content/tree/heads/L0H1.json");
    await writeFile(path, (await readFile(path, "utf8")).replace('"seq_len":', '"seq_len":1'));
    const { errors } = await runBuild(root, { methods: ["pca"] });
    expect(errors.join("\n")).toContain("sequences.0.tokens: another number of tokens");
    expect(await treeDigests(join(root, "out/again/lines"))).toEqual(before);
    await rm(join(root, "content/tree"), { recursive: true });
    await cp(join(root, "kept"), join(root, "content/tree"), { recursive: true });
  });
});
