import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { placeFiles } from "../../../../src/integration/publish/place-file.ts";
import { publishFolder } from "../../../../src/integration/publish/publish-files.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

interface Place {
  readonly publicFolder: string;
  readonly site: string;
}

const LIST = { v: 1, files: { "manifest.json": [2, "0"], "heads/L0H0/points.json": [2, "0"] } };
const PAGES = [
  "index.html",
  "404.html",
  "_astro/page.js",
  "tiny/lines/index.html",
  "tiny/lines/L0H0/index.html",
];
const PUBLIC: Readonly<Record<string, string>> = {
  "favicon.svg": "",
  "atlas/tiny/lines/manifest.json": "{}",
  "atlas/tiny/lines/heads/L0H0/points.json": "{}",
  "atlas/tiny/lines/files.json": JSON.stringify(LIST),
};

async function write(folder: string, name: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
}

/** The pages of one atlas and its public folder, with these public files and pages besides. */
async function place(others: readonly string[] = [], pages: readonly string[] = []): Promise<Place> {
  const folder = await tempFolder();
  const [publicFolder, site] = [join(folder, "public"), join(folder, "site")];
  for (const [name, text] of Object.entries(PUBLIC)) await write(publicFolder, name, text);
  for (const name of others) await write(publicFolder, name, "");
  for (const name of [...PAGES, ...pages]) await write(site, name, "");
  return { publicFolder, site };
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

/** What is in the site beside its pages. */
async function published({ publicFolder, site }: Place, by = placeFiles()): Promise<string[]> {
  const before = new Set(await filesOf(site));
  publishFolder(publicFolder, site, by);
  return (await filesOf(site)).filter((file) => !before.has(file));
}

const ALL = Object.keys(PUBLIC).sort();

describe("publishFolder", () => {
  it("publishes all of an atlas and of the public folder in which there is nothing else", async () => {
    const clean = await place();
    expect(await published(clean)).toEqual(ALL);
    expect(await published(clean)).toEqual([]);
    for (const [name, text] of Object.entries(PUBLIC))
      expect(await readFile(join(clean.site, name), "utf8")).toBe(text);
  });

  it("publishes the descriptions of an atlas for machines, and keeps those that the site has written", async () => {
    const crate = "atlas/tiny/lines/ro-crate-metadata.json";
    const croissant = "atlas/tiny/lines/croissant.json";
    const described = await place([crate, croissant]);
    await write(described.site, crate, "of the site");
    expect(await published(described)).toEqual([...ALL, croissant].sort());
    expect(await readFile(join(described.site, crate), "utf8")).toBe("of the site");
  });

  it("leaves out what systems and editors leave, wherever it lies, and publishes what hosts ask for", async () => {
    const others = [
      ".DS_Store",
      "Thumbs.db",
      "atlas/.DS_Store",
      "atlas/tiny/desktop.ini",
      "atlas/tiny/lines/heads/.points.json.swp",
      "atlas/tiny/lines/manifest.json~",
      "notes/#draft.html#",
      "notes/page.html.bak",
      ".git/config",
      ".git/objects/.x",
    ];
    const asked = [".nojekyll", ".well-known/security.txt", ".well-known/.more", "notes/page.html"];
    expect(await published(await place([...asked, ...others]))).toEqual([...ALL, ...asked].sort());
  });

  it("leaves out data of atlases that have no page, builds half made, and files that no atlas lists", async () => {
    const others = [
      "atlas/gone/lines/manifest.json",
      "atlas/guides/nearness/manifest.json",
      "atlas/tiny/damaged/manifest.json",
      "atlas/tiny/.lines.new-old/manifest.json",
      "atlas/tiny/lines/heads/L9H9/points.json",
      "atlas/tiny/stray.json",
      "atlas/stray.json",
    ];
    expect(await published(await place(others, ["guides/nearness/index.html"]))).toEqual(ALL);
  });

  it.each(["{}", "[", "null"])("takes an atlas whose list is %s as it is", async (text) => {
    const more = "atlas/tiny/lines/more.json";
    const damaged = await place([more]);
    await write(damaged.publicFolder, "atlas/tiny/lines/files.json", text);
    expect(await published(damaged)).toEqual([...ALL, more].sort());
  });

  it("takes an atlas without a list, as older versions made it, as it is", async () => {
    const old = ["atlas/old/lines/heads/L0H0/points.json", "atlas/old/lines/manifest.json"];
    const leftover = "atlas/old/lines/heads/.points.json.swp";
    expect(await published(await place([...old, leftover], ["old/lines/index.html"]))).toEqual(
      [...ALL, ...old].sort(),
    );
  });

  it("publishes no file outside of an atlas, whatever its list names", async () => {
    const names = [
      "../../secret.json",
      "/etc/hostname",
      "..\\..\\secret.json",
      "heads/../../../secret.json",
      ".",
    ];
    const hostile = await place(["secret.json"]);
    const files = Object.fromEntries([...Object.keys(LIST.files), ...names].map((name) => [name, [2, "0"]]));
    await write(hostile.publicFolder, "atlas/tiny/lines/files.json", JSON.stringify({ v: 1, files }));
    expect(await published(hostile)).toEqual([...ALL, "secret.json"].sort());
  });

  it("publishes what is there if a listed file is missing, and nothing without a public folder", async () => {
    const { publicFolder, site } = await place();
    const files = { ...LIST.files, "heads/L0H1/points.json": [2, "0"] };
    await write(publicFolder, "atlas/tiny/lines/files.json", JSON.stringify({ v: 1, files }));
    expect(await published({ publicFolder: join(publicFolder, "none"), site })).toEqual([]);
    expect(await published({ publicFolder, site })).toEqual(ALL);
  });
});

describe("the files of a site", () => {
  const data = "atlas/tiny/lines/heads/L0H0/points.json";
  const isSame = async ({ publicFolder, site }: Place, name: string): Promise<boolean> =>
    (await stat(join(publicFolder, name))).ino === (await stat(join(site, name))).ino;

  it("are the same as those of an atlas, and copies of others, which a build may change", async () => {
    const own = await place(["notes/page.html"]);
    await published(own);
    expect(await isSame(own, data)).toBe(true);
    expect(await isSame(own, "notes/page.html")).toBe(false);
  });

  it("are copies where the system cannot link", async () => {
    const own = await place();
    const refuse = (): never => {
      throw Object.assign(new Error("cross-device link not permitted"), { code: "EXDEV" });
    };
    expect(await published(own, placeFiles(refuse))).toEqual(ALL);
    expect(await isSame(own, data)).toBe(false);
    expect(await readFile(join(own.site, data), "utf8")).toBe("{}");
  });

  it("are copies of what a symbolic link leads to", async () => {
    const own = await place();
    const elsewhere = join(own.publicFolder, "../elsewhere.json");
    await writeFile(elsewhere, "[1]");
    const files = { ...LIST.files, "linked.json": [3, "0"] };
    await write(own.publicFolder, "atlas/tiny/lines/files.json", JSON.stringify({ v: 1, files }));
    await symlink(elsewhere, join(own.publicFolder, "atlas/tiny/lines/linked.json"));
    expect(await published(own)).toEqual([...ALL, "atlas/tiny/lines/linked.json"].sort());
    expect(await readFile(join(own.site, "atlas/tiny/lines/linked.json"), "utf8")).toBe("[1]");
  });
});
