import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { atlasDigest } from "../../../src/atlas/atlas-digest.ts";
import { readAtlases } from "../../../src/integration/read-atlases.ts";
import { writeSyntheticAtlas } from "../../helpers/synthetic-atlas.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

let written: Readonly<Record<"manifest.json" | "heads.json", string>>;

/** A whole atlas `a/x`, and `b/x`, some of whose files are others; null takes one away. */
async function withDamage(damage: Readonly<Record<string, string | null>>): Promise<string> {
  const base = await tempFolder();
  for (const model of ["a", "b"]) {
    await mkdir(join(base, model, "x"), { recursive: true });
    const own: Record<string, string | null> = { ...written, ...(model === "b" ? damage : {}) };
    for (const [file, text] of Object.entries(own)) {
      if (text !== null)
        await writeFile(join(base, model, "x", file), text.replaceAll('"model-a"', `"${model}"`));
    }
  }
  return base;
}

const changed = (file: keyof typeof written, change: (json: Record<string, unknown>) => object): string =>
  JSON.stringify({ ...(JSON.parse(written[file]) as object), ...change(JSON.parse(written[file]) as never) });

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "headland-"));
  const shape = { nLayers: 1, nHeads: 2, nSequences: 2 };
  const maps = { methods: ["pca"], dims: [2] } as const;
  await writeSyntheticAtlas(folder, { model: "model-a", dataset: "x", kind: "text", ...shape, maps });
  const read = (file: string): Promise<string> => readFile(join(folder, "model-a/x", file), "utf8");
  written = { "manifest.json": await read("manifest.json"), "heads.json": await read("heads.json") };
  await rm(folder, { recursive: true });
});

describe("the atlases of a site", () => {
  it("are all that are there, in the order of their names", async () => {
    const { atlases, leftOut } = await readAtlases(await withDamage({}));
    expect([...atlases.keys()]).toEqual(["a/x", "b/x"]);
    expect(atlases.get("b/x")?.heads.map(({ head }) => head)).toEqual(["L0H0", "L0H1"]);
    expect(leftOut).toEqual([]);
  });

  it("know the digests of their token tables, and none where the list of files is missing or damaged", async () => {
    const digests = { "tokens.json": "d1", "tokens-text.json": "d2" };
    const entries = Object.entries({ ...digests, "heads.json": "d3" }).map(
      ([file, digest]): [string, [number, string]] => [file, [7, digest]],
    );
    const base = await withDamage({
      "files.json": JSON.stringify({ v: 1, files: Object.fromEntries(entries) }),
    });
    const { atlases, leftOut } = await readAtlases(base);
    expect([...atlases.values()].map(({ tokens }) => tokens)).toEqual([{}, digests]);
    const listed = Object.fromEntries(entries);
    expect([...atlases.values()].map(({ digest }) => digest)).toEqual([undefined, await atlasDigest(listed)]);
    await writeFile(join(base, "b/x/files.json"), "{");
    expect((await readAtlases(base)).atlases.get("b/x")?.tokens).toEqual({});
    expect(leftOut).toEqual([]);
  });

  it("are none before the first build", async () => {
    const { atlases, leftOut } = await readAtlases(join(await tempFolder(), "atlas"));
    expect([atlases.size, leftOut]).toEqual([0, []]);
  });

  it("are those of the other models where a folder cannot be looked into", async () => {
    const base = await withDamage({});
    await symlink(join(base, "a/x/manifest.json"), join(base, "c"));
    const { atlases, leftOut } = await readAtlases(base);
    expect([...atlases.keys()]).toEqual(["a/x", "b/x"]);
    expect(leftOut.join()).toMatch(
      /^The atlases of .*\/c are left out of the site\.\n {2}The folder cannot be read \(ENOTDIR\)/,
    );
  });

  it("are not the folders of builds at work, nor files beside them", async () => {
    const base = await withDamage({});
    await mkdir(join(base, "b/.x.new"));
    await writeFile(join(base, "a/.DS_Store"), "");
    await writeFile(join(base, "notes.txt"), "");
    expect([...(await readAtlases(base)).atlases.keys()]).toEqual(["a/x", "b/x"]);
  });

  it.each<[string, () => Record<string, string | null>]>([
    ["manifest.json: the file is missing", () => ({ "manifest.json": null })],
    ["heads.json: the file is missing", () => ({ "heads.json": null })],
    [
      "manifest.json: the file is cut or damaged: it is not complete JSON",
      () => ({ "manifest.json": written["manifest.json"].slice(0, 300) }),
    ],
    [
      "manifest.json: dHead: Invalid input",
      () => ({ "manifest.json": changed("manifest.json", () => ({ dHead: "8" })) }),
    ],
    ["not a Headland manifest", () => ({ "manifest.json": "[]" })],
    [
      "Rebuild the site with a newer Headland",
      () => ({ "manifest.json": changed("manifest.json", () => ({ formatVersion: 2 })) }),
    ],
    [
      "the atlas of another folder: expected b/x, received c/x",
      () => ({ "manifest.json": written["manifest.json"].replaceAll('"model-a"', '"c"') }),
    ],
    ["heads.json: v: Invalid input", () => ({ "heads.json": changed("heads.json", () => ({ v: 2 })) })],
    [
      'heads.json: expected each head of the atlas once, received "L7H0"',
      () => ({ "heads.json": written["heads.json"].replace("L0H1", "L7H0") }),
    ],
    [
      'heads.json: expected each head of the atlas once, received "L0H0"',
      () => ({ "heads.json": written["heads.json"].replace("L0H1", "L0H0") }),
    ],
  ])("stand without one that is damaged, which is told: %s", async (message, damage) => {
    const base = await withDamage(damage());
    const { atlases, leftOut } = await readAtlases(base);
    expect([...atlases.keys()]).toEqual(["a/x"]);
    expect(leftOut).toHaveLength(1);
    expect(leftOut[0]).toContain("The atlas b/x is left out of the site.");
    expect(leftOut[0]).toContain(message);
    expect(leftOut[0]).toContain("npm run atlas -- b --force");
    await rm(base, { recursive: true });
  });
});
