/** What a build reads is what its keys are made of: every file that changes makes the atlas be built again. */
import { writeFileSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DigestIndex } from "#pipeline/cache/digest-index.ts";
import { COMPANIONS, companionsAmong, companionsOf } from "#pipeline/config/companions.ts";
import { loadContent } from "#pipeline/config/load-content.ts";
import { resolveModel } from "#pipeline/config/resolve-model.ts";
import { digestInput } from "#pipeline/inputs/digest-input.ts";
import { contentRoot, runBuild, statesOf } from "../../helpers/run-build.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { tinyOnnxBeside, writeTinyModel } from "../../helpers/tiny-model.ts";
import { writeTinyVit } from "../../helpers/tiny-vit.ts";

// Every call of the picture decoder is counted; what it does is left as it is.
vi.mock("sharp", async (importOriginal) => {
  const { default: real } = await importOriginal<{ default: typeof sharp }>();
  return { default: Object.assign(vi.fn(real), real) };
});

const PCA = "projection: { methods: [pca], dims: [2] }\n";
const LINES = "the cat sees a bird .\na dog and the cat and the bird .\nthe dog sleeps .\n";
const TEXT = { "datasets/d.yaml": `name: D\nkind: text\nsource: ./d.txt\n${PCA}`, "datasets/d.txt": LINES };

function modelYaml(more = ""): string {
  return `name: M\ndatasets: [d]\n${more}`;
}

/** Content with a text dataset and these models, whose weights lie in a file that the graph names. */
async function modelsBeside(
  names: Readonly<Record<string, { location: string; seed: number }>>,
): Promise<string> {
  const yaml = Object.keys(names).map(
    (name) => [`models/${name}.yaml`, modelYaml(`source: ./weights/${name}\n`)] as const,
  );
  const root = await contentRoot({ ...TEXT, ...Object.fromEntries(yaml) });
  for (const [name, { location, seed }] of Object.entries(names)) {
    const folder = join(root, "content/weights", name);
    await writeTinyModel(folder);
    const { onnx, weights } = tinyOnnxBeside(location, seed);
    await writeFile(join(folder, "onnx/model.onnx"), onnx);
    await mkdir(join(folder, "onnx", location, ".."), { recursive: true });
    await writeFile(join(folder, "onnx", location), weights);
  }
  return root;
}

const attentionOf = (root: string, atlas: string): Promise<string> =>
  readFile(join(root, "out", atlas, "heads/L0H0/attention.json"), "utf8");

describe("weights in a file of any name", () => {
  it("tell two models of one graph apart", async () => {
    const root = await modelsBeside({
      one: { location: "weights_all.bin", seed: 1 },
      two: { location: "weights_all.bin", seed: 2 },
    });
    const graphs = await Promise.all(
      ["one", "two"].map((name) => readFile(join(root, "content/weights", name, "onnx/model.onnx"))),
    );
    expect(graphs[0]).toEqual(graphs[1]);
    expect(await statesOf(root)).toEqual({ "one/d": "built 2", "two/d": "built 2" });
    expect(await attentionOf(root, "two/d")).not.toBe(await attentionOf(root, "one/d"));
  });

  it.each(["deep/er/all weights.BIN", "model.onnx_data"])(
    "make the atlas be built again when they change in place, with the same times: %s",
    async (location) => {
      const root = await modelsBeside({ one: { location, seed: 1 } });
      const file = join(root, "content/weights/one/onnx", location);
      const then = new Date("2020-01-01");
      await utimes(file, then, then);
      expect(await statesOf(root)).toEqual({ "one/d": "built 2" });
      expect(await statesOf(root)).toEqual({ "one/d": "unchanged 0" });
      const before = await attentionOf(root, "one/d");
      await writeFile(file, tinyOnnxBeside(location, 2).weights);
      await utimes(file, then, then);
      expect(await statesOf(root)).toEqual({ "one/d": "built 2" });
      expect(await attentionOf(root, "one/d")).not.toBe(before);
    },
  );

  it("are told to be missing when they are gone, although the atlas is there", async () => {
    const root = await modelsBeside({ one: { location: "w.bin", seed: 1 } });
    await statesOf(root);
    await rm(join(root, "content/weights/one/onnx/w.bin"));
    expect((await runBuild(root)).errors).toEqual([
      expect.stringContaining("the file with the weights is missing"),
    ]);
  });
});

/** What the build's keys are made of, of the one atlas below a root; every file is read for it. */
async function modelDigest(root: string): Promise<string> {
  const { atlases } = await loadContent(join(root, "content"));
  const [atlas] = atlases;
  if (atlas === undefined) throw new Error("there is no atlas");
  const index = await DigestIndex.open(join(root, "none"), { isTrusting: false });
  return (await digestInput(atlas, await resolveModel(atlas), index)).model.digest;
}

/** Parts of a tokenizer count only where it is not whole. */
const WHOLE = "tokenizer.json";
const isPart = (name: string): boolean =>
  name !== WHOLE && companionsAmong([WHOLE, name], "tokenizer", "model").length === 1;

describe("files beside a model", () => {
  it.each(COMPANIONS)(
    "count when they appear, when they change and when they are what they were: %s",
    async (name) => {
      const root = await contentRoot({ ...TEXT, "models/m.yaml": modelYaml("source: ./weights/m\n") });
      const file = join(root, "content/weights/m", name);
      await writeTinyModel(join(root, "content/weights/m"));
      await rm(file, { force: true });
      if (isPart(name)) await rm(join(root, "content/weights/m", WHOLE), { force: true });
      const digests: string[] = [];
      for (const text of ["{}", "{} ", "{}"]) {
        digests.push(await modelDigest(root));
        await writeFile(file, text);
      }
      digests.push(await modelDigest(root));
      const [absent, first, second, again] = digests;
      expect(new Set([absent, first, second]).size).toBe(3);
      expect(again).toBe(first);
    },
  );

  it.each(companionsOf("tokenizer"))(
    "count in the folder of a tokenizer that lies elsewhere: %s",
    async (name) => {
      const root = await contentRoot({
        ...TEXT,
        "models/m.yaml": modelYaml("source: ./bare/my.onnx\ninputs: { tokenizer: ./words, maxLength: 8 }\n"),
      });
      await writeTinyModel(join(root, "content/words"));
      await mkdir(join(root, "content/bare"));
      await copyFile(join(root, "content/words/onnx/model.onnx"), join(root, "content/bare/my.onnx"));
      const file = join(root, "content/words", name);
      if (isPart(name)) {
        await rm(join(root, "content/words", WHOLE));
        await writeFile(file, "a");
      }
      const before = await modelDigest(root);
      await writeFile(file, `${await readFile(file, "utf8")}\n`);
      const after = await modelDigest(root);
      expect(after).not.toBe(before);
      // Neither read, nor asked for.
      await writeFile(join(root, "content/bare", name), "{}");
      await writeFile(join(root, "content/words/config.json"), "{}");
      await writeFile(join(root, "content/config.json"), '{"num_hidden_layers": 7}');
      expect(await modelDigest(root)).toBe(after);
    },
  );

  it("count for nothing if they are parts of a tokenizer that is whole", async () => {
    const root = await contentRoot({ ...TEXT, "models/m.yaml": modelYaml("source: ./weights/m\n") });
    const folder = join(root, "content/weights/m");
    await writeTinyModel(folder);
    const before = await modelDigest(root);
    const parts = COMPANIONS.filter(isPart);
    expect(parts).toContain("vocab.txt");
    for (const name of parts) await writeFile(join(folder, name), "{}");
    expect(await modelDigest(root)).toBe(before);
  });

  it("make the atlas be built again", async () => {
    const root = await contentRoot({ ...TEXT, "models/m.yaml": modelYaml("source: ./weights/m\n") });
    await writeTinyModel(join(root, "content/weights/m"));
    await statesOf(root);
    await writeFile(join(root, "content/weights/m/generation_config.json"), '{"decoder_start_token_id": 3}');
    expect(await statesOf(root)).toEqual({ "m/d": "built 2" });
    expect(await statesOf(root)).toEqual({ "m/d": "unchanged 0" });
  });
});

async function picturesRoot(): Promise<string> {
  const root = await contentRoot({
    "models/m.yaml": modelYaml(`source: ./weights/m\n`),
    "datasets/d.yaml": `name: D\nkind: images\nsource: ./pictures\n${PCA}`,
    "store/notes.txt": "",
    "datasets/pictures/labels.txt": "not read",
  });
  await writeTinyVit(join(root, "content/weights/m"));
  await writePicture(join(root, "content/store/red.png"), "#f00");
  await writePicture(join(root, "content/datasets/pictures/b.png"), "#0f0");
  await symlink("../../store/red.png", join(root, "content/datasets/pictures/a.png"));
  return root;
}

async function writePicture(path: string, background: string): Promise<void> {
  const dot = {
    input: { create: { width: 9, height: 9, channels: 3 as const, background: "#fff" } },
    left: 4,
    top: 9,
  };
  await sharp({ create: { width: 40, height: 40, channels: 3, background } })
    .composite([dot])
    .png()
    .toFile(path);
}

/** How many files' bytes the decoder of pictures was given. */
const COUNTER = pathToFileURL(join(import.meta.dirname, "../../helpers/count-decodes.ts")).href;
let decodesFile: string;

/** Pictures decoded since, by this process and by those that it starts. */
async function countDecoded(): Promise<number> {
  const own = vi.mocked(sharp).mock.calls.filter(([input]) => input instanceof Uint8Array).length;
  return own + (await readFile(decodesFile, "utf8")).split("\n").length - 1;
}

async function forgetDecoded(): Promise<void> {
  vi.mocked(sharp).mockClear();
  await writeFile(decodesFile, "");
}

describe("pictures", () => {
  beforeEach(async () => {
    decodesFile = join(await tempFolder(), "decodes");
    await forgetDecoded();
    vi.stubEnv("DECODES_FILE", decodesFile);
    vi.stubEnv("NODE_OPTIONS", `${process.env["NODE_OPTIONS"] ?? ""} --import=${COUNTER}`);
    return () => vi.unstubAllEnvs();
  });

  it("count with what is behind their links: a changed target and another target are both seen", async () => {
    const root = await picturesRoot();
    const [folder, store] = [join(root, "content/datasets/pictures"), join(root, "content/store")];
    expect(await statesOf(root)).toEqual({ "m/d": "built 1" });
    const red = await attentionOf(root, "m/d");
    await writePicture(join(store, "red.png"), "#00f");
    expect(await statesOf(root)).toEqual({ "m/d": "built 1" });
    expect(await attentionOf(root, "m/d")).not.toBe(red);
    // A link to a link, whose own target is put back.
    await writePicture(join(store, "again.png"), "#f00");
    await symlink("again.png", join(store, "chain.png"));
    await rm(join(folder, "a.png"));
    await symlink("../../store/chain.png", join(folder, "a.png"));
    expect(await statesOf(root)).toEqual({ "m/d": "built 0" });
    expect(await attentionOf(root, "m/d")).toBe(red);
    await writePicture(join(store, "again.png"), "#ff0");
    expect(await statesOf(root)).toEqual({ "m/d": "built 1" });
  });

  it("are not decoded, nor even read, where nothing changed; files beside them that are no pictures do not count", async () => {
    const root = await picturesRoot();
    await statesOf(root);
    await forgetDecoded();
    await writeFile(join(root, "content/datasets/pictures/labels.txt"), "changed");
    expect(await statesOf(root)).toEqual({ "m/d": "unchanged 0" });
    expect(await countDecoded()).toBe(0);
    expect(await statesOf(root, { force: true })).toEqual({ "m/d": "built 1" });
    expect(await countDecoded()).toBeGreaterThan(0);
  });

  it("are decoded once, whatever else of the atlas changes, and once for all models", async () => {
    const root = await picturesRoot();
    const later = (): Promise<DigestIndex> =>
      DigestIndex.open(join(root, "work"), { now: () => Date.now() + 60_000 });
    await statesOf(root, { digests: await later() });
    const nAtFirst = await countDecoded();
    const yaml = await readFile(join(root, "content/models/m.yaml"), "utf8");
    await writeFile(join(root, "content/models/m.yaml"), yaml.replace("name: M", "name: New"));
    await forgetDecoded();
    expect(await statesOf(root, { digests: await later() })).toEqual({ "m/d": "built 0" });
    // The first is read to see its size, and both are drawn on the page.
    const nAgain = await countDecoded();
    expect(nAgain).toBeLessThan(nAtFirst);
    await forgetDecoded();
    await writeFile(join(root, "content/models/m.yaml"), yaml);
    await statesOf(root, { force: true });
    expect(await countDecoded()).toBeGreaterThan(nAgain);
  });

  it("are still told all at once when they are damaged, before the model runs", async () => {
    const root = await picturesRoot();
    await statesOf(root);
    const folder = join(root, "content/datasets/pictures");
    await writeFile(join(root, "content/store/red.png"), "no picture any more");
    await symlink("nowhere.png", join(folder, "c.png"));
    await mkdir(join(folder, "d.png"));
    const { errors } = await runBuild(root);
    const told = errors
      .join("\n")
      .match(/\w\.png: the picture cannot be read: expected a picture, received [^.]*/g);
    expect(told).toEqual([
      expect.stringMatching(/^a.png/),
      "c.png: the picture cannot be read: expected a picture, received a link that leads nowhere",
      "d.png: the picture cannot be read: expected a picture, received a folder",
    ]);
    expect(await readdir(join(root, "work/captures"))).toEqual([]);
  });

  it("count with their labels, also behind a link", async () => {
    const root = await picturesRoot();
    const target = join(root, "content/store/labels.json");
    await writeFile(target, '[{"file": "a.png", "color": "red"}, {"file": "b.png", "color": "green"}]');
    await symlink(target, join(root, "content/datasets/pictures/labels.json"));
    await statesOf(root);
    await writeFile(target, '[{"file": "a.png", "color": "pink"}, {"file": "b.png", "color": "green"}]');
    expect(await statesOf(root)).toEqual({ "m/d": "built 1" });
    expect(await readFile(join(root, "out/m/d/tokens.json"), "utf8")).toContain("pink");
    await rm(target);
    expect((await runBuild(root)).errors.join()).toContain(
      'labels.json: the labels cannot be read: expected a list such as [{"file": "a.png", "label": "cat"}], received a link that leads nowhere',
    );
  });
});

describe("a text", () => {
  it("counts with what is behind its link, be it the file or its folder", async () => {
    const root = await contentRoot({
      ...TEXT,
      "models/m.yaml": modelYaml("source: ./weights/m\n"),
      "store/d.txt": LINES,
    });
    await writeTinyModel(join(root, "content/weights/m"));
    const [file, target] = [join(root, "content/datasets/d.txt"), join(root, "content/store/d.txt")];
    await rm(file);
    await symlink(target, file);
    expect(await statesOf(root)).toEqual({ "m/d": "built 2" });
    await writeFile(target, LINES.replace("cat", "dog"));
    expect(await statesOf(root)).toEqual({ "m/d": "built 2" });
    await symlink(join(root, "content/store"), join(root, "content/datasets/folder"));
    const yaml = join(root, "content/datasets/d.yaml");
    await writeFile(yaml, (await readFile(yaml, "utf8")).replace("./d.txt", "./folder/d.txt"));
    expect((await statesOf(root))["m/d"]).toBe("built 0");
    await writeFile(target, LINES);
    expect(await statesOf(root)).toEqual({ "m/d": "built 0" });
    expect(await statesOf(root)).toEqual({ "m/d": "unchanged 0" });
  });
});

describe("a file that changes while it is read", () => {
  it("is named, and nothing is published or kept", async () => {
    const root = await contentRoot({ ...TEXT, "models/m.yaml": modelYaml("source: ./weights/m\n") });
    await writeTinyModel(join(root, "content/weights/m"));
    const file = join(root, "content/datasets/d.txt");
    const { buildAll } = await import("#pipeline/build-all.ts");
    const errors: string[] = [];
    let isChanged = false;
    await buildAll(
      { contentFolder: join(root, "content"), outFolder: join(root, "out"), workFolder: join(root, "work") },
      {
        progress: (_, { stage }) => {
          if (stage !== "capture" || isChanged) return;
          isChanged = true;
          writeFileSync(file, LINES.replace("cat", "dog"));
        },
        done: () => undefined,
        failed: (_, error) => errors.push(error.message.replaceAll(root, ".")),
      },
    );
    expect(errors).toEqual([
      "./content/datasets/d.txt: the file changed while it was read: expected the same content during the whole build, received another one.\n" +
        "  Wait until the file is complete, and run the same command again.",
    ]);
    expect(await readdir(root)).not.toContain("out");
    expect(await statesOf(root)).toEqual({ "m/d": "built 2" });
  });
});
