import { existsSync } from "node:fs";
import { cp, lstat, mkdir, readdir, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { datasetConfigSchema, modelConfigSchema } from "#atlas/config.schema.ts";
import { DigestIndex } from "#pipeline/cache/digest-index.ts";
import { digestFiles } from "#pipeline/config/digest-files.ts";
import { filesOfModel } from "#pipeline/config/files-of-model.ts";
import type { AtlasConfig } from "#pipeline/config/load-content.ts";
import { resolveModel, type ResolvedModel } from "#pipeline/config/resolve-model.ts";
import { fetchModel } from "#pipeline/hub/fetch-model.ts";
import type { FetchedModel, FetchOptions } from "#pipeline/hub/fetch-options.ts";
import { HubError } from "#pipeline/hub/hub-error.ts";
import { bytesField, intField } from "#pipeline/onnx/file/protobuf.ts";
import { openModel } from "#pipeline/onnx/open-model.ts";
import {
  COMMIT,
  digests,
  mockSettings,
  startMockHub,
  type Fault,
  type MockHub,
} from "../../../helpers/mock-hub.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { tinyOnnx } from "../../../helpers/tiny-model.ts";
import { hasZoo, zooFile } from "../../../helpers/zoo.ts";

const SOURCE = { repo: "org/name", revision: "main" };
const CONFIG = Buffer.from('{"model_type": "tiny"}');
const FILES = {
  "onnx/model.onnx": tinyOnnx(),
  "onnx/model_quantized.onnx": Buffer.from("not wanted"),
  "model.safetensors": Buffer.alloc(5000),
  "config.json": CONFIG,
  "tokenizer.json": Buffer.from("{}"),
  "README.md": Buffer.from("not wanted either"),
};

interface Case {
  readonly root: string;
  readonly hub: MockHub;
  readonly folder: string;
  readonly fetch: (options?: Partial<FetchOptions>) => Promise<FetchedModel>;
}

async function makeCase(files: Readonly<Record<string, Buffer>> = FILES): Promise<Case> {
  const root = await tempFolder();
  const hub = await startMockHub("org/name", files);
  const settings = mockSettings(hub, root);
  const fetch = (options: Partial<FetchOptions> = {}): Promise<FetchedModel> =>
    fetchModel(SOURCE, { settings, ...options });
  return { root, hub, folder: join(root, "cache/models--org--name"), fetch };
}

const fetched = (hub: MockHub): string[] =>
  hub.requests.flatMap(({ host, url }) => (host === "hub" ? (url.split(`${COMMIT}/`)[1] ?? []) : []));

async function digestOf(model: ResolvedModel): Promise<string> {
  const index = await DigestIndex.open(await tempFolder());
  return (await digestFiles(await filesOfModel(model, index), index)).digest;
}

describe("fetchModel", () => {
  it("fetches exactly the files that are needed, in the layout of huggingface_hub", async () => {
    const { hub, folder, fetch } = await makeCase();
    const model = await fetch();
    expect(model).toEqual({
      folder: join(folder, "snapshots", COMMIT),
      commit: COMMIT,
      files: ["onnx/model.onnx"],
      hasWeights: true,
    });
    expect(fetched(hub)).toEqual(["onnx/model.onnx", "config.json", "tokenizer.json"]);
    expect(await readFile(join(folder, "refs/main"), "utf8")).toBe(COMMIT);
    const { sha256 } = digests(FILES["onnx/model.onnx"]);
    expect(await readlink(join(model.folder, "onnx/model.onnx"))).toBe(`../../../blobs/${sha256}`);
    expect(await readlink(join(model.folder, "config.json"))).toBe(`../../blobs/${digests(CONFIG).git}`);
    expect(await readFile(join(model.folder, "config.json"))).toEqual(CONFIG);
    expect((await readdir(folder)).sort()).toEqual(["blobs", "refs", "snapshots"]);
  });

  it("fetches an encoder with its decoder where they make one model, and neither of their other versions", async () => {
    const { hub, fetch } = await makeCase({
      "onnx/encoder_model.onnx": tinyOnnx(),
      "onnx/encoder_model_quantized.onnx": Buffer.from("not wanted"),
      // Another name inside: files of equal content are fetched once.
      "onnx/decoder_model.onnx": Buffer.concat([tinyOnnx(), bytesField(2, "decoder")]),
      "onnx/decoder_with_past_model.onnx": Buffer.from("not wanted"),
      "onnx/decoder_model_merged.onnx": Buffer.from("not wanted"),
      "config.json": CONFIG,
    });
    await fetch();
    expect(fetched(hub)).toEqual(["onnx/encoder_model.onnx", "onnx/decoder_model.onnx", "config.json"]);
  });

  it("removes what a killed process left in the cache, also when all files are there", async () => {
    const { folder, fetch } = await makeCase();
    await fetch();
    const before = await readdir(folder, { recursive: true });
    const { sha256 } = digests(FILES["onnx/model.onnx"]);
    await writeFile(join(folder, `blobs/${sha256}.incomplete.etag`), "");
    expect(await readdir(folder, { recursive: true })).toHaveLength(before.length + 1);
    await fetch();
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(before.sort());
  });

  it("asks only for the list of files when all are there", async () => {
    const { hub, fetch } = await makeCase();
    await fetch();
    const before = hub.requests.length;
    await fetch();
    expect(hub.requests.slice(before).map(({ url }) => url)).toEqual([
      "/api/models/org/name/revision/main?blobs=true",
    ]);
  });

  it("fetches only what has changed when the revision means another commit", async () => {
    const { hub, folder, fetch } = await makeCase();
    await fetch();
    hub.commit = "f".repeat(40);
    hub.files.set("config.json", Buffer.from('{"model_type": "other"}'));
    const before = hub.requests.length;
    expect((await fetch()).commit).toBe("f".repeat(40));
    expect(hub.requests.slice(before + 1).map(({ url }) => url)).toEqual([
      `/org/name/resolve/${"f".repeat(40)}/config.json`,
    ]);
    expect(await readFile(join(folder, "refs/main"), "utf8")).toBe("f".repeat(40));
  });

  it("takes the file that is asked for, and names those there are when it is not among them", async () => {
    const { fetch } = await makeCase();
    await expect(fetch({ asked: { files: ["onnx/other.onnx"] } })).rejects.toThrow(
      /the model has no file onnx\/other\.onnx: expected .*, received onnx\/model\.onnx, onnx\/model_quantized\.onnx, model\.safetensors\.\n {2}Name one of them in `file`\.$/,
    );
  });

  it("takes the files that are asked for together, and names those that the model has not", async () => {
    const { hub, fetch } = await makeCase({
      "onnx/enc.onnx": tinyOnnx(),
      "onnx/dec.onnx": Buffer.concat([tinyOnnx(), bytesField(2, "decoder")]),
      "onnx/model.onnx": Buffer.from("not wanted"),
      "config.json": CONFIG,
    });
    await fetch({ asked: { files: ["onnx/enc.onnx", "onnx/dec.onnx"] } });
    expect(fetched(hub)).toEqual(["onnx/enc.onnx", "onnx/dec.onnx", "config.json"]);
    await expect(fetch({ asked: { files: ["onnx/enc.onnx", "onnx/no.onnx", "nor.onnx"] } })).rejects.toThrow(
      "the model has no file onnx/no.onnx, nor.onnx: expected",
    );
  });

  it("fetches the weights that the graph names, whatever their name, and none that leads out of the model", async () => {
    const external = (location: string): Buffer => {
      const entry = Buffer.concat([bytesField(1, "location"), bytesField(2, location)]);
      const tensor = Buffer.concat([
        intField(2, 1),
        bytesField(8, location),
        bytesField(13, entry),
        intField(14, 1),
      ]);
      return bytesField(5, tensor);
    };
    const graph = bytesField(7, Buffer.concat([external("weights.bin"), external("../../../../escape")]));
    const { root, hub, fetch } = await makeCase({
      "onnx/model.onnx": graph,
      "onnx/weights.bin": Buffer.from("w"),
      "onnx/model.onnx_data": Buffer.from("d"),
      "../../../escape": Buffer.from("x"),
      "onnx/../../../../escape": Buffer.from("x"),
    });
    const { folder } = await fetch();
    expect((await readdir(join(folder, "onnx"))).sort()).toEqual([
      "model.onnx",
      "model.onnx_data",
      "weights.bin",
    ]);
    expect(hub.requests.filter(({ url }) => url.includes("escape"))).toEqual([]);
    expect((await readdir(root)).sort()).toEqual(["cache"]);
  });

  it("refuses a revision or an organization that leads out of the cache", async () => {
    const { hub, root } = await makeCase();
    const settings = { ...mockSettings(hub, root), isOffline: true };
    await expect(fetchModel({ repo: "org/name", revision: "../../x" }, { settings })).rejects.toThrow(
      "a file name leads out of the model's folder",
    );
  });

  it("uses the cache when the hub cannot be reached or has a fault, and nothing but the cache when offline", async () => {
    const { hub, root, fetch } = await makeCase();
    const model = await fetch();
    const unreachable = { ...mockSettings(hub, root), endpoint: "http://127.0.0.1:9" };
    const warning = `The hub cannot be asked now; what is kept of org/name (${COMMIT}) is used.`;
    // Weights that were not fetched are not there to fall back on.
    const kept = { ...model, hasWeights: false };
    expect(await fetch({ settings: unreachable })).toEqual({ ...kept, warning });
    const broken: Fault = (_, response) => void response.writeHead(500).end();
    hub.misbehave("list", ...Array.from({ length: 6 }, () => broken));
    expect(await fetch()).toEqual({ ...kept, warning });
    const before = hub.requests.length;
    expect(await fetch({ settings: { ...mockSettings(hub, root), isOffline: true } })).toEqual(kept);
    expect(hub.requests).toHaveLength(before);
  });

  it("says when it is offline and has no files", async () => {
    const { hub, root, fetch } = await makeCase();
    const settings = { ...mockSettings(hub, root), isOffline: true };
    await expect(fetch({ settings })).rejects.toThrow(
      /^hub:org\/name@main: the model is not on this machine: expected its files in .*cache, received offline, and no files\.\n {2}Run it once with a network/,
    );
  });

  it("says where the cache cannot be written", async () => {
    const { hub, root, fetch } = await makeCase();
    await writeFile(join(root, "file"), "");
    const settings = { ...mockSettings(hub, root), cacheFolder: join(root, "file/hub") };
    await expect(fetch({ settings })).rejects.toThrow(
      /file\/hub\/models--org--name: the cache cannot be written: .*\n {2}Free some space/,
    );
  });

  it("does not hide a refusal behind the cache", async () => {
    const { hub, fetch } = await makeCase();
    await fetch();
    hub.misbehave("list", (_, response) => void response.writeHead(401).end());
    await expect(fetch()).rejects.toThrow("the hub refuses access");
  });

  it("says what the hub answers to the question for its files, and waits where that helps", async () => {
    const answer =
      (code: number, headers: Record<string, string> = {}): Fault =>
      (_, response) =>
        void response.writeHead(code, headers).end();
    for (const [code, words] of [
      [401, "the hub refuses access"],
      [403, "the hub refuses access"],
      [404, "the hub does not have this"],
      [418, "the hub gives another answer"],
    ] as const) {
      const { hub, fetch } = await makeCase();
      hub.misbehave("list", answer(code));
      await expect(fetch()).rejects.toThrow(`/api/models/org/name/revision/main?blobs=true: ${words}: `);
    }
    const { hub, fetch } = await makeCase();
    hub.misbehave(
      "list",
      answer(429, { "retry-after": "0.01" }),
      answer(500),
      (_, response) => void response.destroy(),
    );
    expect((await fetch()).commit).toBe(COMMIT);
  });

  it("reads what huggingface_hub has put there", async () => {
    const { hub, root, folder, fetch } = await makeCase();
    const { git } = digests(CONFIG);
    await mkdir(join(folder, "blobs"), { recursive: true });
    await mkdir(join(folder, "snapshots", COMMIT), { recursive: true });
    await writeFile(join(folder, "blobs", git), CONFIG);
    await symlink(`../../blobs/${git}`, join(folder, "snapshots", COMMIT, "config.json"));
    await fetch({ settings: mockSettings(hub, root) });
    expect(fetched(hub)).toEqual(["onnx/model.onnx", "tokenizer.json"]);
  });

  it("takes over what transformers.js has cached if its checksum is right", async () => {
    const { hub, root, fetch } = await makeCase();
    const transformersCache = join(root, "transformers");
    const plain = join(transformersCache, "org/name");
    await mkdir(join(plain, "onnx"), { recursive: true });
    await writeFile(join(plain, "onnx/model.onnx"), FILES["onnx/model.onnx"]);
    await writeFile(join(plain, "config.json"), CONFIG.toString().replace("tiny", "fake"));
    const settings = { ...mockSettings(hub, root), transformersCache };
    const { folder } = await fetch({ settings });
    expect(fetched(hub)).toEqual(["config.json", "tokenizer.json"]);
    expect(await readFile(join(folder, "config.json"))).toEqual(CONFIG);
  });

  it("reads transformers.js' cache as it is when offline", async () => {
    const { hub, root, fetch } = await makeCase();
    const plain = join(root, "transformers/org/name");
    await mkdir(join(plain, "onnx"), { recursive: true });
    await writeFile(join(plain, "onnx/model.onnx"), FILES["onnx/model.onnx"]);
    const settings = {
      ...mockSettings(hub, root),
      transformersCache: join(root, "transformers"),
      isOffline: true,
    };
    expect(await fetch({ settings })).toEqual({
      folder: plain,
      commit: null,
      files: ["onnx/model.onnx"],
      hasWeights: false,
    });
  });

  it("names what is no list of files", async () => {
    for (const [answer, received] of [
      ["<html>login</html>", '"<html>login</html>"'],
      ['{"sha": "main", "siblings": []}', "sha: "],
      ['{"sha": "' + COMMIT + '", "siblings": [{"rfilename": 4}]}', "siblings.0.rfilename: "],
      [
        '{"sha": "' + COMMIT + '", "siblings": [{"rfilename": "a"}]}',
        "names of files without sizes and checksums",
      ],
    ] as const) {
      const { hub, fetch } = await makeCase();
      hub.misbehave("list", (_, response) => void response.end(answer));
      const error: unknown = await fetch().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(HubError);
      expect((error as Error).message).toContain("this is not the hub's list of files");
      expect((error as Error).message).toContain(`received ${received}`);
    }
  });

  it("lets one of two builds download while the other waits", async () => {
    const { hub, folder, fetch } = await makeCase();
    const models = await Promise.all([fetch(), fetch(), fetch()]);
    expect(new Set(models.map((model) => model.folder)).size).toBe(1);
    expect(fetched(hub).sort()).toEqual(["config.json", "onnx/model.onnx", "tokenizer.json"]);
    expect(existsSync(join(folder, ".headland.lock"))).toBe(false);
  });

  it("waits for a lock of a living process and takes over that of a dead one", async () => {
    const { folder, fetch } = await makeCase();
    await mkdir(folder, { recursive: true });
    // No process has this number: it is above the largest that systems give.
    await writeFile(join(folder, ".headland.lock"), `99999999@${hostname()}`);
    await fetch();
    const second = await makeCase();
    await mkdir(second.folder, { recursive: true });
    await writeFile(join(second.folder, ".headland.lock"), `${process.ppid}@${hostname()}`);
    const stop = new AbortController();
    const waited: string[] = [];
    const onProgress = ({ file }: { file: string }): void => {
      waited.push(file);
      stop.abort();
    };
    await expect(second.fetch({ signal: stop.signal, onProgress })).rejects.toThrow("aborted");
    expect(waited).toEqual([`waiting for process ${process.ppid}@${hostname()}`]);
  });
});

describe.runIf(hasZoo)("a model in the cache of huggingface_hub (skipped without ../shared/zoo)", () => {
  it("opens where graph and weights are links into the store of blobs", async () => {
    const { hub, root, folder } = await makeCase();
    const files = [
      "onnx/model.onnx",
      "onnx/model.onnx_data",
      "config.json",
      "tokenizer.json",
      "tokenizer_config.json",
    ];
    for (const name of files) {
      const content = await readFile(zooFile("llama-external", name));
      const blob = join(folder, "blobs", digests(content).sha256);
      const link = join(folder, "snapshots", COMMIT, name);
      await mkdir(dirname(blob), { recursive: true });
      await mkdir(dirname(link), { recursive: true });
      await cp(zooFile("llama-external", name), blob);
      await symlink(blob, link);
    }
    await mkdir(join(folder, "refs"));
    await writeFile(join(folder, "refs/main"), COMMIT);
    const settings = { ...mockSettings(hub, root), isOffline: true };
    const atlas: AtlasConfig = {
      id: { model: "llama", dataset: "lines" },
      modelFile: "content/models/llama.yaml",
      datasetFile: "content/datasets/lines.yaml",
      model: modelConfigSchema.parse({ name: "L", source: "hub:org/name", datasets: ["lines"] }),
      dataset: datasetConfigSchema.parse({ name: "L", kind: "text", source: "./lines.txt" }),
      source: { kind: "hub", ...SOURCE },
      datasetSource: "lines.txt",
    };
    const model = await resolveModel(atlas, { hub: settings });
    expect(model).toMatchObject({ architecture: "llama", revision: COMMIT });
    const plain = { ...atlas, source: { kind: "folder" as const, path: zooFile("llama-external", "") } };
    expect(await digestOf(model)).toBe(await digestOf(await resolveModel(plain)));
    expect((await lstat(model.modelPaths[0] ?? "")).isSymbolicLink()).toBe(true);
    const opened = await openModel(model.modelPaths[0] ?? "");
    expect(opened.blocks).toHaveLength(3);
    await opened.release();
  });

  it("comes with its external weights", async () => {
    const names = ["onnx/model.onnx", "onnx/model.onnx_data", "config.json", "tokenizer.json"];
    const files = Object.fromEntries(
      await Promise.all(
        names.map(async (name) => [name, await readFile(zooFile("llama-external", name))] as const),
      ),
    );
    const { fetch } = await makeCase(files);
    const opened = await openModel(join((await fetch()).folder, "onnx/model.onnx"));
    expect(opened.blocks).toHaveLength(3);
    await opened.release();
  });
});
