import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { NamedValues } from "#pipeline/arrays/array.ts";
import { writeNpz } from "#pipeline/arrays/npz.ts";
import { capturedVectors } from "../../../helpers/captured-vectors.ts";
import { contentRoot, runBuild, statesOf } from "../../../helpers/run-build.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { treeDigests, writeTinyContent } from "../../../helpers/tiny-content.ts";
import { vectorRows, vectorsFile } from "../../../helpers/vectors-file.ts";

const PROJECTION = "projection: { methods: [pca, tsne], dims: [2], perplexity: 5 }";
const yaml = (source: string): string =>
  `name: Run\nsource: vectors:${source}\ndataset: { slug: lines, name: Lines, license: CC0-1.0, ${PROJECTION} }\n`;
const PCA = "dataset: { projection: { methods: [pca], dims: [2] } }\n";

interface Folders {
  readonly root: string;
  readonly content: string;
  readonly vectors: Map<string, NamedValues>;
}

async function tinyRun(): Promise<Folders> {
  const root = await tempFolder();
  const content = join(root, "content");
  await writeTinyContent(content);
  await writeFile(
    join(content, "datasets/lines.yaml"),
    `name: Lines\nkind: text\nsource: ./lines.jsonl\nlicense: CC0-1.0\n${PROJECTION}\n`,
  );
  return { root, content, vectors: await capturedVectors(content, "tiny") };
}

type Json = Record<string, unknown>;
const manifestOf = async (root: string, model: string): Promise<Json> =>
  JSON.parse(await readFile(join(root, `out/${model}/lines/manifest.json`), "utf8")) as Json;

/** Files of the two atlases that are not the same. */
async function differing(root: string, a: string, b: string): Promise<string[]> {
  const [own, other] = [
    await treeDigests(join(root, `out/${a}/lines`)),
    await treeDigests(join(root, `out/${b}/lines`)),
  ];
  return Object.keys({ ...own, ...other })
    .filter((file) => own[file] !== other[file])
    .sort();
}

/** Numbers of all heads, but for those of a model's weights and of other texts. */
async function headsOf(root: string, model: string): Promise<Json[]> {
  const file = await readFile(join(root, "out", model, "lines/heads.json"), "utf8");
  return (JSON.parse(file) as { heads: Json[] }).heads.map(({ weights, repeats, ...others }) => {
    expect([weights, repeats]).not.toContain(undefined);
    return others;
  });
}

describe("an atlas of vectors", () => {
  it("is that of the model from which they were captured, byte for byte, from every kind of file", async () => {
    const { root, content, vectors } = await tinyRun();
    await writeFile(join(content, "run.npz"), writeNpz(vectors));
    await writeFile(join(content, "run.safetensors"), vectorsFile(vectors));
    await writeFile(join(content, "run.parquet"), vectorRows(vectors));
    await writeFile(join(content, "models/npz.yaml"), yaml("./run.npz"));
    await writeFile(join(content, "models/rows.yaml"), yaml("./run.parquet"));
    await writeFile(join(content, "models/safe.yaml"), yaml("./run.safetensors"));
    expect(await statesOf(root)).toEqual({
      "npz/lines": "built 2",
      "rows/lines": "built 2",
      "safe/lines": "built 2",
      "tiny/lines": "built 2",
    });
    const theirs = await manifestOf(root, "tiny");
    for (const model of ["npz", "safe", "rows"]) {
      expect(await differing(root, model, "tiny")).toEqual([
        "circuits.json",
        "files.json",
        "heads.json",
        "manifest.json",
      ]);
      // Vectors come without weight matrices, and no model can be run on other texts.
      expect(await headsOf(root, model)).toEqual(await headsOf(root, "tiny"));
      const own = await manifestOf(root, model);
      const keys = Object.keys(own).filter((key) => JSON.stringify(own[key]) !== JSON.stringify(theirs[key]));
      // Names and digests of the input, and how well the weights could be recomputed.
      expect(keys).toEqual(["model", "dataset", "replay", "buildKey"]);
      expect(own["dataset"]).toEqual({
        ...(theirs["dataset"] as Json),
        digest: (own["dataset"] as Json)["digest"],
      });
      expect((own["replay"] as { maxError: number }).maxError).toBeLessThan(1e-6);
    }
  });

  it("has the maps of the model where its weights are computed, and the numbers closely", async () => {
    const { root, content, vectors } = await tinyRun();
    vectors.delete("weights");
    vectors.set("causal", { type: "b1", shape: [], values: Uint8Array.of(0) });
    await writeFile(join(content, "run.npz"), writeNpz(vectors));
    await writeFile(join(content, "models/npz.yaml"), yaml("./run.npz"));
    await statesOf(root);
    const same = new Set(Object.keys(await treeDigests(join(root, "out/npz/lines"))));
    for (const file of await differing(root, "npz", "tiny")) same.delete(file);
    expect([...same].filter((file) => file.includes("pca"))).not.toEqual([]);
  });

  it("is built again when its file changes, and not when nothing does", async () => {
    const { content, vectors } = await tinyRun();
    const root = await contentRoot({
      "models/run.yaml": `name: Run\nsource: vectors:./run.npz\n${PCA}`,
      "run.npz": writeNpz(vectors),
    });
    expect(content).not.toBe("");
    expect(await statesOf(root)).toEqual({ "run/sentences": "built 2" });
    expect(await statesOf(root)).toEqual({ "run/sentences": "unchanged 0" });
    const q = vectors.get("q");
    if (q?.type !== "f4") throw new Error("There are no queries.");
    q.values[0] = 0.25;
    vectors.delete("weights");
    vectors.set("causal", { type: "b1", shape: [], values: Uint8Array.of(1) });
    await writeFile(join(root, "content/run.npz"), writeNpz(vectors));
    expect(await statesOf(root)).toEqual({ "run/sentences": "built 2" });
    const { warnings } = await runBuild(root);
    expect(warnings).toEqual([]);
  });
});
