/**
 * What a zip archive holds and where, by its central directory, which stands at its end. Nothing is unpacked here, so an archive
 * of many gigabytes costs no memory. Read as https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT describes it.
 */
import { ModelError, modelMistakes, type Problem } from "../errors.ts";
import type { Bytes } from "../onnx/file/byte-file.ts";
import { HEAD_BYTES, standIn } from "../problems/stand-in.ts";
import { excerpt } from "../shown-value.ts";

export interface ZipMember {
  readonly name: string;
  /** Where its bytes begin in the file. */
  readonly start: number;
  /** Bytes in the file. */
  readonly nPacked: number;
  /** Bytes once it is unpacked; the same for a member that is only stored. */
  readonly nBytes: number;
  readonly isDeflated: boolean;
  readonly crc32: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const MOST_COMMENT = 0xffff;
const MOST_MEMBERS = 100_000;
const MOST_DIRECTORY_BYTES = 100_000_000;
/** The most that deflate can shrink anything; a little more, for very small members. */
const MOST_RATIO = 1032;
const CURE = "Write the file again; if it stays like this, its writer has to repair it.";

/** By name, in the order of the directory. @throws {ModelError} with all that is wrong. */
export function readZipDirectory(file: Bytes): ZipMember[] {
  const refuse = (what: string, expected: string, received: string, name?: string): Problem => ({
    what,
    where: name === undefined ? file.path : `${file.path}, ${excerpt(name)}`,
    expected,
    received,
    cure: CURE,
  });
  const other = standIn(file.bytes(0, Math.min(file.size, HEAD_BYTES)));
  if (other !== undefined) throw new ModelError({ ...other, where: file.path, expected: "a zip archive" });
  const directory = findDirectory(file);
  if (directory === undefined)
    throw new ModelError(
      refuse("this is no zip archive, or it is cut", "a directory at its end", `${file.size} bytes`),
    );
  const { start, length, count } = directory;
  if (count > MOST_MEMBERS || length > MOST_DIRECTORY_BYTES)
    throw new ModelError(
      refuse("it holds too much", `at most ${MOST_MEMBERS} files`, `${count} in ${length} bytes`),
    );
  const problems: Problem[] = [];
  const members: ZipMember[] = [];
  const names = new Set<string>();
  const bytes = file.bytes(start, length);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const entry = readEntry(bytes, at);
    if (entry === undefined) {
      problems.push(refuse("its directory is damaged", `${count} files`, `${i} that can be read`));
      break;
    }
    at = entry.end;
    const { name, flags, method } = entry;
    if (names.has(name)) problems.push(refuse("a name stands twice", "each name once", excerpt(name), name));
    names.add(name);
    if ((flags & 1) !== 0) problems.push(refuse("it is encrypted", "no password", "one", name));
    else if (method !== 0 && method !== 8)
      problems.push(refuse("it is packed in an unknown way", "stored or deflated", `method ${method}`, name));
    else if (method === 0 && entry.nPacked !== entry.nBytes)
      problems.push(refuse("its sizes differ", `${entry.nPacked} bytes`, String(entry.nBytes), name));
    else if (entry.nBytes > (entry.nPacked + 64) * MOST_RATIO)
      problems.push(
        refuse(
          "it claims to unpack to more than is possible",
          `at most ${entry.nPacked * MOST_RATIO} bytes`,
          String(entry.nBytes),
          name,
        ),
      );
    else {
      const from = dataStart(file, entry.local);
      if (from === undefined || from + entry.nPacked > start)
        problems.push(refuse("its bytes are not in the file", `${entry.nPacked} bytes`, "fewer", name));
      else
        members.push({
          name,
          start: from,
          nPacked: entry.nPacked,
          nBytes: entry.nBytes,
          isDeflated: method === 8,
          crc32: entry.crc32,
        });
    }
  }
  let end = 0;
  // Members that share bytes let a small archive unpack to one without end.
  for (const member of problems.length > 0 ? [] : members.toSorted((a, b) => a.start - b.start)) {
    if (member.start < end)
      problems.push(refuse("it shares bytes with another", "bytes of its own", "shared ones", member.name));
    end = member.start + member.nPacked;
  }
  if (problems.length > 0) throw modelMistakes(problems);
  return members;
}

interface Directory {
  readonly start: number;
  readonly length: number;
  readonly count: number;
}

function findDirectory(file: Bytes): Directory | undefined {
  if (file.size < END_BYTES) return undefined;
  const tailStart = Math.max(0, file.size - END_BYTES - MOST_COMMENT);
  const tail = file.bytes(tailStart, file.size - tailStart);
  let at = tail.length - END_BYTES;
  while (
    at >= 0 &&
    !(tail.readUInt32LE(at) === END && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length)
  )
    at--;
  if (at < 0) return undefined;
  const end = tailStart + at;
  const small = {
    count: tail.readUInt16LE(at + 10),
    length: tail.readUInt32LE(at + 12),
    start: tail.readUInt32LE(at + 16),
  };
  const found = wideDirectory(file, end) ?? small;
  return found.start + found.length <= end ? found : undefined;
}

/** Of archives with more than 4 GiB or 65,535 files. */
function wideDirectory(file: Bytes, end: number): Directory | undefined {
  if (end < 20) return undefined;
  const locator = file.bytes(end - 20, 20);
  if (locator.readUInt32LE(0) !== LOCATOR_64) return undefined;
  const at = safe(locator.readBigUInt64LE(8));
  if (at + 56 > end) return undefined;
  const wide = file.bytes(at, 56);
  if (wide.readUInt32LE(0) !== END_64) return undefined;
  return {
    count: safe(wide.readBigUInt64LE(32)),
    length: safe(wide.readBigUInt64LE(40)),
    start: safe(wide.readBigUInt64LE(48)),
  };
}

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly nPacked: number;
  readonly nBytes: number;
  /** Where the member's own header begins. */
  readonly local: number;
  readonly end: number;
}

function readEntry(bytes: Buffer, at: number): Entry | undefined {
  if (at + CENTRAL_BYTES > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) return undefined;
  const nameEnd = at + CENTRAL_BYTES + bytes.readUInt16LE(at + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
  const end = extraEnd + bytes.readUInt16LE(at + 32);
  if (end > bytes.length) return undefined;
  const wide = wideFields(bytes.subarray(nameEnd, extraEnd));
  // Only what does not fit into 32 bits is in the extra field, always in this order.
  const field = (offset: number): number => {
    const small = bytes.readUInt32LE(at + offset);
    return small === 0xffffffff ? (wide.shift() ?? small) : small;
  };
  const nBytes = field(24);
  const nPacked = field(20);
  return {
    name: bytes.toString("utf8", at + CENTRAL_BYTES, nameEnd),
    flags: bytes.readUInt16LE(at + 8),
    method: bytes.readUInt16LE(at + 10),
    crc32: bytes.readUInt32LE(at + 16),
    nBytes,
    nPacked,
    local: field(42),
    end,
  };
}

function wideFields(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const fields: number[] = [];
    const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2));
    for (let field = at + 4; field + 8 <= end; field += 8) fields.push(safe(extra.readBigUInt64LE(field)));
    return fields;
  }
  return [];
}

function dataStart(file: Bytes, local: number): number | undefined {
  if (local + LOCAL_BYTES > file.size) return undefined;
  const header = file.bytes(local, LOCAL_BYTES);
  if (header.readUInt32LE(0) !== LOCAL) return undefined;
  return local + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
}

/** Numbers that no file can have become one that is past every end. */
function safe(value: bigint): number {
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
}
