/** `search/index.json` and its parts: which heads gather a class of tokens, and to which classes it gives weight. */
import {
  FormatError,
  readBytes,
  readUint16,
  writeBytes,
  writeUint16,
  type Column,
} from "../files/columns.ts";
import { openFile, readCount, readNumber } from "../files/fields.ts";

/** Says where in the parts a class is. */
export interface SearchIndexFile {
  readonly v: 1;
  readonly nHeads: number;
  readonly nClasses: number;
  /** Means that are not in the index are smaller than this, or no larger than uniform attention gives. */
  readonly floor: number;
  /** uint16: the first class of each part. */
  readonly parts: Column;
  /** uint16: heads whose queries see no later keys, where others do. Absent where all heads see what the manifest says. */
  readonly causal?: Column;
}

export interface SearchIndex extends Omit<SearchIndexFile, "v" | "parts" | "causal"> {
  readonly parts: Uint16Array;
  readonly causal: ReadonlySet<number>;
}

/** Classes that follow each other. Heads are numbered in the order of the model. */
export interface SearchPartFile {
  readonly v: 1;
  readonly nClasses: number;
  /** uint8 [nClasses · nHeads]: 255 for unknown, else a share of 254. */
  readonly shares: Column;
  /** uint16 [nClasses]: how many key classes it gives weight to, in any head. */
  readonly nKeys: Column;
  /** uint16 [keys], rising within each class. */
  readonly keys: Column;
  /** uint16 [keys]: how many heads. */
  readonly nHeads: Column;
  /** uint16 [entries], rising within each key. */
  readonly heads: Column;
  /** uint8 [entries]: √mean × 255. */
  readonly means: Column;
}

/** What the index holds of one class. */
export interface IndexedClass {
  /** [nHeads] 0 … 1; NaN for unknown. */
  readonly shares: Float32Array;
  /** By key class. */
  readonly keys: ReadonlyMap<number, IndexedPair>;
}

export interface IndexedPair {
  readonly heads: Uint16Array;
  /** [heads] 0 … 1 */
  readonly means: Float32Array;
}

const UNKNOWN = 255;
const STEPS = 254;

/** @param share 0 … 1, or NaN. */
export function shareByte(share: number): number {
  return Number.isNaN(share) ? UNKNOWN : Math.round(share * STEPS);
}

export function meanByte(mean: number): number {
  return Math.round(Math.sqrt(mean) * 255);
}

export function byteMean(byte: number): number {
  return (byte / 255) ** 2;
}

/** @param causal Heads, as in the file; empty where all see what the manifest says. */
export function encodeIndex(
  index: Omit<SearchIndex, "causal"> & { causal: readonly number[] },
): SearchIndexFile {
  const { parts, causal, ...counts } = index;
  return {
    v: 1,
    ...counts,
    parts: writeUint16(parts),
    ...(causal.length > 0 ? { causal: writeUint16(Uint16Array.from(causal)) } : {}),
  };
}

/** @throws {FormatError} if the file is damaged, or of other heads or classes. */
export function decodeIndex(json: unknown, nHeads: number, nClasses: number): SearchIndex {
  const file = openFile(json, "search index");
  const expect = (name: "nHeads" | "nClasses", expected: number): void => {
    const received = readCount(file[name], name);
    if (received !== expected)
      throw new FormatError(`search index: expected ${name} ${expected}, received ${received}.`);
  };
  expect("nHeads", nHeads);
  expect("nClasses", nClasses);
  const parts = readAll(file["parts"], "parts");
  if (parts[0] !== 0 || parts.some((first, i) => first >= nClasses || (i > 0 && first <= parts[i - 1]!)))
    throw new FormatError("search index: expected rising classes of parts, the first 0.");
  const causal = file["causal"] === undefined ? [] : readAll(file["causal"], "causal");
  return { nHeads, nClasses, floor: readNumber(file["floor"], "floor"), parts, causal: new Set(causal) };
}

/** The part of a class. */
export function partOf({ parts }: Pick<SearchIndex, "parts">, own: number): number {
  return parts.findLastIndex((first) => first <= own);
}

export interface PartColumns {
  readonly shares: Uint8Array;
  readonly nKeys: Uint16Array;
  readonly keys: Uint16Array;
  readonly nHeads: Uint16Array;
  readonly heads: Uint16Array;
  readonly means: Uint8Array;
}

export function encodePart(columns: PartColumns): SearchPartFile {
  return {
    v: 1,
    nClasses: columns.nKeys.length,
    shares: writeBytes(columns.shares),
    nKeys: writeUint16(columns.nKeys),
    keys: writeUint16(columns.keys),
    nHeads: writeUint16(columns.nHeads),
    heads: writeUint16(columns.heads),
    means: writeBytes(columns.means),
  };
}

/** @returns A class each, in order. @throws {FormatError} if the file is damaged or not of this index. */
export function decodePart(json: unknown, index: SearchIndex, part: number): IndexedClass[] {
  const file = openFile(json, "part of the search index");
  const n = (index.parts[part + 1] ?? index.nClasses) - index.parts[part]!;
  const { nHeads } = index;
  const sum = (counts: Uint16Array): number => counts.reduce((total, count) => total + count, 0);
  const shares = readBytes(file["shares"], n * nHeads, "shares");
  const nKeys = readUint16(file["nKeys"], n, "nKeys");
  const keys = readUint16(file["keys"], sum(nKeys), "keys");
  const counts = readUint16(file["nHeads"], keys.length, "nHeads");
  const heads = readUint16(file["heads"], sum(counts), "heads");
  const means = readBytes(file["means"], heads.length, "means");
  if (heads.some((head) => head >= nHeads))
    throw new FormatError(`heads: expected numbers below ${nHeads}, received one beyond them.`);
  let [atKey, atHead] = [0, 0];
  return Array.from({ length: n }, (_, own): IndexedClass => {
    const pairs = new Map<number, IndexedPair>();
    for (const end = atKey + nKeys[own]!; atKey < end; atKey++) {
      const from = atHead;
      atHead += counts[atKey]!;
      pairs.set(keys[atKey]!, {
        heads: heads.subarray(from, atHead),
        means: Float32Array.from(means.subarray(from, atHead), byteMean),
      });
    }
    const row = shares.subarray(own * nHeads, (own + 1) * nHeads);
    return { shares: Float32Array.from(row, (s) => (s === UNKNOWN ? NaN : s / STEPS)), keys: pairs };
  });
}

function readAll(column: unknown, name: string): Uint16Array {
  const length = typeof column === "string" ? Math.floor((column.replace(/=+$/, "").length * 3) / 8) : 0;
  return readUint16(column, length, name);
}
