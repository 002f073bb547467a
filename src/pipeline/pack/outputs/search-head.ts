/** What the search index takes of each head. The files are read when all heads are there, and not published. */
import { meanByte, shareByte } from "#atlas/search/search-index.ts";
import { readBytes, readUint16, writeBytes, writeUint16 } from "#atlas/files/columns.ts";
import { openFile, readCount } from "#atlas/files/fields.ts";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import { jsonFile } from "../json-file.ts";
import { NOT_PUBLISHED } from "../write-atlas.ts";
import type { Output } from "./output.ts";

/** The columns of one head, ordered by query class, then by key class. */
export interface SearchHead {
  readonly isCausal: boolean;
  readonly queries: Uint16Array;
  readonly keys: Uint16Array;
  /** √mean × 255 */
  readonly means: Uint8Array;
  /** [nClasses] */
  readonly shares: Uint8Array;
}

export function searchHeadFile(head: HeadId): string {
  return `${NOT_PUBLISHED}search/${formatHead(head)}.json`;
}

export const searchHeadOutput: Output = {
  of: "head",
  files: ({ head, search }) => {
    if (!search) return [];
    const { isCausal, weights, shares } = search;
    const content = {
      v: 1,
      isCausal,
      nClasses: shares.length,
      nEntries: weights.keys.length,
      queries: writeUint16(weights.queries),
      keys: writeUint16(weights.keys),
      means: writeBytes(Uint8Array.from(weights.means, meanByte)),
      shares: writeBytes(Uint8Array.from(shares, shareByte)),
    };
    return [[searchHeadFile(head), jsonFile(content)]];
  },
};

export function readSearchHead(json: unknown): SearchHead {
  const file = openFile(json, "search of a head");
  const n = readCount(file["nEntries"], "nEntries");
  return {
    isCausal: file["isCausal"] === true,
    queries: readUint16(file["queries"], n, "queries"),
    keys: readUint16(file["keys"], n, "keys"),
    means: readBytes(file["means"], n, "means"),
    shares: readBytes(file["shares"], readCount(file["nClasses"], "nClasses"), "shares"),
  };
}
