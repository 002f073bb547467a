/** Opens published atlases for export. What is damaged is said in the usual form. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { atlasFiles, atlasFolder, type AtlasId } from "#atlas/address.ts";
import { atlasDigest } from "#atlas/atlas-digest.ts";
import { FormatError } from "#atlas/files/columns.ts";
import { readAtlas, type Atlas } from "#atlas/read-atlas.ts";
import { rebuildCure } from "#atlas/rebuild.ts";
import { ConfigError } from "../errors.ts";
import { parseFileList } from "../pack/file-list.ts";
import { isLostFile } from "../problems/lost-file.ts";

/** A published atlas, and the digest of its data. */
export interface Published {
  readonly id: AtlasId;
  readonly atlas: Atlas;
  /** Undefined in atlases that were published without a list of files. */
  readonly digest: string | undefined;
}

/** @param outFolder Where atlases are published, e.g. `public/atlas`. */
export async function openPublished(outFolder: string, id: AtlasId): Promise<Published> {
  const folder = join(outFolder, atlasFolder(id));
  const read = async (path: string): Promise<Uint8Array> => {
    try {
      return await readFile(join(folder, path));
    } catch (cause) {
      if (!isLostFile(cause)) throw cause;
      throw new FormatError(`${path} is missing.`, { cause });
    }
  };
  return reading(folder, id, async () => {
    const atlas = await readAtlas(read);
    const list = parseFileList(await readFile(join(folder, atlasFiles.files), "utf8").catch(() => ""));
    const files = [...(list ?? [])].map(
      ([path, { nBytes, sha256 }]) => [path, [nBytes, sha256] as const] as const,
    );
    return { id, atlas, digest: await atlasDigest(Object.fromEntries(files)) };
  });
}

/** Runs what reads an atlas. @throws {ConfigError} in place of a FormatError, with what to do. */
export async function reading<Result>(
  folder: string,
  id: AtlasId,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new ConfigError(
      {
        what: "the atlas cannot be read",
        where: folder,
        expected: "the files of a complete atlas",
        received: error.message.replace(/\.$/, ""),
        cure: rebuildCure(id, "--force"),
      },
      { cause: error },
    );
  }
}
