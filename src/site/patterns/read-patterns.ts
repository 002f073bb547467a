/** The files of heads without maps, read while the site is built. */
import { readAtlasFile } from "headland:atlas-file";
import { atlasFolder } from "../../atlas/address.ts";
import type { HeadId } from "../../atlas/head/head-id.ts";
import { FormatError } from "../../atlas/files/columns.ts";
import { checkPatterns } from "../../atlas/patterns/check-patterns.ts";
import { atlasOf } from "../../atlas/files/manifest.ts";
import { patternsFile, type HeadPatterns, type PatternsManifest } from "../../atlas/patterns/patterns.ts";

/** Null where the file is missing or damaged: the page says so, and shows the numbers. */
export async function readHeadPatterns(
  manifest: PatternsManifest,
  head: HeadId,
): Promise<HeadPatterns | null> {
  const file = `${atlasFolder(atlasOf(manifest))}/${patternsFile(head)}`;
  try {
    return checkPatterns(JSON.parse(new TextDecoder("utf-8").decode(await readAtlasFile(file))));
  } catch (error) {
    const isDamaged = error instanceof SyntaxError || error instanceof FormatError;
    if (isDamaged || (error as NodeJS.ErrnoException).code !== undefined) return null;
    throw error;
  }
}
