/**
 * Arrays in a .npz file: a zip archive of .npy files, as numpy.savez writes it. What is stored without compression is read in
 * place, so that a file may be larger than the memory.
 */
import { crc32, inflateRawSync } from "node:zlib";
import { zipSync, type Zippable } from "fflate";
import { ConfigError, ModelError, modelMistakes, type Problem } from "../errors.ts";
import type { Bytes } from "../onnx/file/byte-file.ts";
import { excerpt } from "../shown-value.ts";
import {
  bytesFrom,
  numbersFrom,
  nValuesOf,
  toRowOrder,
  type NamedValues,
  type Numbers,
  type StoredArray,
} from "./array.ts";
import { npyHeader, readNpyHeader, type NpyHeader } from "./npy-header.ts";
import { decodeTexts, encodeTexts } from "./npy-texts.ts";
import { readZipDirectory, type ZipMember } from "./zip-directory.ts";

const SUFFIX = ".npy";
/** All compressed arrays of a file, once they are unpacked. */
const MOST_INFLATED_BYTES = 2 ** 33;
/** So much of a stored array is read at once. */
const CHUNK_BYTES = 1 << 24;
/** A zip archive counts in 32 bits unless it is of the wide kind, which is not written. */
const MOST_ZIP_BYTES = 2 ** 32 - 1;
/** Begins of the epoch of zip: the same input gives the same bytes, whenever it is written. */
const NO_TIME = new Date(1980, 0, 1);
const CURE = "Write the file again with numpy.savez.";

/** @returns By name, without .npy. @throws {ModelError} with all that is wrong with the archive and its headers. */
export function readNpz(file: Bytes): ReadonlyMap<string, StoredArray> {
  const problems: Problem[] = [];
  const arrays = new Map<string, StoredArray>();
  const members = readZipDirectory(file);
  const nInflated = members.reduce((n, { isDeflated, nBytes }) => n + (isDeflated ? nBytes : 0), 0);
  if (nInflated > MOST_INFLATED_BYTES)
    throw new ModelError({
      what: "its arrays are too large to be unpacked",
      where: file.path,
      expected: `at most ${MOST_INFLATED_BYTES} bytes of compressed arrays`,
      received: String(nInflated),
      cure: "Write it with numpy.savez, which does not compress.",
    });
  for (const member of members) {
    const where = `${file.path}, ${excerpt(member.name)}`;
    if (!member.name.endsWith(SUFFIX)) {
      const expected = "arrays only, whose names end in .npy";
      problems.push({
        what: "this is no array",
        where,
        expected,
        received: excerpt(member.name),
        cure: CURE,
      });
      continue;
    }
    const read = readerOf(file, member, where);
    const header = readNpyHeader((offset, length) =>
      read.header(offset, Math.max(0, Math.min(length, member.nBytes - offset))),
    );
    if ("what" in header) {
      problems.push({ ...header, where });
      continue;
    }
    const nWanted = header.start + nValuesOf(header.shape) * header.size;
    if (nWanted === member.nBytes)
      arrays.set(member.name.slice(0, -SUFFIX.length), storedArray(header, read.values, where));
    else
      problems.push({
        what: "it has another size than its shape says",
        where,
        expected: `${nWanted} bytes`,
        received: String(member.nBytes),
        cure: CURE,
      });
  }
  if (problems.length > 0) throw modelMistakes(problems);
  return arrays;
}

type Read = (offset: number, length: number) => Buffer;

/**
 * Reads from an array's beginning. A compressed one is unpacked and checked with its first bytes; a stored one is checked
 * with its first values, for the header is read of every array, its values perhaps of none.
 */
function readerOf(file: Bytes, member: ZipMember, where: string): { header: Read; values: Read } {
  if (!member.isDeflated) {
    let isChecked = false;
    const header: Read = (offset, length) => file.bytes(member.start + offset, length);
    const values: Read = (offset, length) => {
      if (!isChecked) expectSum(sumOf(file, member), member, where);
      isChecked = true;
      return header(offset, length);
    };
    return { header, values };
  }
  let unpacked: Buffer | undefined;
  const read: Read = (offset, length) => {
    unpacked ??= inflate(file, member, where);
    return Buffer.from(unpacked.subarray(offset, offset + length));
  };
  return { header: read, values: read };
}

function inflate(file: Bytes, member: ZipMember, where: string): Buffer {
  let bytes: Buffer;
  try {
    const packed = file.bytes(member.start, member.nPacked);
    bytes = inflateRawSync(packed, { maxOutputLength: Math.max(1, member.nBytes) });
  } catch (cause) {
    if (!isOfZlib(cause)) throw cause;
    throw damaged(where, "bytes that can be unpacked", cause.code);
  }
  if (bytes.length !== member.nBytes) throw damaged(where, `${member.nBytes} bytes`, String(bytes.length));
  expectSum(crc32(bytes), member, where);
  return bytes;
}

/** Of a stored array, which may be larger than the memory. */
function sumOf(file: Bytes, { start, nBytes }: ZipMember): number {
  let sum = 0;
  for (let at = 0; at < nBytes; at += CHUNK_BYTES)
    sum = crc32(file.bytes(start + at, Math.min(CHUNK_BYTES, nBytes - at)), sum);
  return sum;
}

function isOfZlib(error: unknown): error is Error & { code: string } {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && (code.startsWith("Z_") || code === "ERR_BUFFER_TOO_LARGE");
}

function expectSum(sum: number, member: ZipMember, where: string): void {
  if (sum !== member.crc32) throw damaged(where, `the checksum ${member.crc32}`, String(sum));
}

function damaged(where: string, expected: string, received: string): ModelError {
  return new ModelError({ what: "the array is damaged", where, expected, received, cure: CURE });
}

function storedArray(header: NpyHeader, read: Read, where: string): StoredArray {
  const { type, size, shape, start, isBigEndian, isFortran } = header;
  const nValues = nValuesOf(shape);
  const all = (): Buffer => read(0, start + nValues * size).subarray(start);
  if (type === "U" || type === "S") {
    return {
      type: "text",
      shape,
      nValues,
      read: () => {
        const texts = decodeTexts(all(), { type, size, isBigEndian, nValues }, where);
        return isFortran ? toRowOrder(texts, shape) : texts;
      },
    };
  }
  let ordered: Numbers | undefined;
  return {
    type,
    shape,
    nValues,
    read: (from = 0, count = nValues - from) => {
      if (isFortran && shape.length > 1) {
        ordered ??= toRowOrder(numbersFrom(type, all(), isBigEndian), shape);
        return ordered.slice(from, from + count);
      }
      const bytes = from === 0 && count === nValues ? all() : read(start + from * size, count * size);
      return numbersFrom(type, bytes, isBigEndian);
    },
  };
}

/**
 * The bytes of a .npz file, as numpy.load reads it.
 *
 * @param arrays In the order in which they are stored.
 * @param options.isCompressed Deflates the arrays, as numpy.savez_compressed does.
 * @throws {ConfigError} if they are more than a zip archive holds (4 GiB).
 */
export function writeNpz(
  arrays: Iterable<readonly [name: string, values: NamedValues]>,
  { isCompressed = false }: { readonly isCompressed?: boolean } = {},
): Uint8Array {
  const members: Zippable = {};
  let nBytes = 0;
  for (const [name, values] of arrays) {
    const bytes = npyBytes(values);
    nBytes += bytes.length;
    members[`${name}${SUFFIX}`] = [bytes, { level: isCompressed ? 6 : 0, mtime: NO_TIME }];
  }
  if (nBytes > MOST_ZIP_BYTES)
    throw new ConfigError({
      what: "the arrays are too large for one .npz file",
      where: Object.keys(members).join(", "),
      expected: `at most ${MOST_ZIP_BYTES} bytes`,
      received: String(nBytes),
      cure: "Write fewer of them into one file, or choose safetensors.",
    });
  return zipSync(members);
}

/** One array as a .npy file. */
export function npyBytes(array: NamedValues): Buffer {
  if (array.type === "text") {
    const { bytes, nCharacters } = encodeTexts(array.values);
    return Buffer.concat([npyHeader(`<U${nCharacters}`, array.shape), bytes]);
  }
  const isByte = bytesFrom(array.values).length === array.values.length;
  return Buffer.concat([
    npyHeader(`${isByte ? "|" : "<"}${array.type}`, array.shape),
    bytesFrom(array.values),
  ]);
}
