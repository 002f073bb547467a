/** Reads files of a dataset. Only regular files are opened, because a pipe or a device could block a build for ever. */
import { lstat, stat } from "node:fs/promises";
import { readRegularFile, specialKind } from "../config/regular-file.ts";

/** The file's bytes, or why there are none, in words that stand behind "received". */
export async function readBytes(path: string): Promise<Buffer | string> {
  const reason = await whyNoFile(path);
  if (reason !== undefined) return reason;
  try {
    return await readRegularFile(path);
  } catch (error) {
    return reasonOf(error);
  }
}

/** Why a path leads to no file; undefined where it leads to one. */
export async function whyNoFile(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    if (found.isFile()) return undefined;
    return specialKind(found) ?? "a folder";
  } catch (error) {
    const isLink = await lstat(path).then(
      (link) => link.isSymbolicLink(),
      () => false,
    );
    return isLink && isAbsence(error) ? "a link that leads nowhere" : reasonOf(error);
  }
}

/** @throws The error itself if it says nothing about the path: that is the machine's trouble, not the author's. */
function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (isAbsence(error)) return "no file";
  if (code === "EACCES" || code === "EPERM") return "a file that may not be read";
  throw error;
}

function isAbsence(error: unknown): boolean {
  return /^(ENOENT|ENOTDIR|ELOOP|ENAMETOOLONG)$/.test((error as NodeJS.ErrnoException).code ?? "");
}
