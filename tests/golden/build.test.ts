import { spawn } from "node:child_process";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeCoordinates } from "#atlas/files/coordinates.ts";
import type { Method } from "#atlas/method.ts";
import { buildAll, type Reporter } from "#pipeline/build-all.ts";
import type { Outcome } from "#pipeline/build-atlas.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { treeDigests, writeTinyContent } from "../helpers/tiny-content.ts";

interface Build {
  readonly outcomes: Outcome[];
  readonly errors: string[];
  readonly stages: string[];
}

async function build(
  root: string,
  options: { workers?: number; methods?: readonly Method[]; strict?: boolean; force?: boolean } = {},
): Promise<Build> {
  const result: Build = { outcomes: [], errors: [], stages: [] };
  const reporter: Reporter = {
    progress: (_, { stage }) => result.stages.push(stage),
    done: (_, outcome) => result.outcomes.push(outcome),
    failed: (_, error) => result.errors.push(error.message.replaceAll(root, ".")),
  };
  const folders = {
    contentFolder: join(root, "content"),
    outFolder: join(root, "out"),
    workFolder: join(root, "work"),
  };
  await buildAll({ ...folders, ...options }, reporter);
  return result;
}

async function tinyRoot(): Promise<string> {
  const root = await tempFolder();
  await writeTinyContent(join(root, "content"));
  return root;
}

/** Iterated layouts follow the last bit of a processor's matrix product; everything else agrees to two decimals. */
const FLUID = new Set([
  "attention2",
  "attention3",
  "umap2",
  "umap3",
  "tsne2",
  "tsne3",
  "maxError",
  "buildKey",
]);

async function expectGolden(name: string, value: unknown): Promise<void> {
  const steady = (key: string, part: unknown): unknown => {
    if (FLUID.has(key)) return undefined;
    return typeof part === "number" ? Number(part.toFixed(2)) : part;
  };
  await expect(JSON.stringify(value, steady, 1)).toMatchFileSnapshot(`output/${name}.json`);
}

describe("a build of the one-layer model", () => {
  it("gives the tree that is kept as golden", async () => {
    const root = await tinyRoot();
    const { outcomes } = await build(root);
    expect(outcomes).toMatchObject([{ state: "built", nHeads: 2, nComputed: 2, warnings: [] }]);
    const tree = await treeDigests(join(root, "out"));
    // Per head its maps, thumbnail, average pattern, points and weights; per method a sheet in seven colors and one in each
    // head's own, small ones of two of them, and a layer's maps; a sheet of average patterns; how
    // heads are related, their rows on words, their circuits, and an index of the search in two files.
    expect(Object.keys(tree)).toHaveLength(2 * 12 + 4 * (7 + 1 + 2 + 1) + 1 + 4 + 3 + 2);
    const read = async (name: string): Promise<unknown> =>
      JSON.parse(await readFile(join(root, "out/tiny/lines", name), "utf8"));
    await expectGolden("manifest", await read("manifest.json"));
    await expectGolden("tokens", await read("tokens.json"));
    await expectGolden("heads", await read("heads.json"));
    const { x, y } = decodeCoordinates(await read("heads/L0H1/pca2.json"), 140);
    await expectGolden("L0H1-pca2", { x: Array.from(x), y: Array.from(y) });
  });

  it("gives the same bytes every time, whatever the number of workers", async () => {
    const trees: Record<string, string>[] = [];
    for (const workers of [1, 2, 4]) {
      const root = await tinyRoot();
      await build(root, { workers });
      trees.push(await treeDigests(join(root, "out")));
    }
    expect(trees[1]).toEqual(trees[0]);
    expect(trees[2]).toEqual(trees[0]);
  });

  it("does nothing the second time, and says so", async () => {
    const root = await tinyRoot();
    await build(root);
    const { outcomes, stages } = await build(root);
    expect(outcomes).toMatchObject([{ state: "unchanged", nComputed: 0 }]);
    expect(stages).toEqual([]);
  });

  it("computes no head again when only its name changes", async () => {
    const root = await tinyRoot();
    await build(root);
    const file = join(root, "content/models/tiny.yaml");
    await writeFile(file, (await readFile(file, "utf8")).replace("name: Tiny", "name: Very tiny"));
    const { outcomes } = await build(root);
    expect(outcomes).toMatchObject([{ state: "built", nHeads: 2, nComputed: 0 }]);
    expect(await readFile(join(root, "out/tiny/lines/manifest.json"), "utf8")).toContain("Very tiny");
  });

  it("draws only the maps that are asked for, the first one as the one shown", async () => {
    const root = await tinyRoot();
    await build(root, { methods: ["pca", "umap"] });
    const tree = Object.keys(await treeDigests(join(root, "out")));
    expect(
      tree
        .filter((file) => file.includes("L0H0") && !/points|attention/.test(file))
        .map((file) => file.slice(-10)),
    ).toEqual(["erage.webp", "/pca2.json", "/pca2.webp", "/pca3.json", "umap2.json", "umap3.json"]);
  });

  it("computes all heads again when the dataset changes", async () => {
    const root = await tinyRoot();
    await build(root);
    await appendFile(
      join(root, "content/datasets/lines.jsonl"),
      '{"text": "the bird sleeps .", "kind": "odd"}\n',
    );
    expect((await build(root)).outcomes).toMatchObject([{ state: "built", nComputed: 2 }]);
  });
});

describe("a build that is killed", () => {
  it("goes on where it was, and ends in the same bytes", async () => {
    const [killed, whole] = [await tinyRoot(), await tinyRoot()];
    for (const root of [killed, whole]) await writeTinyContent(join(root, "content"), 60);
    await build(whole);
    await killAfterFirstHead(killed);
    expect(await readdir(killed)).not.toContain("out");
    const { outcomes } = await build(killed);
    expect(outcomes).toMatchObject([{ state: "built", nHeads: 2, nComputed: 1 }]);
    expect(await treeDigests(join(killed, "out"))).toEqual(await treeDigests(join(whole, "out")));
  });
});

/** Starts a build in a process of its own and kills it, as −9 does, while the second head is in work. */
async function killAfterFirstHead(root: string): Promise<void> {
  const script = join(import.meta.dirname, "../helpers/build-until-killed.ts");
  const child = spawn(process.execPath, [script, root], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", () => resolve());
    child.on("exit", () => reject(new Error("the build ended by itself")));
  });
  const gone = new Promise((resolve) => child.on("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

describe("bad input", () => {
  async function errorsOf(change: (content: string) => Promise<void>): Promise<string> {
    const root = await tinyRoot();
    await change(join(root, "content"));
    const { errors, outcomes } = await build(root);
    expect(outcomes).toEqual([]);
    expect(await readdir(root)).not.toContain("out");
    expect(errors).toHaveLength(1);
    return errors[0] ?? "";
  }

  it("names a missing weights folder", async () => {
    const message = await errorsOf((content) =>
      writeFile(join(content, "models/tiny.yaml"), "name: T\nsource: ./gone\ndatasets: [lines]\n"),
    );
    expect(message).toBe(
      './content/models/tiny.yaml, source: the model\'s folder is missing: expected a folder in Hugging Face layout, received "./gone".\n  It was looked for at ./content/gone.',
    );
  });

  it("names a truncated model", async () => {
    const message = await errorsOf(async (content) => {
      const file = join(content, "weights/tiny/onnx/model.onnx");
      await writeFile(file, (await readFile(file)).subarray(0, 700));
    });
    expect(message).toContain(
      "./content/weights/tiny/onnx/model.onnx: the file cannot be read: expected an ONNX model",
    );
    expect(message).toContain("download or export it again");
  });

  it("names a tokenizer that is a web page", async () => {
    const message = await errorsOf((content) =>
      writeFile(join(content, "weights/tiny/tokenizer.json"), "<html>"),
    );
    expect(message).toContain("tokenizer.json: the tokenizer cannot be read");
  });

  it("names an empty dataset", async () => {
    const message = await errorsOf((content) => writeFile(join(content, "datasets/lines.jsonl"), "\n\n"));
    expect(message).toContain(
      "lines.jsonl: the dataset is empty: expected at least one line of text, received none.",
    );
  });

  it("names a dataset of too few tokens", async () => {
    const message = await errorsOf((content) =>
      writeFile(join(content, "datasets/lines.jsonl"), '{"text": "the cat sees"}\n'),
    );
    expect(message).toContain(
      "lines.yaml, source: there is too little to draw a map of: expected at least 9 tokens, received",
    );
  });

  it("names every line that is too long or not JSON", async () => {
    const long = await errorsOf((content) =>
      writeFile(join(content, "datasets/lines.jsonl"), `{"text": "${"a".repeat(100_001)}"}\n`),
    );
    expect(long).toContain("lines.jsonl, line 1: the line is too long: expected at most 100000 characters");
    const broken = await errorsOf((content) =>
      writeFile(join(content, "datasets/lines.jsonl"), 'x\n{"text": "a"}\n{"txt": 1}\n'),
    );
    expect(broken.split("\n").map((line) => /line \d/.exec(line)?.[0])).toEqual(["line 1", "line 3"]);
  });

  it("names a picture that cannot be read", async () => {
    const message = await errorsOf(async (content) => {
      await writeFile(join(content, "datasets/lines.yaml"), "name: P\nkind: images\nsource: ./pictures\n");
      const { mkdir } = await import("node:fs/promises");
      await mkdir(join(content, "datasets/pictures"));
      await writeFile(join(content, "datasets/pictures/a.png"), "no picture");
    });
    expect(message).toContain("pictures/a.png: the picture cannot be read: expected a picture");
  });

  it("still builds the other atlases, unless it is told to be strict", async () => {
    const root = await tinyRoot();
    await writeFile(join(root, "content/models/bad.yaml"), "name: B\nsource: ./gone\ndatasets: [lines]\n");
    const lax = await build(root);
    expect([lax.errors.length, lax.outcomes.length]).toEqual([1, 1]);
    const strict = await build(root, { strict: true });
    expect([strict.errors.length, strict.outcomes.length]).toEqual([1, 0]);
  });
});
