/** A cache of the hub that lay on a disk: what of it is damaged is fetched again, or told where that cannot be. */
import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DigestIndex } from "#pipeline/cache/digest-index.ts";
import { DamagedBlob } from "#pipeline/cache/hub-blob.ts";
import { fetchModel } from "#pipeline/hub/fetch-model.ts";
import type { FetchedModel, FetchOptions } from "#pipeline/hub/fetch-options.ts";
import { bytesField } from "#pipeline/onnx/file/protobuf.ts";
import { flip } from "../../../helpers/damage.ts";
import { COMMIT, mockSettings, startMockHub, type MockHub } from "../../../helpers/mock-hub.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { tinyOnnx } from "../../../helpers/tiny-model.ts";

const FILES = {
  // So long that it is in large-file storage, whose checksums are of another kind.
  "onnx/model.onnx": Buffer.concat([tinyOnnx(), bytesField(2, "x".repeat(2000))]),
  "config.json": Buffer.from('{"model_type": "tiny"}'),
  "tokenizer.json": Buffer.from("{}"),
};

interface Case {
  readonly root: string;
  readonly hub: MockHub;
  readonly folder: string;
  readonly blobs: string;
  readonly fetch: (options?: Partial<FetchOptions>) => Promise<FetchedModel>;
  /** What is known of files, long after they were written. */
  readonly open: () => Promise<DigestIndex>;
}

/** A model that was fetched before. */
async function fetchedCase(): Promise<Case> {
  const root = await tempFolder();
  const hub = await startMockHub("org/name", FILES);
  const settings = mockSettings(hub, root);
  const fetch = (options: Partial<FetchOptions> = {}): Promise<FetchedModel> =>
    fetchModel({ repo: "org/name", revision: "main" }, { settings, ...options });
  await fetch();
  const folder = join(root, "cache/models--org--name");
  const open = (): Promise<DigestIndex> =>
    DigestIndex.open(join(root, "work"), { now: () => Date.now() + 60_000 });
  return { root, hub, folder, blobs: join(folder, "blobs"), fetch, open };
}

const fetched = (hub: MockHub): string[] =>
  hub.requests.flatMap(({ host, url }) => (host === "hub" ? (url.split(`${COMMIT}/`)[1] ?? []) : []));

describe("a cache that a disk has damaged", () => {
  it.each([
    ["a flipped byte", flip],
    ["a cut file", (path: string) => truncate(path, 1)],
  ])("is fetched again and told, for %s", async (_, damage) => {
    const { hub, folder, blobs, fetch, open } = await fetchedCase();
    const names = await readdir(blobs);
    expect(names.map((name) => name.length).sort()).toEqual([40, 40, 64]);
    for (const digests of [undefined, await open()]) {
      for (const name of names) await damage(join(blobs, name));
      const before = hub.requests.length;
      const { warning } = await fetch(digests ? { digests } : {});
      expect(warning).toBe(
        "What was kept of org/name was damaged on disk and was fetched again: onnx/model.onnx, config.json, tokenizer.json.",
      );
      expect(fetched(hub).slice(-3)).toEqual(["onnx/model.onnx", "config.json", "tokenizer.json"]);
      expect(hub.requests.length).toBe(before + 5);
      for (const [name, content] of Object.entries(FILES))
        expect(await readFile(join(folder, "snapshots", COMMIT, name))).toEqual(content);
      expect((await fetch(digests ? { digests } : {})).warning).toBeUndefined();
    }
  });

  it("is not read at each start: once when another program filled it, and when size or times have changed", async () => {
    const { root, fetch, open } = await fetchedCase();
    const first = await open();
    await fetch({ digests: first });
    await first.save();
    // What the index says is believed, so a wrong word in it shows that nothing was read.
    const file = join(root, "work/digests.json");
    await writeFile(file, (await readFile(file, "utf8")).replaceAll(/[0-9a-f]{64}(?=")/g, "0".repeat(64)));
    expect((await fetch({ digests: await open() })).warning).toContain("onnx/model.onnx.");
    const verified = await DigestIndex.open(join(root, "work"), { isTrusting: false });
    expect((await fetch({ digests: verified })).warning).toBeUndefined();
  });

  it("is told with its cure when the hub cannot be asked", async () => {
    const { hub, root, folder, blobs, fetch, open } = await fetchedCase();
    const unreachable = { ...mockSettings(hub, root), endpoint: "http://127.0.0.1:9" };
    const offline = { ...mockSettings(hub, root), isOffline: true };
    for (const name of await readdir(blobs)) {
      await flip(join(blobs, name));
      for (const settings of [offline, unreachable]) {
        const failed = expect(
          fetch({ settings, ...(name.length === 64 ? {} : { digests: await open() }) }),
        ).rejects;
        await failed.toBeInstanceOf(DamagedBlob);
        await failed.toThrow(
          /snapshots.*: the file in the hub's cache is damaged: .*\n {2}Run the same command with a network/,
        );
      }
      await flip(join(blobs, name));
    }
    expect(await fetch({ settings: offline, digests: await open() })).toEqual({
      folder: join(folder, "snapshots", COMMIT),
      commit: COMMIT,
      files: ["onnx/model.onnx"],
      hasWeights: false,
    });
  });
});
