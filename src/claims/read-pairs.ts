/** Reads the file of links of an atlas, where there is one. */
import { atlasFiles } from "#atlas/address.ts";
import { decodeCircuits } from "#atlas/files/circuits.ts";
import { FormatError } from "#atlas/files/columns.ts";
import { pairReader, type ReadPair } from "./pair-reader.ts";

/**
 * @param read A file of the atlas, by its path in it.
 * @returns undefined in older atlases, and where the file is damaged: claims about pairs then cannot be checked.
 */
export async function readPairs(read: (file: string) => Promise<Uint8Array>): Promise<ReadPair | undefined> {
  try {
    const text = new TextDecoder().decode(await read(atlasFiles.circuits));
    return pairReader(decodeCircuits(JSON.parse(text)));
  } catch (error) {
    const isMissing = (error as { readonly code?: unknown }).code === "ENOENT";
    if (isMissing || error instanceof FormatError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
