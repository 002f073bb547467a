import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nameInTheMaking } from "#pipeline/cache/owner.ts";
import { sweepRepo } from "#pipeline/hub/sweep-repo.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const DEAD = `.6a0c1c9a-5d0e-4b57-9d11-0c5bb2a7c001.new.99999999@${hostname().replaceAll(/[^\w-]/g, "_")}`;
const BLOB = "a".repeat(64);

async function listed(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}

describe("sweepRepo", () => {
  it("removes what a killed process left half made, and its lock", async () => {
    const folder = await tempFolder();
    for (const name of ["blobs", "refs", "snapshots/c/onnx"])
      await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, "blobs", BLOB), "whole");
    await writeFile(join(folder, "refs/main"), "c");
    await symlink(`../../../blobs/${BLOB}`, join(folder, "snapshots/c/onnx/model.onnx"));
    const kept = await listed(folder);
    await symlink(`../../../blobs/${BLOB}`, join(folder, "snapshots/c/onnx", DEAD));
    await writeFile(join(folder, "blobs", DEAD), "half a copy");
    await writeFile(join(folder, "refs", DEAD), "c");
    await writeFile(join(folder, `blobs/${BLOB}.incomplete.etag`), "of a download that is done");
    await writeFile(join(folder, ".headland.lock"), `${DEAD.split(".new.")[1] ?? ""} since 1`);
    await sweepRepo(folder, join(folder, ".headland.lock"));
    expect(await listed(folder)).toEqual(kept);
  });

  it("leaves downloads to be resumed, and what living processes have in the making", async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "blobs"));
    for (const name of [`${BLOB}.incomplete`, `${BLOB}.incomplete.etag`, await nameInTheMaking("")])
      await writeFile(join(folder, "blobs", name), "");
    const before = await listed(folder);
    await sweepRepo(folder, join(folder, ".headland.lock"));
    expect(await listed(folder)).toEqual(before);
  });

  it("has nothing to do where there is no folder yet", async () => {
    const folder = join(await tempFolder(), "missing");
    await expect(sweepRepo(folder, join(folder, ".headland.lock"))).resolves.toBeUndefined();
  });
});
