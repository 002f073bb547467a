/**
 * The cache folder that huggingface_hub and we share:
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

  /** @throws {HubError} if the name leads out of the snapshot's folder. */
  snapshotFile(commit: string, name: string): string {
    return join(this.snapshot(commit), safeName(name));
  }

  /** The commit that a branch or tag had when it was last asked for. */
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

  /** Makes a blob appear under its name; a file that is already there is left or replaced in one step. */
  async linkBlob(commit: string, name: string, checksum: Checksum): Promise<void> {
    const [target, path] = [this.blob(checksum), this.snapshotFile(commit, name)];
    await makeFolder(dirname(path));
    const staging = await stagingBeside(path);
    try {
      await symlink(relative(dirname(path), target), staging);
    } catch {
      // Windows keeps links for administrators, other file systems have none: a second name for the file, or else a
      // copy, serves as well. Where nothing can be written, the copy says so.
      await link(target, staging).catch(() => copyFile(target, staging));
    }
    await rename(staging, path);
  }
}

/** A name for a file until it is whole; `sweepRepo` removes it if this process is killed before. */
export async function stagingBeside(path: string): Promise<string> {
  // Of its own length, whatever that of the file's name is.
  return join(dirname(path), await nameInTheMaking(""));
}

/** Size of a file, following links; undefined where there is none. */
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

/** Whether a name from the hub or from a model file stays inside the folder it is joined to, on every system. */
export function isSafeName(name: string): boolean {
  const parts = name.split("/");
  return (
    name.length <= 500 &&
    // Control characters, and the signs that Windows gives a meaning.
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
