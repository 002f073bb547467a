import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UserError } from "#pipeline/errors.ts";
import { filesOfIndex, findWeights } from "#pipeline/weights/weight-files.ts";
import { safetensorsFile, tensorEntry } from "../../../helpers/safetensors-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const INDEX = "model.safetensors.index.json";

async function folderOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = await tempFolder();
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  return folder;
}

/** A file that holds one number for each name: its place in the list. */
const numbers = (...names: readonly string[]): Buffer =>
  safetensorsFile(
    Object.fromEntries(names.map((name, i) => [name, tensorEntry("U8", [1], i, i + 1)])),
    Uint8Array.from(names.keys()),
  );
/** The file that a folder's weights are read through. */
const entryOf = (folder: string): string =>
  join(folder, existsSync(join(folder, INDEX)) ? INDEX : "model.safetensors");
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 9\n`;
const index = (map: unknown): string => JSON.stringify({ metadata: { total_size: 1 }, weight_map: map });

describe("the weights of a model", () => {
  it("are those of its one file", async () => {
    const folder = await folderOf({ "model.safetensors": numbers("a", "b") });
    const weights = await findWeights(entryOf(folder));
    expect([...weights.keys()]).toEqual(["a", "b"]);
    const { path, offset, length } = weights.get("b")!;
    expect([...(await readFile(path)).subarray(offset, offset + length)]).toEqual([1]);
  });

  it("are those of all files that the index names, and of no other", async () => {
    const folder = await folderOf({
      [INDEX]: index({ c: "2-of-2.safetensors", a: "1-of-2.safetensors", b: "1-of-2.safetensors" }),
      "1-of-2.safetensors": numbers("a", "b"),
      "2-of-2.safetensors": numbers("c"),
      "model.safetensors": numbers("old"),
      "other.safetensors": "damaged",
    });
    const weights = await findWeights(entryOf(folder));
    expect([...weights].map(([name, { path }]) => [name, path])).toEqual([
      ["a", join(folder, "1-of-2.safetensors")],
      ["b", join(folder, "1-of-2.safetensors")],
      ["c", join(folder, "2-of-2.safetensors")],
    ]);
  });

  it.each<[what: string, files: Readonly<Record<string, Uint8Array | string>>, message: RegExp]>([
    [
      "a file that is missing",
      { [INDEX]: index({ a: "1.safetensors", b: "2.safetensors" }), "1.safetensors": numbers("a") },
      /2\.safetensors: a file of weights is missing/,
    ],
    [
      "a tensor that is missing",
      { [INDEX]: index({ a: "1.safetensors", b: "1.safetensors" }), "1.safetensors": numbers("a") },
      /index\.json, b: a tensor is missing: expected the tensor in 1\.safetensors/,
    ],
    [
      "a tensor that the index does not name",
      { [INDEX]: index({ a: "1.safetensors" }), "1.safetensors": numbers("a", "b") },
      /1\.safetensors, b: a tensor is in another file.+expected no such tensor in the model/,
    ],
    [
      "tensors that have changed places",
      {
        [INDEX]: index({ a: "1.safetensors", b: "2.safetensors" }),
        "1.safetensors": numbers("b"),
        "2.safetensors": numbers("a"),
      },
      /1\.safetensors, b: .+expected 2\.safetensors, received 1\.safetensors.+2\.safetensors, a: .+expected 1/s,
    ],
    [
      "a pointer in place of a file",
      { "model.safetensors": POINTER },
      /\.safetensors: this is a git LFS pointer/,
    ],
    [
      "a web page in place of a part",
      { [INDEX]: index({ a: "1.safetensors" }), "1.safetensors": "<!DOCTYPE html><title>Sign in</title>" },
      /1\.safetensors: this is a web page/,
    ],
    ["a pointer in place of the index", { [INDEX]: POINTER }, /index\.json: this is a git LFS pointer/],
    ["an index that is no text", { [INDEX]: Uint8Array.of(0xff, 0x7b) }, /index\.json: this is not text/],
    ["an index that is no JSON", { [INDEX]: "{" }, /the index cannot be read: expected JSON/],
    ["an index without a map", { [INDEX]: "{}" }, /expected JSON with the file of each tensor in weight_map/],
    ["an index of a list", { [INDEX]: index(["a"]) }, /the index cannot be read/],
    [
      "an index of a quarter of a million names",
      {
        [INDEX]: index(
          Object.fromEntries(Array.from({ length: 250_001 }, (_, i) => [`t${i}`, "1.safetensors"])),
        ),
      },
      /names too many tensors: expected at most 250000/,
    ],
    ["an index of nothing", { [INDEX]: index({}) }, /the index names no tensor/],
    [
      "a name that stands twice",
      { [INDEX]: '{"weight_map":{"a":"1.safetensors","a":"2.safetensors"}}' },
      /a name stands twice in the index: expected each name once, received "a"/,
    ],
    ["a damaged file", { "model.safetensors": "1" }, /model\.safetensors: the file is cut/],
  ])("with %s are refused by name", async (_, files, message) => {
    const found = findWeights(entryOf(await folderOf(files)));
    await expect(found).rejects.toThrow(UserError);
    await expect(found).rejects.toThrow(message);
  });

  it("may be put together by an index with a byte order mark, or in UTF-16", async () => {
    const text = `\ufeff${index({ a: "1.safetensors" })}`;
    for (const encoding of ["utf8", "utf16le"] as const) {
      const files = { [INDEX]: Buffer.from(text, encoding), "1.safetensors": numbers("a") };
      expect([...(await findWeights(entryOf(await folderOf(files)))).keys()]).toEqual(["a"]);
    }
  });

  it("are found under the names that their file notes as the same, unless those hold others", async () => {
    const metadata = { format: "pt", tied: "a", b: "a", strange: "none" };
    const header = {
      __metadata__: metadata,
      a: tensorEntry("U8", [1], 0, 1),
      b: tensorEntry("U8", [1], 1, 2),
    };
    const [file, name] = [safetensorsFile(header, Uint8Array.of(5, 6)), "1.safetensors"];
    const single = await findWeights(entryOf(await folderOf({ "model.safetensors": file })));
    const several = await findWeights(
      entryOf(await folderOf({ [INDEX]: index({ a: name, b: name }), [name]: file })),
    );
    for (const weights of [single, several]) {
      expect([...weights.keys()]).toEqual(["a", "b", "tied"]);
      expect(weights.get("tied")).toEqual({ ...weights.get("a"), sameAs: "a" });
      expect(weights.get("b")?.sameAs).toBeUndefined();
    }
  });

  it("are not opened through one part of several", async () => {
    const [first, second] = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
    const folder = await folderOf({ [first]: numbers("a"), [second]: numbers("b") });
    const found = findWeights(join(folder, first));
    await expect(found).rejects.toThrow(/this file holds one part of the weights: expected .+index\.json/);
    const only = "model-00001-of-00001.safetensors";
    const whole = await folderOf({ [only]: numbers("a") });
    expect([...(await findWeights(join(whole, only))).keys()]).toEqual(["a"]);
  });

  it.each([
    "../1.safetensors",
    "/etc/1.safetensors",
    "a/1.safetensors",
    String.raw`..\1.safetensors`,
    ".safetensors",
    "c:1.safetensors",
    "1.bin",
    "",
    1,
    null,
  ])("in %j, outside of the folder or no safetensors file, are refused", async (name) => {
    const found = findWeights(entryOf(await folderOf({ [INDEX]: index({ a: name }) })));
    await expect(found).rejects.toThrow(/weight_map, a: a tensor is in no file of this folder/);
  });

  it("that are not there are asked for", async () => {
    const folder = await tempFolder();
    const expected = /model\.safetensors: a file of weights is missing: expected a safetensors file/;
    await expect(findWeights(entryOf(folder))).rejects.toThrow(expected);
    await mkdir(join(folder, "model.safetensors"));
    await expect(findWeights(entryOf(folder))).rejects.toThrow(expected);
  });

  it("lie in the files that the index names, each told once", async () => {
    const files = { [INDEX]: index({ c: "2.safetensors", a: "1.safetensors", b: "1.safetensors" }) };
    expect(await filesOfIndex(entryOf(await folderOf(files)))).toEqual(["1.safetensors", "2.safetensors"]);
    expect(await filesOfIndex("nowhere/model.safetensors")).toEqual([]);
  });
});
