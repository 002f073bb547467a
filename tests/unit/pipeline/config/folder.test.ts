import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
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
