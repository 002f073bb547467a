/** Lists every file of a dataset that a build reads. Readers open only these files, and all of them are digested. */
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { counted } from "#atlas/counted.ts";
import type { DatasetConfig } from "#atlas/config.schema.ts";
import { listSome } from "#atlas/list-some.ts";
import type { FileSet } from "../config/digest-files.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import { isHidden } from "../config/folder.ts";
import { cureOfSlashes } from "../config/local-path.ts";
import { configProblem } from "../errors.ts";

/** The contents of a folder of pictures or recordings. */
export interface ListedFolder {
  readonly folder: string;
  /** Sorted paths relative to the folder, with slashes: `cat/1.png` if folders are classes. */
  readonly names: readonly string[];
  /** Path of the labels, if there are any. */
  readonly labels?: string;
  /** Sorted names of files that are not read. A folder without files to read is one entry that ends in a slash. */
  readonly passedOver: readonly string[];
}

type FolderKind = Exclude<DatasetConfig["kind"], "text">;

const LABELS = "labels.json";
const KINDS: Readonly<Record<FolderKind, { readonly called: string; readonly endings: readonly string[] }>> =
  {
    images: {
      called: "pictures",
      endings: [".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".tif", ".tiff", ".svg"],
    },
    audio: { called: "recordings", endings: [".wav"] },
  };

/**
 * Pictures or recordings directly in the folder; if there are none, those in its subfolders, each of which is a class.
 *
 * @param where The dataset's name in messages, e.g. `content/datasets/scenes.yaml, source`.
 * @throws {ConfigError} if the folder is missing or holds none.
 */
export async function listDataset(folder: string, kind: FolderKind, where: string): Promise<ListedFolder> {
  const { called, endings } = KINDS[kind];
  const { files, folders } = await listEntries(folder).catch((cause: unknown) => {
    const { code } = cause as NodeJS.ErrnoException;
    if (!/^(ENOENT|ENOTDIR|ENAMETOOLONG)$/.test(code ?? "")) throw cause;
    const what =
      code === "ENOTDIR" ? "the dataset's source is a file, not a folder" : "the dataset's folder is missing";
    throw configProblem(where, what, `a folder of ${called}`, folder, cureOfSlashes(folder));
  });
  const isRead = (name: string): boolean => endings.includes(extname(name).toLowerCase());
  const labels = files.includes(LABELS) ? { labels: join(folder, LABELS) } : {};
  const others = files.filter((name) => !isRead(name) && name !== LABELS);
  // A folder with the name of a picture is kept here; reading it gives the error.
  const names = [...files, ...folders].filter(isRead).sort();
  if (names.length > 0) {
    const passedOver = [
      ...others,
      ...folders.filter((name) => !isRead(name)).map((name) => `${name}/`),
    ].sort();
    return { folder, names, passedOver, ...labels };
  }
  const inside = (await Promise.all(folders.map((name) => filesBelow(folder, name)))).flat();
  const inClasses = inside.filter(isRead).sort();
  if (inClasses.length > 0) {
    const passedOver = [...others, ...inside.filter((name) => !isRead(name))].sort();
    return { folder, names: inClasses, passedOver, ...labels };
  }
  const seen = listSome([...others, ...inside].sort());
  throw configProblem(
    where,
    "the dataset is empty",
    `${called} (${endings.join(", ")}), or a folder of them for each class`,
    seen === "" ? "none" : `none, but ${seen}`,
  );
}

/** Sorted names of entries that are not hidden. Links count as their target; broken links count as files. */
async function listEntries(folder: string): Promise<{ files: string[]; folders: string[] }> {
  const [files, folders]: [string[], string[]] = [[], []];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (isHidden(entry.name)) continue;
    const isFolder =
      entry.isDirectory() || (entry.isSymbolicLink() && (await isFolderAt(join(folder, entry.name))));
    (isFolder ? folders : files).push(entry.name);
  }
  return { files: files.sort(), folders: folders.sort() };
}

async function isFolderAt(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Depth to which folders are searched: `train/cat/front/1.png`. It is limited because a link may form a cycle. */
const DEEPEST = 3;

/** Files below a folder, relative to the root. */
async function filesBelow(root: string, inside: string): Promise<string[]> {
  const { files, folders } = await listEntries(join(root, inside));
  const own = files.map((name) => `${inside}/${name}`);
  if (inside.split("/").length >= DEEPEST) return [...own, ...folders.map((name) => `${inside}/${name}/`)];
  const below = await Promise.all(folders.map((name) => filesBelow(root, `${inside}/${name}`)));
  return [...own, ...below.flat()];
}

/** Warnings about files that are not read; none for text datasets. @throws {ConfigError} as `listDataset` does. */
export async function datasetWarnings({
  dataset,
  datasetSource,
  datasetFile,
}: AtlasConfig): Promise<string[]> {
  if (dataset.kind === "text") return [];
  const { kind } = dataset;
  const { names, passedOver } = await listDataset(datasetSource, kind, `${datasetFile}, source`);
  if (passedOver.length === 0) return [];
  const { called } = KINDS[kind];
  const isFlat = names.every((name) => !name.includes("/"));
  const nFolders = passedOver.filter((name) => name.endsWith("/")).length;
  const why =
    isFlat && nFolders > 0 ? ` Folders are read as classes where no ${called} lie beside them.` : "";
  const what = passedOver.length === 1 ? "1 entry is" : `${passedOver.length} entries are`;
  return [
    `${datasetFile}, source: ${what} passed over among ${counted(names.length, called.slice(0, -1))}: ${listSome(passedOver)}.${why}`,
  ];
}

/** The files are not opened. @throws {ConfigError} as `listDataset` does. */
export async function filesOfDataset({ dataset, datasetSource, datasetFile }: AtlasConfig): Promise<FileSet> {
  if (dataset.kind === "text") return { folder: dirname(datasetSource), files: [basename(datasetSource)] };
  const { folder, names, labels } = await listDataset(datasetSource, dataset.kind, `${datasetFile}, source`);
  const files = labels === undefined ? names : [...names, basename(labels)];
  return { folder, files: files.toSorted() };
}
