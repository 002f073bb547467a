/** Digests of files: what results are kept under. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * sha-256 over files, each with its name, so that moving content between files changes it.
 *
 * @param before A digest that goes in first.
 */
export async function digestFiles(folder: string, files: readonly string[], before = ""): Promise<string> {
  const hash = createHash("sha256");
  hash.update(before);
  for (const file of files) {
    const path = join(folder, file);
    hash.update(`${file}\0${(await stat(path)).size}\0${await contentDigest(path)}\0`);
  }
  return hash.digest("hex");
}

/** sha-256 of a file. A large blob of a hub cache is named after it, and was checked when it came: it is not read again. */
async function contentDigest(path: string): Promise<string> {
  const real = await realpath(path);
  if (basename(dirname(real)) === "blobs" && /^[0-9a-f]{64}$/.test(basename(real))) return basename(real);
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(real, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
