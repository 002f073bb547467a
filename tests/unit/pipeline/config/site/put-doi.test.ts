import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { putDoi } from "#pipeline/config/site/put-doi.ts";
import { ConfigError } from "#pipeline/errors.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const DOI = "10.5281/zenodo.1234567";
const SITE = "# Ours.\ntitle: Maps   # of attention\n";
const CITATION = 'cff-version: 1.2.0\r\ntitle: "Maps"\r\ndoi: 10.1000/old # until May\r\n';

async function project(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await tempFolder();
  await mkdir(join(root, "content"));
  for (const [name, content] of Object.entries(files)) await writeFile(join(root, name), content);
  return root;
}
const read = (root: string, name: string): Promise<string> => readFile(join(root, name), "utf8");

describe("putting a DOI in", () => {
  it("changes both files, and nothing else in them", async () => {
    const root = await project({ "content/site.yaml": SITE, "CITATION.cff": CITATION });
    expect(await putDoi(root, DOI)).toEqual({ changed: ["content/site.yaml", "CITATION.cff"], same: [] });
    expect(await read(root, "content/site.yaml")).toBe(`${SITE}doi: ${DOI}\n`);
    expect(await read(root, "CITATION.cff")).toBe(CITATION.replace("10.1000/old", DOI));
    expect(await readdir(root)).toEqual(["CITATION.cff", "content"]);
    expect(await readdir(join(root, "content"))).toEqual(["site.yaml"]);
  });

  it("does not touch files that say so already", async () => {
    const root = await project({ "content/site.yaml": SITE, "CITATION.cff": CITATION });
    await putDoi(root, DOI);
    const before = await stat(join(root, "content/site.yaml"), { bigint: true });
    expect(await putDoi(root, DOI)).toEqual({ changed: [], same: ["content/site.yaml", "CITATION.cff"] });
    const after = await stat(join(root, "content/site.yaml"), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  it("makes the file of the site where there is none, but no other, and removes the DOI again", async () => {
    const root = await project({});
    expect(await putDoi(root, null)).toEqual({ changed: [], same: [] });
    expect(await putDoi(root, DOI)).toEqual({ changed: ["content/site.yaml"], same: [] });
    expect(await read(root, "content/site.yaml")).toBe(`doi: ${DOI}\n`);
    await putDoi(root, null);
    expect(await read(root, "content/site.yaml")).toBe("");
  });

  it("keeps permissions, and links to a file elsewhere", async () => {
    const root = await project({ "shared.yaml": SITE });
    await chmod(join(root, "shared.yaml"), 0o640);
    await symlink("../shared.yaml", join(root, "content/site.yaml"));
    await putDoi(root, DOI);
    expect((await lstat(join(root, "content/site.yaml"))).isSymbolicLink()).toBe(true);
    expect(await read(root, "shared.yaml")).toBe(`${SITE}doi: ${DOI}\n`);
    expect((await stat(join(root, "shared.yaml"))).mode & 0o777).toBe(0o640);
  });

  it("changes none of the files if one of them cannot be changed", async () => {
    for (const broken of ["{title: Maps}\n", "- no map\n", Uint8Array.of(0xff, 0xfe, 0x0a)]) {
      const root = await project({ "content/site.yaml": SITE, "CITATION.cff": broken });
      await expect(putDoi(root, DOI)).rejects.toThrow(ConfigError);
      expect(await read(root, "content/site.yaml")).toBe(SITE);
      expect(await readdir(join(root, "content"))).toEqual(["site.yaml"]);
    }
  });
});
