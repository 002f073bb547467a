/** Packs a built site with its data and its descriptions into one archive, for a place that keeps research data. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { SiteConfig } from "../../atlas/citation/site-words.ts";
import { readAtlases } from "../read-atlases.ts";
import { citationCff } from "../../site/cite/deposit/citation-cff.ts";
import { depositCrate } from "../../site/cite/deposit/deposit-crate.ts";
import { SITE_FOLDER, type Deposit } from "../../site/cite/deposit/deposit.ts";
import { depositReadme } from "../../site/cite/deposit/readme.ts";
import { zenodoJson } from "../../site/cite/deposit/zenodo.ts";
import { folderEntries, zipEntries, type ZipEntry } from "../../offline/zip-folder.ts";

export interface DepositRequest {
  /** The built site. */
  readonly siteFolder: string;
  /** The project's folder: its `CITATION.cff` goes into the deposit as it is. */
  readonly root: string;
  readonly site: SiteConfig;
  /** The archive to write. */
  readonly to: string;
}

export interface MadeDeposit {
  readonly nSiteFiles: number;
  readonly nAtlases: number;
  /** Files at the top of the archive. */
  readonly top: readonly string[];
  readonly nBytes: number;
  /** A message for every atlas whose data are in the archive, but not in its descriptions. */
  readonly leftOut: readonly string[];
  /** Why the archive was not written. */
  readonly refusal?: string;
}

export async function makeDeposit({ siteFolder, root, site, to }: DepositRequest): Promise<MadeDeposit> {
  const names = await filesBelow(siteFolder);
  const { atlases, patterns, leftOut } = await readAtlases(join(siteFolder, "atlas"));
  const deposit: Deposit = {
    site,
    nFiles: names.length,
    atlases: [...atlases, ...patterns]
      .map(([folder, { manifest, digest }]) => ({ folder, manifest, digest }))
      .sort((a, b) => (a.folder < b.folder ? -1 : 1)),
  };
  const own = await readFile(join(root, "CITATION.cff"), "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
  const texts: Readonly<Record<string, string>> = {
    ".zenodo.json": zenodoJson(deposit),
    "CITATION.cff": own ?? citationCff(deposit),
    "README.md": depositReadme(deposit),
    "ro-crate-metadata.json": depositCrate(deposit),
  };
  const entries = [
    ...Object.entries(texts).map(([path, text]) => textEntry(path, text)),
    ...(await folderEntries(siteFolder, names, SITE_FOLDER)),
  ];
  const refusal = await zipEntries(entries, to);
  return {
    nSiteFiles: names.length,
    nAtlases: deposit.atlases.length,
    top: Object.keys(texts),
    leftOut,
    nBytes: refusal === undefined ? (await stat(to)).size : 0,
    ...(refusal === undefined ? {} : { refusal }),
  };
}

function textEntry(path: string, text: string): ZipEntry {
  const bytes = new TextEncoder().encode(text);
  return { path, nBytes: bytes.length, read: () => Promise.resolve(bytes) };
}

/** Paths with slashes, in the order of their letters. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .sort();
}
