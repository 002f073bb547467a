/** Reads the search index of an atlas, part by part. Apart from the other files, because only a search needs it. */
import { atlasFiles } from "../address.ts";
import { headsOf, type Manifest } from "../files/manifest.ts";
import { readJson, type ReadFile } from "../open-atlas.ts";
import { decodeIndex, decodePart, partOf, type IndexedClass, type SearchIndex } from "./search-index.ts";

export interface OpenedSearch {
  readonly index: SearchIndex;
  /** What the index holds of some classes. Each part is read once, several at a time. */
  classes(wanted: readonly number[]): Promise<ReadonlyMap<number, IndexedClass>>;
}

/**
 * @param nClasses Of the token table.
 * @throws {FormatError} if a file is damaged or of another atlas, and whatever `readFile` throws.
 */
export async function openSearch(
  readFile: ReadFile,
  manifest: Manifest,
  nClasses: number,
): Promise<OpenedSearch> {
  const nHeads = headsOf(manifest).length;
  const index = await readJson(readFile, atlasFiles.searchIndex, (json) =>
    decodeIndex(json, nHeads, nClasses),
  );
  const parts = new Map<number, Promise<IndexedClass[]>>();
  const readPart = (part: number): Promise<IndexedClass[]> => {
    const known = parts.get(part);
    if (known) return known;
    const read = readJson(readFile, atlasFiles.searchPart(part), (json) => decodePart(json, index, part));
    parts.set(part, read);
    read.catch(() => parts.delete(part));
    return read;
  };
  return {
    index,
    async classes(wanted) {
      const found = await Promise.all(
        wanted.map(async (own) => {
          const part = partOf(index, own);
          return [own, (await readPart(part))[own - index.parts[part]!]] as const;
        }),
      );
      return new Map(found.flatMap(([own, read]) => (read === undefined ? [] : [[own, read] as const])));
    },
  };
}
