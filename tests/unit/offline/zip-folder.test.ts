import { unzipSync } from "fflate";
import { execFileSync } from "node:child_process";
import { mkdtemp, mkdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zipFolder } from "../../../src/offline/zip-folder.ts";

const FILES = { "a b/é.json": "{}".repeat(5000), "index.html": "<p>", "pic.webp": "\u0000\u0001" };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headland-"));
  await mkdir(join(folder, "site/a b"), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, "site", name), text);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const zip = async (to: string): Promise<Buffer> => {
  const refusal = await zipFolder(join(folder, "site"), Object.keys(FILES), "atlas", join(folder, to));
  expect(refusal).toBeUndefined();
  return readFile(join(folder, to));
};

describe("the zip of a folder", () => {
  it("holds the same files in one folder", async () => {
    const texts = Object.entries(unzipSync(await zip("a.zip"))).map(
      ([name, bytes]) => [name, Buffer.from(bytes).toString()] as const,
    );
    expect(Object.fromEntries(texts)).toEqual(
      Object.fromEntries(Object.entries(FILES).map(([name, text]) => [`atlas/${name}`, text])),
    );
  });

  it("has the same bytes at any time and in any time zone", async () => {
    const first = await zip("a.zip");
    await utimes(join(folder, "site/index.html"), new Date(2020, 1, 1), new Date(2020, 1, 1));
    const { TZ } = process.env;
    process.env["TZ"] = "Asia/Kathmandu";
    try {
      expect((await zip("b.zip")).equals(first)).toBe(true);
    } finally {
      if (TZ === undefined) delete process.env["TZ"];
      else process.env["TZ"] = TZ;
    }
  });

  it("is read by another program, if Python is there", async ({ skip }) => {
    await zip("a.zip");
    const code =
      "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()))";
    let said: string;
    try {
      said = execFileSync("/usr/bin/python3", ["-c", code, join(folder, "a.zip")], { encoding: "utf8" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return skip("there is no /usr/bin/python3");
    }
    expect(said.trim()).toBe("None 3");
  });

  it("is refused where an archive has no room", async () => {
    const names = Array.from({ length: 65_536 }, () => "index.html");
    expect(await zipFolder(join(folder, "site"), names, "a", join(folder, "c.zip"))).toBe(
      "it has 65536 files, and an archive holds 65535",
    );
  });
});
