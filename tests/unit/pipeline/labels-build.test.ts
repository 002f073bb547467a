/** Labels from the file of an author to what a page reads. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readManifest, type Manifest } from "#atlas/files/manifest.ts";
import { labelText } from "#atlas/tokens/token-labels.ts";
import { decodeTokens, type TokenTable } from "#atlas/tokens/tokens.ts";
import { findTokens } from "#drawing/search/find-tokens.ts";
import { contentRoot, runBuild } from "../../helpers/run-build.ts";
import { writeTinyModel } from "../../helpers/tiny-model.ts";
import { writeTinyVit } from "../../helpers/tiny-vit.ts";

const PCA = "projection: { methods: [pca], dims: [2] }\n";
const MODEL = "name: M\nsource: ./weights/m\ndatasets: [d]\n";

interface Built {
  readonly manifest: Manifest;
  readonly table: TokenTable;
  readonly warnings: readonly string[];
}

async function build(root: string): Promise<Built> {
  const { outcomes, errors } = await runBuild(root);
  expect(errors).toEqual([]);
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(root, "out/m/d", name), "utf8"));
  return {
    manifest: readManifest(await read("manifest.json")),
    table: decodeTokens(await read("tokens.json")),
    warnings: outcomes["m/d"]?.warnings ?? [],
  };
}

async function buildTexts(lines: readonly object[], more = ""): Promise<Built> {
  const root = await contentRoot({
    "models/m.yaml": MODEL,
    "datasets/d.yaml": `name: D\nkind: text\nsource: ./d.jsonl\n${PCA}${more}`,
    "datasets/d.jsonl": lines.map((line) => JSON.stringify(line)).join("\r"),
  });
  await writeTinyModel(join(root, "content/weights/m"));
  return build(root);
}

async function picturesRoot(labels: unknown, more = ""): Promise<string> {
  const root = await contentRoot({
    "models/m.yaml": MODEL,
    "datasets/d.yaml": `name: D\nkind: images\nsource: ./d\n${PCA}${more}`,
    "datasets/d/labels.json": `\uFEFF${JSON.stringify(labels)}`,
  });
  await writeTinyVit(join(root, "content/weights/m"));
  for (const [name, background] of Object.entries({ "a.png": "#f00", "b.png": "#0f0" })) {
    const picture = sharp({ create: { width: 9, height: 9, channels: 3, background } });
    await writeFile(join(root, "content/datasets/d", name), await picture.png().toBuffer());
  }
  return root;
}

/** What a label says of the tokens of a sequence, token by token. */
const said = ({ table }: Built, label: string, sequence: number): string[] =>
  Array.from({ length: table.nTokens }, (_, token) => token)
    .filter((token) => table.sequenceOf[token] === sequence)
    .map((token) => labelText(table.labels.get(label)!, token));

const sequencesFound = ({ table }: Built, search: string): number[] => {
  const { termOf } = findTokens(table, search) ?? { termOf: new Int16Array() };
  return [
    ...new Set([...termOf.keys()].filter((t) => termOf[t] !== -1).map((t) => table.sequenceOf[t] ?? -1)),
  ];
};

describe("labels of texts", () => {
  it("that some lines lack are shown, and none there: of lines, of their parts, in numbers, by any name", async () => {
    const built = await buildTexts([
      { text: "the cat sees a bird .", kind: "x", score: 0.1, constructor: "c", tags: ["p", "q"] },
      { text: "a dog and the cat .", kind: null, score: 0.15, spans: { part: [[2, 5, "noun"]] } },
      { text: "the dog sleeps .", score: null, spans: null, tags: "q" },
      { text: "a bird sees the dog .", kind: "y", spans: { part: null, weight: [[2, 6, 0.5]] } },
    ]);
    expect(built.manifest.dataset.labels).toEqual(["kind", "score", "constructor", "tags", "part", "weight"]);
    expect([...built.table.labels.keys()]).toEqual(built.manifest.dataset.labels);
    const ofSequences = (label: string): (string | undefined)[] =>
      [0, 1, 2, 3].map((sequence) => said(built, label, sequence)[1]);
    expect(ofSequences("kind")).toEqual(["x", "", "", "y"]);
    expect(ofSequences("score")).toEqual(["0.1", "0.15", "", ""]);
    expect(ofSequences("constructor")).toEqual(["c", "", "", ""]);
    expect(ofSequences("tags")).toEqual(["p, q", "", "q", ""]);
    // [CLS] a dog and the cat . [SEP]
    expect(said(built, "part", 1)).toEqual(["", "", "noun", "", "", "", "", ""]);
    expect(said(built, "part", 2).join("")).toBe("");
    expect(said(built, "weight", 3)).toEqual(["", "", "0.5", "", "", "", "", ""]);
    expect(sequencesFound(built, "score:0.1")).toEqual([0]);
    expect(sequencesFound(built, "score:>0.1")).toEqual([1]);
    expect(sequencesFound(built, 'score:""')).toEqual([2, 3]);
    expect(sequencesFound(built, 'tags:"q"')).toEqual([0, 2]);
    expect(built.warnings).toEqual([]);
  });

  it("called __proto__ are in the manifest and in the tokens alike", async () => {
    const line = (kind: string): object =>
      JSON.parse(`{"text": "the cat sees a bird .", "__proto__": "${kind}"}`) as object;
    const built = await buildTexts([line("toString"), line("valueOf")]);
    expect(built.manifest.dataset.labels).toEqual(["__proto__"]);
    expect(said(built, "__proto__", 1)[0]).toBe("valueOf");
  });

  it("count their spans in characters, or in UTF-16 units where the dataset says so", async () => {
    const text = "🐶🐶 the cat sees a bird .";
    const at = (start: number, end: number): object => ({ text, spans: { part: [[start, end, "noun"]] } });
    for (const built of [
      await buildTexts([at(7, 10), at(7, 10)]),
      await buildTexts([at(9, 12), at(9, 12)], "spanUnits: utf16\n"),
    ]) {
      const words = Array.from(
        { length: built.table.nTokens },
        (_, t) => built.table.vocab[built.table.ids[t]!],
      );
      const nouns = words.filter((_, t) => labelText(built.table.labels.get("part")!, t) === "noun");
      expect(nouns).toEqual([" cat", " cat"]);
    }
  });
});

describe("labels of pictures", () => {
  const sixteen = Array.from({ length: 16 }, (_, i) => i / 10);

  it("that some pictures lack are shown, and none there; what fits no file is told, on the page, too", async () => {
    const built = await build(
      await picturesRoot([
        { file: "pictures\\a.png", kind: "x", cover: sixteen },
        { file: "gone.png", kind: "y", other: "z" },
      ]),
    );
    expect(built.manifest.dataset.labels).toEqual(["kind", "cover"]);
    expect([said(built, "kind", 0)[0], said(built, "kind", 1)[0]]).toEqual(["x", ""]);
    expect(said(built, "cover", 0)).toEqual(sixteen.map(String));
    expect(said(built, "cover", 1).join("")).toBe("");
    const told = [
      "labels.json names files that are not there; their entries are left out: “gone.png”.",
      "labels.json names another folder; its entries are taken for the files of the same names here: “pictures\\a.png”.",
    ];
    expect(built.warnings).toEqual(told);
    expect(built.manifest.warnings).toEqual(told);
  });

  it("of another length than there are patches stop the build, unless they are said to be of another grid", async () => {
    const labels = [{ file: "a.png", cover: sixteen.slice(1) }];
    const { errors } = await runBuild(await picturesRoot(labels));
    expect(errors.join("\n")).toContain(
      "a.png, cover: the length of the list of labels is not the number of patches: expected 16 values, for 4 × 4 patches, received 15.",
    );
    const built = await build(
      await picturesRoot([{ file: "a.png", kind: "x", cover: sixteen.slice(1) }], "labelGrid: [3, 5]\n"),
    );
    expect(built.manifest.dataset.labels).toEqual(["kind"]);
    expect(built.manifest.warnings).toEqual([
      "Labels per patch (cover) are left out: they are made for 3 × 5 patches, and this model sees 4 × 4.",
    ]);
  });
});
