/**
 * The cache folder that Headland shares with huggingface_hub:
 * `models--org--name/blobs/<checksum>`, `snapshots/<commit>/<file>` (links to blobs), `refs/<revision>` (a commit).
 */
import { copyFile, link, rename, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { nameInTheMaking } from "../cache/owner.ts";
import { makeFolder } from "../config/folder.ts";
import { readRegularFile } from "../config/regular-file.ts";
import { excerpt } from "../shown-value.ts";
import { CHECKSUM, type Checksum } from "./checksum.ts";
import { HubError } from "./hub-error.ts";

export const COMMIT = /^[0-9a-f]{40}$/;

export class RepoCache {
  readonly folder: string;

  constructor(cacheFolder: string, repo: string) {
    this.folder = join(cacheFolder, `models--${repo.replaceAll("/", "--")}`);
  }

  blob(checksum: Checksum): string {
    if (!CHECKSUM.test(checksum)) throw new Error(`${checksum} is no checksum`);
    return join(this.folder, "blobs", checksum);
  }

  snapshot(commit: string): string {
    if (!COMMIT.test(commit)) throw new Error(`${commit} is no commit`);
    return join(this.folder, "snapshots", commit);
  }

  /** @throws {HubError} if the name leads outside the snapshot's folder. */
  snapshotFile(commit: string, name: string): string {
    return join(this.snapshot(commit), safeName(name));
  }

  /** The commit of a branch or tag when the hub was last asked. */
  async readRef(revision: string): Promise<string | undefined> {
    if (COMMIT.test(revision)) return revision;
    const text = await readRegularFile(join(this.folder, "refs", safeName(revision))).then(String, () => "");
    return COMMIT.test(text.trim()) ? text.trim() : undefined;
  }

  async writeRef(revision: string, commit: string): Promise<void> {
    if (COMMIT.test(revision) || (await this.readRef(revision)) === commit) return;
    const path = join(this.folder, "refs", safeName(revision));
    await makeFolder(dirname(path));
    const staging = await stagingBeside(path);
    await writeFile(staging, commit);
    await rename(staging, path);
  }

  /** Makes a blob available under its name. A file of that name is kept or replaced in one step. */
  async linkBlob(commit: string, name: string, checksum: Checksum): Promise<void> {
    const [target, path] = [this.blob(checksum), this.snapshotFile(commit, name)];
    await makeFolder(dirname(path));
    const staging = await stagingBeside(path);
    try {
      await symlink(relative(dirname(path), target), staging);
    } catch {
      // Windows lets only administrators create links, and some file systems have none. A hard link or a copy works as
      // well. If nothing can be written, the copy throws the error.
      await link(target, staging).catch(() => copyFile(target, staging));
    }
    await rename(staging, path);
  }
}

/** A temporary name for a file that is not complete yet; `sweepRepo` removes the file if this process is killed. */
export async function stagingBeside(path: string): Promise<string> {
  // Does not contain the file's name, which may already have the greatest possible length.
  return join(dirname(path), await nameInTheMaking(""));
}

/** Size of a file, following links; undefined if there is none. */
export async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP") return undefined;
    throw error;
  }
}

/** Whether a name from the hub or from a model file stays inside the folder that it is joined to, on every system. */
export function isSafeName(name: string): boolean {
  const parts = name.split("/");
  return (
    name.length <= 500 &&
    // Control characters, and characters that have a meaning on Windows.
    // eslint-disable-next-line no-control-regex
    !/[\u0000-\u001f\\:*?"<>|]/.test(name) &&
    parts.every((part) => part !== "" && part !== "." && part !== "..")
  );
}

function safeName(name: string): string {
  if (isSafeName(name)) return name;
  throw new HubError({
    what: "a file name leads out of the model's folder",
    where: "the model's list of files",
    expected: "a path such as onnx/model.onnx",
    received: excerpt(name, 200),
    cure: "Do not use this model, and report it to the hub.",
  });
}
