/** Digests of files: what results are kept under. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/**
 * sha-256 over files, each with its name, so that moving content between files changes it.
 *
 * @param before A digest that goes in first.
 */
export async function digestFiles(folder: string, files: readonly string[], before = ""): Promise<string> {
  const hash = createHash("sha256");
  hash.update(before);
  for (const file of files) {
    hash.update(`${file}\0${String((await stat(join(folder, file))).size)}\0`);
    await pipeline(createReadStream(join(folder, file)), async (chunks) => {
      for await (const chunk of chunks) hash.update(chunk as Buffer);
    });
  }
  return hash.digest("hex");
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw error;
  }
}
