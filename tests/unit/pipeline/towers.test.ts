/** Atlases of models with several towers, from the files of the zoo to what the site reads. */
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { decodeAttention } from "#atlas/files/attention.ts";
import { decodeCoordinates } from "#atlas/files/coordinates.ts";
import { headsOf, manifestOf, nPointsOf, readManifest, type Manifest } from "#atlas/files/manifest.ts";
import { formatHead, parseHead } from "#atlas/head/head-id.ts";
import {
  decodeTokens,
  hasRole,
  positionOf,
  spanOf,
  tokenText,
  type TokenTable,
} from "#atlas/tokens/tokens.ts";
import { buildAll } from "#pipeline/build-all.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { hasZoo, zooFile } from "../../helpers/zoo.ts";

const PCA = "projection: { methods: [pca], dims: [2] }";
const PAIRS = [
  { text: "the river and the tree sees a small house", target: "a big river" },
  { text: "the tree", target: "the small tree and the river" },
  { text: "a house and a river and a tree", target: "the house" },
];

interface BuiltAtlas {
  readonly manifest: Manifest;
  readonly warnings: readonly string[];
  readonly read: (file: string) => Promise<unknown>;
}

/** @param dataset What stands in the dataset's YAML; its files are put in place by `prepare`. */
async function build(
  model: string,
  dataset: string,
  prepare: (folder: string) => Promise<void>,
): Promise<BuiltAtlas> {
  const root = await tempFolder();
  const content = join(root, "content");
  for (const folder of ["models", "datasets"]) await mkdir(join(content, folder), { recursive: true });
  await prepare(join(content, "datasets"));
  const source = join(process.cwd(), zooFile(model, ""));
  await writeFile(join(content, "models/m.yaml"), `name: M\nsource: ${source}\ndatasets: [d]\n`);
  await writeFile(join(content, "datasets/d.yaml"), `name: D\n${dataset}\n${PCA}\n`);
  const warnings: string[] = [];
  const folders = { contentFolder: content, outFolder: join(root, "out"), workFolder: join(root, "work") };
  await buildAll(folders, {
    progress: () => undefined,
    done: (_, outcome) => warnings.push(...outcome.warnings),
    failed: (_, error) => {
      throw error;
    },
  });
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(root, "out/m/d", file), "utf8"));
  return { manifest: readManifest(await read(atlasFiles.manifest)), warnings, read };
}

const pairs = async (folder: string): Promise<void> =>
  writeFile(join(folder, "d.jsonl"), PAIRS.map((pair) => JSON.stringify(pair)).join("\n"));

async function tableOf({ read }: BuiltAtlas, tower: string): Promise<TokenTable> {
  return decodeTokens(await read(atlasFiles.tokens(tower)));
}

const textOf = (table: TokenTable, sequence: number, role: "query" | "key"): string => {
  const { start, n } = spanOf(table, sequence, role);
  return Array.from({ length: n }, (_, i) => tokenText(table, start + i))
    .join("")
    .trim();
};

describe.runIf(hasZoo)("an atlas of an encoder and its decoder (skipped without ../shared/zoo)", () => {
  it("shows what each tower reads, and between them queries of one and keys of the other", async () => {
    const atlas = await build("t5", "kind: text\nsource: ./d.jsonl", pairs);
    expect(atlas.manifest.towers.map(({ name, heads }) => [name, heads])).toEqual([
      ["encoder", [4, 4]],
      ["decoder", [4, 4]],
      ["cross", [4, 4]],
    ]);
    const [encoder, decoder, cross] = await Promise.all(
      ["encoder", "decoder", "cross"].map((tower) => tableOf(atlas, tower)),
    );
    if (!encoder || !decoder || !cross) throw new Error("a tower has no tokens");
    expect(encoder.nTokens + decoder.nTokens).toBe(cross.nTokens);
    // The start token in front, the closing one left away: what the decoder is fed while it says the target.
    expect(textOf(decoder, 0, "query")).toMatch(/^\[PAD\].*a big river$/);
    expect(textOf(cross, 1, "query")).toBe(textOf(decoder, 1, "query"));
    expect(textOf(cross, 1, "key")).toBe(textOf(encoder, 1, "key"));
    expect(encoder.split).toBeNull();
    const asking = spanOf(cross, 2, "query").start;
    expect([hasRole(cross, asking, "query"), hasRole(cross, asking, "key")]).toEqual([true, false]);
    expect([positionOf(cross, asking), positionOf(cross, asking - 1)]).toEqual([
      0,
      spanOf(cross, 2, "key").n - 1,
    ]);
    expect(atlas.manifest.dataset.labels).toEqual([]);
  });

  it("gives every head its points, and patterns whose rows sum to 1", async () => {
    const atlas = await build("bart", "kind: text\nsource: ./d.jsonl", pairs);
    // Four heads in the encoder, three in the decoder.
    expect(headsOf(atlas.manifest)).toHaveLength(2 * 4 + 2 * 3 + 2 * 3);
    for (const name of ["encoder-L1H3", "decoder-L0H2", "cross-L1H1"]) {
      const id = parseHead(name);
      if (!id) throw new Error(name);
      const table = await tableOf(atlas, id.tower ?? "");
      const points = nPointsOf(manifestOf(atlas.manifest, id.tower));
      const map = await atlas.read(headFiles.coordinates(id, { method: "pca", dim: 2 }));
      expect(decodeCoordinates(map, points).n, name).toBe(points);
      const json = await atlas.read(headFiles.attention(id));
      const attention = decodeAttention(json, table.starts, table.split);
      for (let s = 0; s < table.nSequences; s++) {
        const [queries, keys] = [spanOf(table, s, "query"), spanOf(table, s, "key")];
        for (let query = 0; query < queries.n; query++) {
          const row = Array.from({ length: keys.n }, (_, key) => attention.weight(s, query, key));
          expect(
            row.reduce((a, b) => a + b, 0),
            `${name}, sequence ${s}, query ${query}`,
          ).toBeCloseTo(1, 1);
        }
      }
    }
    const numbers = (await atlas.read(atlasFiles.heads)) as {
      heads: { head: string; metrics: { previous: number | null; entropy: number } }[];
    };
    const metricsOf = (head: string) => numbers.heads.find((row) => row.head === head)?.metrics;
    expect(metricsOf("encoder-L0H0")?.previous).toBeGreaterThan(0);
    // There is no token before, where the keys are another text's.
    expect(metricsOf("cross-L0H0")).toMatchObject({ previous: null, distance: null });
  });

  it("lets the decoder read the encoder's text where the dataset names no other, and says so", async () => {
    const atlas = await build("t5", "kind: text\nsource: ./d.txt", (folder) =>
      writeFile(join(folder, "d.txt"), PAIRS.map(({ text }) => text).join("\n")),
    );
    expect(atlas.warnings.join("\n")).toContain("The decoder reads the encoder's own text");
    const [encoder, decoder] = [await tableOf(atlas, "encoder"), await tableOf(atlas, "decoder")];
    expect(textOf(decoder, 1, "query")).toContain("the tree");
    expect(textOf(encoder, 1, "query")).toContain("the tree");
  });

  it("shows what a model of speech hears beside what is said", async () => {
    const atlas = await build("whisper", "kind: audio\nsource: ./sounds", async (folder) => {
      await cp("content/datasets/sounds", join(folder, "sounds"), { recursive: true });
      const labels = JSON.parse(await readFile(join(folder, "sounds/labels.json"), "utf8")) as object[];
      const said = labels.map((label) => ({ ...label, transcript: "the river and the tree" }));
      await writeFile(join(folder, "sounds/labels.json"), JSON.stringify(said));
    });
    expect(atlas.manifest.towers.map(({ name }) => name)).toEqual(["encoder", "decoder", "cross"]);
    const cross = await tableOf(atlas, "cross");
    expect(textOf(cross, 0, "key")).toMatch(/^0\.00 s 0\.\d\d s/);
    expect(textOf(cross, 0, "query")).toContain("the river and the tree");
  });
});

describe.runIf(hasZoo)("an atlas of pictures and their captions (skipped without ../shared/zoo)", () => {
  const scenes = (caption: boolean) => async (folder: string) => {
    await mkdir(join(folder, "scenes"));
    const files = ["scene-00.png", "scene-01.png", "scene-02.png"];
    for (const file of files) {
      await cp(join("../shared/starter/scenes", file), join(folder, "scenes", file));
    }
    const labels = files.map((file, i) => ({
      file,
      place: i % 2 ? "left" : "right",
      ...(caption ? { caption: "a small tree and the river" } : {}),
    }));
    await writeFile(join(folder, "scenes/labels.json"), JSON.stringify(labels));
  };

  it("has a tower of each", async () => {
    const atlas = await build("clip", "kind: images\nsource: ./scenes", scenes(true));
    const { towers } = atlas.manifest;
    expect(new Set(towers.map(({ name }) => name))).toEqual(new Set(["text", "vision"]));
    const [text, vision] = [manifestOf(atlas.manifest, "text"), manifestOf(atlas.manifest, "vision")];
    expect([text.dataset.kind, text.causal, text.dHead]).toEqual(["text", true, 12]);
    expect([vision.dataset.kind, vision.causal, vision.dHead]).toEqual(["images", false, 16]);
    expect(text.patches).toBeNull();
    expect(vision.patches).toMatchObject({ rows: 4, columns: 4, nSpecial: 1 });
    expect(vision.dataset.labels).toEqual(["place"]);
    expect(textOf(await tableOf(atlas, "text"), 0, "query")).toContain("a small tree and the river");
    expect(headsOf(atlas.manifest).map(formatHead)).toContain("vision-L1H3");
  });

  it("has only the one that sees where nothing is written, and says so", async () => {
    const atlas = await build("clip", "kind: images\nsource: ./scenes", scenes(false));
    expect(atlas.manifest.towers.map(({ name }) => name)).toEqual(["vision"]);
    expect(atlas.warnings.join("\n")).toContain("only vision is shown");
  });

  it("has only the one that reads where the dataset is of texts", async () => {
    const atlas = await build("clip", "kind: text\nsource: ./d.jsonl", pairs);
    expect(atlas.manifest.towers.map(({ name }) => name)).toEqual(["text"]);
  });
});
