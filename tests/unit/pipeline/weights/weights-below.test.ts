import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { openModel } from "#pipeline/onnx/open-model.ts";
import { weightsBelow } from "#pipeline/weights/weights-below.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

async function folderOf(...paths: readonly string[]): Promise<string> {
  const folder = await tempFolder();
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), "");
  }
  return folder;
}

describe("weights in folders below", () => {
  it("are found as far as a cache of the hub has them, nearer ones first", async () => {
    const folder = await folderOf(
      "snapshots/abc/model.safetensors.index.json",
      "a/model.onnx",
      "checkpoint-500/model.safetensors",
      "model.safetensors",
      "a/b/c/d/model.safetensors",
      ".git/model.safetensors",
    );
    await symlink(folder, join(folder, "loop"));
    expect(weightsBelow(folder)).toEqual([
      "checkpoint-500/model.safetensors",
      "snapshots/abc/model.safetensors.index.json",
    ]);
    expect(weightsBelow(join(folder, "nothing"))).toEqual([]);
  });

  it("are named where a model is looked for above them", async () => {
    const folder = await folderOf("config.json", "snapshots/abc/model.safetensors");
    await expect(openModel(folder)).rejects.toThrow(
      /the weights lie in folders below .+received snapshots\/abc\/model\.safetensors\.\n {2}Name the folder of one of them/,
    );
  });
});
