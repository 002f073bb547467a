import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { pruneFolder } from "../../../src/integration/prune-site.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

/** A site of one atlas as Astro leaves it, with these files besides. */
async function site(...others: readonly string[]): Promise<string> {
  const folder = await tempFolder();
  const list = { v: 1, files: { "manifest.json": [2, "0"], "heads/L0H0/points.json": [2, "0"] } };
  const files: Record<string, string> = {
    "index.html": "",
    "404.html": "",
    "favicon.svg": "",
    "_astro/page.js": "",
    "tiny/lines/index.html": "",
    "tiny/lines/L0H0/index.html": "",
    "atlas/tiny/lines/manifest.json": "{}",
    "atlas/tiny/lines/heads/L0H0/points.json": "{}",
    "atlas/tiny/lines/files.json": JSON.stringify(list),
  };
  for (const name of others) files[name] = "";
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

describe("pruneFolder", () => {
  it("leaves a site alone in which there is nothing else", async () => {
    const clean = await site();
    const before = await filesOf(clean);
    expect(await pruneFolder(clean)).toEqual([]);
    expect(await filesOf(clean)).toEqual(before);
    expect(before).toHaveLength(9);
  });

  it("keeps the descriptions of an atlas for machines, which the build of the site writes", async () => {
    const described = await site(
      "atlas/tiny/lines/ro-crate-metadata.json",
      "atlas/tiny/lines/croissant.json",
    );
    expect(await pruneFolder(described)).toEqual([]);
  });

  it("removes what systems and editors leave, wherever it lies, and keeps what hosts ask for", async () => {
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
    const folder = await site(".nojekyll", ".well-known/security.txt", "notes/page.html", ...others);
    expect(await pruneFolder(folder)).toEqual(
      [...others.filter((name) => !name.startsWith(".git")), ".git"].sort(),
    );
    const kept = await filesOf(folder);
    expect(kept).toEqual(
      [...(await filesOf(await site())), ".nojekyll", ".well-known/security.txt", "notes/page.html"].sort(),
    );
  });

  it("removes data of atlases that have no page, builds half made, and files that no atlas lists", async () => {
    const folder = await site(
      "atlas/gone/lines/manifest.json",
      "guides/nearness/index.html",
      "atlas/guides/nearness/manifest.json",
      "atlas/tiny/damaged/manifest.json",
      "atlas/tiny/.lines.new-old/manifest.json",
      "atlas/tiny/lines/heads/L9H9/points.json",
      "atlas/stray.json",
    );
    expect(await pruneFolder(folder)).toEqual([
      "atlas/gone",
      "atlas/guides",
      "atlas/stray.json",
      "atlas/tiny/.lines.new-old",
      "atlas/tiny/damaged",
      "atlas/tiny/lines/heads/L9H9/points.json",
    ]);
    expect(await filesOf(folder)).toEqual(await filesOf(await site("guides/nearness/index.html")));
  });

  it.each(["{}", "[", "null"])("takes an atlas whose list is %s as it is", async (text) => {
    const folder = await site("atlas/tiny/lines/more.json");
    await writeFile(join(folder, "atlas/tiny/lines/files.json"), text);
    expect(await pruneFolder(folder)).toEqual([]);
  });

  it("takes an atlas without a list, as older versions made it, as it is", async () => {
    const folder = await site(
      "old/lines/index.html",
      "atlas/old/lines/manifest.json",
      "atlas/old/lines/tokens.json",
    );
    expect(await pruneFolder(folder)).toEqual([]);
  });
});
