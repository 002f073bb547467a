import { execFile } from "node:child_process";
import { stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { makeFolder } from "#pipeline/config/folder.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const FOLDER = join(import.meta.dirname, "../../../../src/pipeline/config/folder.ts");

describe("a new folder", () => {
  it("is made with those above it, and may be there already", async () => {
    const path = join(await tempFolder(), "a/b/c");
    await makeFolder(path);
    await makeFolder(path);
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  it("is made once by many at a time", async () => {
    const path = join(await tempFolder(), "a/b/c/d");
    await Promise.all(Array.from({ length: 20 }, () => makeFolder(path)));
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  it("is an error where a file or a link that leads nowhere has its place", async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, "file"), "");
    await symlink(join(folder, "nowhere"), join(folder, "link"));
    await expect(makeFolder(join(folder, "file"))).rejects.toThrow(/EEXIST/);
    await expect(makeFolder(join(folder, "file/below"))).rejects.toThrow(/ENOTDIR/);
    await expect(makeFolder(join(folder, "link"))).rejects.toThrow(/EEXIST/);
  });

  it.skipIf(process.platform !== "linux")(
    "is an error, not a loop without end, below a folder of the system that takes none",
    async () => {
      await expect(makeFolder("/proc/headland")).rejects.toThrow(/ENOENT/);
      await expect(makeFolder("/proc/headland/below")).rejects.toThrow(/ENOENT/);
    },
  );

  it("in a current folder that was removed meanwhile is an error, not a loop without end", async () => {
    const folder = join(await tempFolder(), "gone");
    await makeFolder(folder);
    const program = `
      import { rmSync } from "node:fs";
      import { makeFolder } from ${JSON.stringify(pathToFileURL(FOLDER).href)};
      rmSync(process.cwd(), { recursive: true });
      await makeFolder("a/b").catch((error) => console.log(error.code));`;
    const args = ["--input-type=module", "--eval", program];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, timeout: 30_000 });
    expect(stdout.trim()).toBe("ENOENT");
  });
});
