import { cp, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { manifestSchema } from "#atlas/files/manifest.schema.ts";
import type { Manifest } from "#atlas/files/manifest.ts";
import { buildAll, type BuildAllOptions } from "#pipeline/build-all.ts";
import type { Outcome } from "#pipeline/build-atlas.ts";
import { COMMIT, mockSettings, startMockHub, type MockHub } from "../helpers/mock-hub.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { treeDigests, writeTinyContent } from "../helpers/tiny-content.ts";

const WEIGHTS = "content/weights/tiny-gpt";
const FILES = ["config.json", "tokenizer.json", "tokenizer_config.json", "onnx/model.onnx"];

interface Build {
  readonly outcomes: Record<string, Outcome>;
  readonly errors: string[];
  readonly stages: Set<string>;
}

async function build(root: string, options: Partial<BuildAllOptions> = {}): Promise<Build> {
  const result: Build = { outcomes: {}, errors: [], stages: new Set() };
  const folders = {
    contentFolder: join(root, "content"),
    outFolder: join(root, "out"),
    workFolder: join(root, "work"),
  };
  await buildAll(
    { ...folders, ...options },
    {
      progress: (_, { stage }) => result.stages.add(stage),
      done: (name, outcome) => (result.outcomes[name] = outcome),
      failed: (_, error) => result.errors.push(error.message.replaceAll(root, ".")),
    },
  );
  return result;
}

/** Content with one small text dataset, drawn by PCA alone, and these models. */
async function content(models: Readonly<Record<string, string>>): Promise<string> {
  const root = await tempFolder();
  await mkdir(join(root, "content/models"), { recursive: true });
  await mkdir(join(root, "content/datasets"));
  const dataset = "name: L\nkind: text\nsource: ./lines.txt\nprojection: { methods: [pca], dims: [2] }\n";
  await writeFile(join(root, "content/datasets/lines.yaml"), dataset);
  await writeFile(
    join(root, "content/datasets/lines.txt"),
    "the cat sees a bird .\na dog and the cat .\n".repeat(4),
  );
  for (const [slug, yaml] of Object.entries(models))
    await writeFile(join(root, "content/models", `${slug}.yaml`), `name: T\ndatasets: [lines]\n${yaml}\n`);
  return root;
}

async function tinyGptHub(): Promise<MockHub> {
  const files = await Promise.all(
    FILES.map(async (name) => [name, await readFile(join(WEIGHTS, name))] as const),
  );
  return startMockHub("org/tiny-gpt", { ...Object.fromEntries(files), "README.md": Buffer.from("x") });
}

async function manifestOf(root: string, model: string): Promise<Manifest> {
  return manifestSchema.parse(
    JSON.parse(await readFile(join(root, "out", model, "lines/manifest.json"), "utf8")),
  );
}

const BESIDE_HEADS = new Set(["manifest.json", "files.json"]);

/** What pages read, but for the manifest and the list of files, which has the digest of the manifest. */
async function headsOf(root: string, model: string): Promise<Record<string, string>> {
  const tree = await treeDigests(join(root, "out", model, "lines"));
  return Object.fromEntries(Object.entries(tree).filter(([name]) => !BESIDE_HEADS.has(name)));
}

describe("a model of the hub", () => {
  it("gives the same atlas as the same files in a folder, and says which commit it was", async () => {
    const hub = await tinyGptHub();
    const root = await content({ far: "source: hub:org/tiny-gpt", near: "source: ./weights/gpt" });
    await cp(WEIGHTS, join(root, "content/weights/gpt"), { recursive: true });
    const first = await build(root, { hub: mockSettings(hub, root) });
    expect(first.errors).toEqual([]);
    expect(first.outcomes).toMatchObject({
      "far/lines": { nHeads: 16 },
      "near/lines": { nHeads: 16, nComputed: 0 },
    });
    expect([...first.stages]).toEqual(["download", "capture", "heads"]);
    expect(await headsOf(root, "far")).toEqual(await headsOf(root, "near"));
    const [far, near] = [await manifestOf(root, "far"), await manifestOf(root, "near")];
    expect(far.model.digest).toBe(near.model.digest);
    expect(far.model.hub).toEqual({ source: "hub:org/tiny-gpt", commit: COMMIT });
    expect(near.model).not.toHaveProperty("hub");

    const offline = await build(root, { hub: { ...mockSettings(hub, root), isOffline: true } });
    expect(offline.outcomes["far/lines"]?.state).toBe("unchanged");
    const unreachable = await build(root, {
      hub: { ...mockSettings(hub, root), endpoint: "http://127.0.0.1:9" },
    });
    expect(unreachable.outcomes["far/lines"]).toMatchObject({
      state: "unchanged",
      warnings: [`The hub cannot be asked now; what is kept of org/tiny-gpt (${COMMIT}) is used.`],
    });
    hub.commit = "e".repeat(40);
    const moved = await build(root, { hub: mockSettings(hub, root) });
    expect(moved.outcomes["far/lines"]).toMatchObject({ state: "built", nComputed: 0 });
    expect((await manifestOf(root, "far")).model.hub?.commit).toBe("e".repeat(40));
  });

  it("gives one clear error where the hub refuses, and builds the others", async () => {
    const hub = await tinyGptHub();
    const root = await content({ far: "source: hub:org/secret", near: "source: ./weights/gpt" });
    await cp(WEIGHTS, join(root, "content/weights/gpt"), { recursive: true });
    const { errors, outcomes } = await build(root, { hub: mockSettings(hub, root) });
    expect(Object.keys(outcomes)).toEqual(["near/lines"]);
    expect(errors.join().replace(hub.endpoint, "https://hub")).toBe(
      "https://hub/api/models/org/secret/revision/main?blobs=true: the hub does not have this: expected the file, received HTTP 404 Not Found.\n" +
        "  Check organization, name, revision and file. If the model is private or gated, accept its terms on its page and set HF_TOKEN.",
    );
  });
});

describe("a bare .onnx file", () => {
  it("takes its tokenizer from where the author says, or from beside it", async () => {
    const bare = "source: ./bare/my.onnx\ninputs: { tokenizer: ./weights/tiny, maxLength: 5 }";
    const root = await content({ bare, beside: "source: ./beside/my.onnx" });
    await writeTinyContent(join(root, "tiny"));
    await rename(join(root, "tiny/weights"), join(root, "content/weights"));
    for (const folder of ["bare", "beside"]) await mkdir(join(root, "content", folder));
    const model = join(root, "content/weights/tiny/onnx/model.onnx");
    for (const folder of ["bare", "beside"]) await cp(model, join(root, "content", folder, "my.onnx"));
    await cp(join(root, "content/weights/tiny/tokenizer.json"), join(root, "content/beside/tokenizer.json"));
    const { errors, outcomes } = await build(root);
    expect(errors).toEqual([]);
    expect(Object.keys(outcomes)).toEqual(["bare/lines", "beside/lines"]);
    expect((await manifestOf(root, "bare")).dataset.tooLong).toEqual({ limit: 5, nSplit: 8, nCut: 0 });
    expect((await manifestOf(root, "beside")).dataset).not.toHaveProperty("tooLong");
  });

  it("takes its tokenizer from the hub", async () => {
    const hub = await tinyGptHub();
    const root = await content({
      bare: "source: ./my.onnx\ninputs: { tokenizer: hub:org/tiny-gpt, maxLength: 20 }",
    });
    await cp(join(WEIGHTS, "onnx/model.onnx"), join(root, "content/my.onnx"));
    const { errors, outcomes } = await build(root, { hub: mockSettings(hub, root) });
    expect(errors).toEqual([]);
    expect(outcomes).toMatchObject({ "bare/lines": { nHeads: 16 } });
    expect(hub.requests.filter(({ url }) => url.includes(".onnx"))).toEqual([]);
  });

  it("says what is missing", async () => {
    const root = await content({
      gone: "source: ./gone.onnx",
      alone: "source: ./alone.onnx",
      twice: "source: ./alone.onnx\nfile: model.onnx",
      lost: "source: ./alone.onnx\ninputs: { tokenizer: ./nowhere }",
    });
    await writeTinyContent(join(root, "tiny"));
    await cp(join(root, "tiny/weights/tiny/onnx/model.onnx"), join(root, "content/alone.onnx"));
    const { errors } = await build(root);
    expect(errors.map((message) => message.split("\n")[0])).toEqual([
      "./content/alone.onnx/../tokenizer.json".replace("alone.onnx/../", "") +
        ": the tokenizer cannot be read: expected a JSON file as Hugging Face tokenizers write it, received no file.",
      './content/models/gone.yaml, source: the ONNX file is missing: expected a file that is there, received "./gone.onnx".',
      './content/models/lost.yaml, inputs.tokenizer: the tokenizer\'s folder is missing: expected a folder with tokenizer.json, received "./nowhere".',
      './content/models/twice.yaml, file: there are two model files: expected no file where the source is a file itself, received "model.onnx".',
    ]);
  });
});

describe("a model that is off", () => {
  it("is built only when it is named", async () => {
    const hub = await tinyGptHub();
    const root = await content({
      off: "source: hub:org/tiny-gpt\nenabled: false",
      bad: "enabled: false\nsource: hub:a b",
    });
    const hubOptions = { hub: mockSettings(hub, root) };
    const none = await build(root, hubOptions);
    expect(none.outcomes).toEqual({});
    expect(hub.requests).toEqual([]);
    expect(none.errors).toEqual([
      './content/models/bad.yaml, source: wrong value: expected hub:org/name or hub:org/name@revision, received "hub:a b".',
    ]);
    const named = await build(root, { ...hubOptions, selection: { models: ["off"] } });
    expect(Object.keys(named.outcomes)).toEqual(["off/lines"]);
    expect(await readdir(join(root, "out"))).toEqual(["off"]);
  });
});
