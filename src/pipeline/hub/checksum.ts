/** The two kinds of checksums that the hub gives for files. They are also the names of blobs in its cache. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/** sha-1 of a git blob for small files (40 digits), sha-256 for files in large-file storage (64). */
export type Checksum = string;

export const CHECKSUM = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/** The checksum of a file, of the same kind as the expected one. */
export async function checksumOf(path: string, expected: Checksum): Promise<Checksum> {
  const isGit = expected.length === 40;
  const hash = createHash(isGit ? "sha1" : "sha256");
  if (isGit) hash.update(`blob ${(await stat(path)).size}\0`);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
