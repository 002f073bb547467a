/** Every file that a build reads of a dataset: readers get their files here, and all of them are digested. */
import { readdir } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import type { DatasetConfig } from "#atlas/config.schema.ts";
import type { FileSet } from "../config/digest-files.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import { ConfigError, describeProblem } from "../errors.ts";

/** What a folder of pictures or recordings holds. */
export interface ListedFolder {
  readonly folder: string;
  /** In the order of their names. */
  readonly names: readonly string[];
  /** Path of the labels, if there are any. */
  readonly labels?: string;
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
 * @param where How the dataset is called in messages, e.g. `content/datasets/scenes.yaml, source`.
 * @throws {ConfigError} if the folder is missing or holds none.
 */
export async function listDataset(folder: string, kind: FolderKind, where: string): Promise<ListedFolder> {
  const { called, endings } = KINDS[kind];
  const entries = await readdir(folder).catch((cause: unknown) => {
    const { code } = cause as NodeJS.ErrnoException;
    if (!/^(ENOENT|ENOTDIR|ENAMETOOLONG)$/.test(code ?? "")) throw cause;
    const what =
      code === "ENOTDIR" ? "the dataset's source is a file, not a folder" : "the dataset's folder is missing";
    throw problem(where, what, `a folder of ${called}`, folder);
  });
  const names = entries.filter((name) => endings.includes(extname(name).toLowerCase())).sort();
  if (names.length === 0)
    throw problem(where, "the dataset is empty", `${called} (${endings.join(", ")})`, "none");
  return { folder, names, ...(entries.includes(LABELS) ? { labels: join(folder, LABELS) } : {}) };
}

/** @throws {ConfigError} as `listDataset` does. What a file holds is not looked at. */
export async function filesOfDataset({ dataset, datasetSource, datasetFile }: AtlasConfig): Promise<FileSet> {
  if (dataset.kind === "text") return { folder: dirname(datasetSource), files: [basename(datasetSource)] };
  const { folder, names, labels } = await listDataset(datasetSource, dataset.kind, `${datasetFile}, source`);
  const files = labels === undefined ? names : [...names, basename(labels)];
  return { folder, files: files.toSorted() };
}

function problem(where: string, what: string, expected: string, received: string): ConfigError {
  return new ConfigError(describeProblem({ what, where, expected, received }));
}
