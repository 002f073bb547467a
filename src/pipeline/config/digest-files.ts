/** Digests of files: what results are kept under. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Digests } from "../cache/digest-index.ts";

/** Files of one folder, named as seen from it. */
export interface FileSet {
  readonly folder: string;
  readonly files: readonly string[];
}

export interface DigestedFiles {
  /** sha-256 over all files, each with its name, so that moving content between files changes it. */
  readonly digest: string;
  /** What each path held. */
  readonly contents: ReadonlyMap<string, string>;
}

/** Few enough to leave other programs their share of open files. */
const AT_ONCE = 16;

export async function digestFiles(
  sets: readonly FileSet[],
  digests: Pick<Digests, "content">,
): Promise<DigestedFiles> {
  const contents = new Map<string, string>();
  let digest = "";
  for (const { folder, files } of sets) {
    const hash = createHash("sha256").update(digest);
    for (let i = 0; i < files.length; i += AT_ONCE) {
      const some = files.slice(i, i + AT_ONCE);
      const read = await Promise.all(some.map((file) => digests.content(join(folder, file))));
      some.forEach((file, k) => {
        const content = read[k] ?? "";
        contents.set(join(folder, file), content);
        hash.update(`${file}\0${content}\0`);
      });
    }
    digest = hash.digest("hex");
  }
  return { digest, contents };
}
