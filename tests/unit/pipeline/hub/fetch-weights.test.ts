import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AskedEntry } from "#pipeline/config/model-entry.ts";
import { fetchModel } from "#pipeline/hub/fetch-model.ts";
import type { FetchedModel, FetchOptions, FetchProgress } from "#pipeline/hub/fetch-options.ts";
import { HUB_LAYOUTS, layOut, type KnownRepo } from "../../../helpers/hub-layouts.ts";
import { COMMIT, mockSettings, startMockHub, type MockHub } from "../../../helpers/mock-hub.ts";
import { safetensorsFile, tensorEntry } from "../../../helpers/safetensors-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { tinyOnnx } from "../../../helpers/tiny-model.ts";

const INDEX = "model.safetensors.index.json";
const SHARDS = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"] as const;
const GPT2 = { model_type: "gpt2", vocab_size: 5, n_positions: 8, n_embd: 4, n_layer: 1, n_head: 2 };
const config = (more: object = {}): Buffer => Buffer.from(JSON.stringify({ ...GPT2, ...more }));
/** A file that holds one tensor. */
const weights = (name: string, nBytes = 4000): Buffer =>
  safetensorsFile(
    { [name]: tensorEntry("U8", [nBytes], 0, nBytes) },
    new Uint8Array(nBytes).fill(name.length),
  );
const index = (map: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(JSON.stringify({ weight_map: map }));
const SHARDED = {
  "config.json": config(),
  "README.md": Buffer.from("not wanted"),
  [INDEX]: index({ a: SHARDS[0], bb: SHARDS[1] }),
  [SHARDS[0]]: weights("a"),
  [SHARDS[1]]: weights("bb"),
  "pytorch_model-00001-of-00002.bin": Buffer.from("not wanted"),
};

interface Case {
  readonly hub: MockHub;
  readonly root: string;
  readonly fetch: (options?: Partial<FetchOptions>) => Promise<FetchedModel>;
}

async function makeCase(files: Readonly<Record<string, Buffer>>, repo = "org/name"): Promise<Case> {
  const root = await tempFolder();
  const hub = await startMockHub(repo, files);
  const fetch = (options: Partial<FetchOptions> = {}): Promise<FetchedModel> =>
    fetchModel({ repo, revision: "main" }, { settings: mockSettings(hub, root), ...options });
  return { hub, root, fetch };
}

async function sizesBelow(folder: string): Promise<number[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
}

const fetched = (hub: MockHub): string[] =>
  hub.requests.flatMap(({ host, url }) => (host === "hub" ? (url.split(`${COMMIT}/`)[1] ?? []) : []));

describe("the weights of a model on the hub", () => {
  it.each<[repo: KnownRepo, asked: AskedEntry, files: readonly string[]]>([
    [
      "google-bert/bert-base-uncased",
      { weights: "safetensors" },
      ["config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors"],
    ],
    [
      "openai-community/gpt2",
      { weights: "safetensors" },
      [
        "config.json",
        "generation_config.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "model.safetensors",
      ],
    ],
    ["google/vit-base-patch16-224", {}, ["config.json", "preprocessor_config.json", "model.safetensors"]],
    [
      "google/vit-base-patch32-224-in21k",
      {},
      ["config.json", "preprocessor_config.json", "model.safetensors"],
    ],
    [
      "openai-community/gpt2",
      {},
      [
        "onnx/decoder_model.onnx",
        "config.json",
        "generation_config.json",
        "tokenizer.json",
        "tokenizer_config.json",
      ],
    ],
    [
      "google-bert/bert-base-uncased",
      { weights: "onnx" },
      ["model.onnx", "config.json", "tokenizer.json", "tokenizer_config.json"],
    ],
  ])("%s: with %j exactly what is needed is fetched, config.json first", async (repo, asked, files) => {
    const known = { "config.json": config(), "model.safetensors": weights("a") };
    const graphs = { "model.onnx": tinyOnnx(), "onnx/decoder_model.onnx": tinyOnnx() };
    const { hub, fetch } = await makeCase(layOut(repo, { ...known, ...graphs }), repo);
    const model = await fetch({ asked });
    expect(fetched(hub)).toEqual(files);
    const isOnnx = files[0]?.endsWith(".onnx");
    expect(model.files).toEqual([isOnnx ? files[0] : "model.safetensors"]);
    expect(model.hasWeights).toBe(isOnnx && asked.weights === undefined);
    expect(HUB_LAYOUTS[repo].length).toBeGreaterThan(files.length);
  });

  it("in several files come one after another, after the index that names them", async () => {
    const { hub, fetch } = await makeCase(SHARDED);
    const told: FetchProgress[] = [];
    const model = await fetch({ onProgress: (progress) => told.push(progress) });
    expect(model.files).toEqual([INDEX]);
    expect(fetched(hub)).toEqual(["config.json", INDEX, ...SHARDS]);
    const size = SHARDED[SHARDS[0]].length;
    const nTotalBytes = size + SHARDED[SHARDS[1]].length;
    expect(told).toContainEqual({ file: SHARDS[1], nBytes: size, nTotalBytes });
    expect(told.at(-1)).toEqual({ file: SHARDS[1], nBytes: nTotalBytes, nTotalBytes });
    expect(await readFile(join(model.folder, SHARDS[1]))).toEqual(SHARDED[SHARDS[1]]);
  });

  it("resume in the middle of a file, and files that are there are not asked for again", async () => {
    const { hub, root, fetch } = await makeCase(SHARDED);
    const stop = new AbortController();
    hub.misbehave(SHARDS[1], (_, response, content) => {
      response.writeHead(200, { "content-length": content.length, etag: '"x"' });
      response.write(content.subarray(0, 1500));
      void expect
        .poll(() => sizesBelow(root))
        .toContain(1500)
        .finally(() => stop.abort());
    });
    await expect(fetch({ signal: stop.signal })).rejects.toThrow();
    const before = hub.requests.length;
    const model = await fetch();
    const again = hub.requests.slice(before);
    expect(again.filter(({ host }) => host === "content").map(({ headers }) => headers.range)).toEqual([
      "bytes=1500-",
    ]);
    expect(fetched({ ...hub, requests: again })).toEqual([SHARDS[1]]);
    expect(await readFile(join(model.folder, SHARDS[1]))).toEqual(SHARDED[SHARDS[1]]);
  });

  it("are used offline if all of them are there, and asked for if one is missing", async () => {
    const { hub, root, fetch } = await makeCase(SHARDED);
    const model = await fetch();
    const settings = { ...mockSettings(hub, root), isOffline: true };
    expect(await fetch({ settings })).toEqual(model);
    await rm(join(model.folder, SHARDS[1]));
    await expect(fetch({ settings })).rejects.toThrow("the model is not on this machine");
  });

  it("are missed by name before any of them is fetched", async () => {
    const map = { a: SHARDS[0], bb: SHARDS[1], c: "model-3.safetensors", d: "model-4.safetensors" };
    const { hub, fetch } = await makeCase({ ...SHARDED, [INDEX]: index(map) });
    await expect(fetch()).rejects.toThrow(
      /lacks files of weights that its index names: expected model-3\.safetensors, model-4\.safetensors, received/,
    );
    expect(fetched(hub)).toEqual(["config.json", INDEX]);
    const hostile = await makeCase({ ...SHARDED, [INDEX]: index({ a: "../../escape.safetensors" }) });
    await expect(hostile.fetch()).rejects.toThrow("a tensor is in no file of this folder");
    expect(await readdir(hostile.root)).toEqual(["cache"]);
  });

  it.each<[what: string, files: Readonly<Record<string, Buffer>>, message: RegExp]>([
    [
      "quantized ones",
      { "config.json": config({ quantization_config: { quant_method: "gptq", bits: 4 } }) },
      /config\.json, quantization_config: the weights are quantized: .+received "gptq"\.\n {2}Name the repository/,
    ],
    [
      "those quantized by older tools",
      { "config.json": config(), "quantize_config.json": Buffer.from("{}") },
      /the weights are quantized: .+received quantize_config\.json/,
    ],
    [
      "those of MLX",
      { "config.json": config({ quantization: { group_size: 64, bits: 4 } }) },
      /config\.json, quantization: the weights are quantized/,
    ],
    [
      "those without a config.json",
      {},
      /config\.json: the weights have no configuration: .+received no file/,
    ],
    [
      "those of an architecture that is not known",
      { "config.json": Buffer.from('{"model_type": "hal9000"}') },
      /config\.json, model_type: weights of this architecture cannot be opened .+one of .*gpt2.+received "hal9000"/,
    ],
    [
      "those with a damaged config.json",
      { "config.json": Buffer.from("<html>") },
      /is a web page: .+received HTML/,
    ],
  ])("are refused before they are fetched: %s", async (_, files, message) => {
    const { hub, fetch } = await makeCase({ "model.safetensors": weights("a"), ...files });
    await expect(fetch()).rejects.toThrow(message);
    expect(fetched(hub).filter((name) => name !== "config.json")).toEqual([]);
  });

  it("are refused by name if they are a pickle, of another program, or an adapter, before anything is fetched", async () => {
    for (const [name, message] of [
      [
        "pytorch_model.bin",
        /tree\/0123.*: these weights are a pickle.+received pytorch_model\.bin\.\n.+refs\/pr\/1/,
      ],
      ["pytorch_model-00001-of-00002.bin", /a pickle/],
      ["tf_model.h5", /a format that Headland does not read/],
      ["adapter_model.safetensors", /only change another model/],
      ["text_encoder/model.safetensors", /lie in folders below/],
      [SHARDS[0], /the index that puts the weights together is missing/],
    ] as const) {
      const { hub, fetch } = await makeCase({ "config.json": config(), [name]: Buffer.from("not wanted") });
      await expect(fetch()).rejects.toThrow(message);
      expect(fetched(hub)).toEqual([]);
    }
  });

  it("are looked for elsewhere if the model has neither an ONNX file nor weights, or not what is asked for", async () => {
    const none = await makeCase({ "config.json": config() });
    await expect(none.fetch()).rejects.toThrow(
      /the model has no ONNX file and no weights: .*received none\.\n {2}Look for a copy .* export/,
    );
    const { fetch } = await makeCase({ "config.json": config(), "model.safetensors": Buffer.alloc(9) });
    await expect(fetch({ asked: { weights: "onnx" } })).rejects.toThrow(
      /the model has no ONNX file: .*received model\.safetensors\.\n {2}Remove `weights: onnx`/,
    );
  });

  it("are not fetched if a text needs a tokenizer and there is none that can be read", async () => {
    const files = { "model.safetensors": weights("a"), "config.json": config() };
    const { hub, fetch } = await makeCase({
      ...files,
      "spiece.model": Buffer.from("x"),
      "vocab.json": Buffer.from("{}"),
    });
    await expect(fetch({ needsTokenizer: true })).rejects.toThrow(
      /no tokenizer that can be read: expected tokenizer\.json, .+received only spiece\.model, vocab\.json\.\n.+inputs\.tokenizer/,
    );
    expect(fetched(hub)).toEqual([]);
    expect((await fetch()).files).toEqual(["model.safetensors"]);
  });

  it("come with the parts of a tokenizer that is not whole", async () => {
    const parts = ["vocab.json", "merges.txt", "special_tokens_map.json", "added_tokens.json"];
    const files = Object.fromEntries([...parts, "vocab.txt.bak"].map((name) => [name, Buffer.from(name)]));
    const { hub, fetch } = await makeCase({
      ...files,
      "model.safetensors": weights("a"),
      "config.json": config(),
    });
    await fetch({ needsTokenizer: true });
    expect(fetched(hub).toSorted()).toEqual([...parts, "config.json", "model.safetensors"].toSorted());
  });

  it("of another revision are all that is fetched of it if all else is the same", async () => {
    const files = {
      "config.json": config(),
      "tokenizer.json": Buffer.from("{}"),
      "model.safetensors": weights("a"),
    };
    const { hub, root, fetch } = await makeCase(files);
    await fetch();
    hub.commit = "f".repeat(40);
    hub.files.set("model.safetensors", weights("other"));
    const before = hub.requests.length;
    const source = { repo: "org/name", revision: "refs/pr/1" };
    const model = await fetchModel(source, { settings: mockSettings(hub, root) });
    expect(hub.requests.slice(before).flatMap(({ host, url }) => (host === "hub" ? [url] : []))).toEqual([
      "/api/models/org/name/revision/refs%2Fpr%2F1?blobs=true",
      `/org/name/resolve/${hub.commit}/model.safetensors`,
    ]);
    expect(await readFile(join(model.folder, "tokenizer.json"), "utf8")).toBe("{}");
  });
});
