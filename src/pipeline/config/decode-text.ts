/** Decodes text files in any supported encoding. Every text that a build reads is decoded here. */
import { ConfigError } from "../errors.ts";

/** Byte order marks, and what they say; a text without one is UTF-8. */
const MARKS = [
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
] as const;

/**
 * Reads UTF-8, with or without a byte order mark, and UTF-16 with one. The mark is no part of the text.
 *
 * @param where The file, as messages name it.
 * @throws {ConfigError} if it is neither.
 */
export function decodeText(bytes: Uint8Array, where: string): string {
  const mark = MARKS.find((candidate) => candidate.bytes.every((byte, i) => bytes[i] === byte));
  const encoding = mark?.encoding ?? "utf-8";
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const before = textBefore(bytes, encoding);
    const at = lengthOf(before, bytes, encoding);
    throw notText(where, `${hex(bytes[at])} ${placeIn(before, at)}`);
  }
  const zero = text.indexOf("\0");
  if (zero >= 0) {
    // UTF-16 without a mark and UTF-32 contain many zero bytes; ordinary text contains none.
    const before = text.slice(0, zero);
    const place = placeIn(before, lengthOf(before, bytes, encoding));
    throw notText(where, `0x00 ${place}, as UTF-16 without a byte order mark has it`);
  }
  return text;
}

/** The whole characters in front of the first that is none. */
function textBefore(bytes: Uint8Array, encoding: string): string {
  const begin = (nBytes: number): string | undefined => {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, nBytes), { stream: true });
    } catch {
      return undefined;
    }
  };
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (begin(middle) === undefined) bad = middle;
    else good = middle;
  }
  return begin(good) ?? "";
}

/** How many bytes the beginning of a text takes, with the mark, which is no part of the text. */
function lengthOf(before: string, bytes: Uint8Array, encoding: string): number {
  if (encoding !== "utf-8") return 2 + 2 * before.length;
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return Buffer.byteLength(before) + (hasMark ? 3 : 0);
}

function hex(byte = 0): string {
  return `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** @param at Counted from 0, as editors of bytes count. */
function placeIn(before: string, at: number): string {
  return `at byte ${at} (line ${splitLines(before).length})`;
}

/** Lines of a text, however they end: \n, \r\n, or \r alone. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

function notText(where: string, received: string): ConfigError {
  return new ConfigError({
    what: "this is not text in UTF-8",
    where,
    expected: "UTF-8, or UTF-16 with a byte order mark",
    received,
    cure: "Save the file as UTF-8.",
  });
}
