/** Bytes of a text file → text, whatever program wrote it. Every text that a build reads goes through here. */
import { ConfigError, describeProblem } from "../errors.ts";

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
  let text: string;
  try {
    text = new TextDecoder(mark?.encoding ?? "utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw notText(where, "other bytes");
  }
  // UTF-16 without a mark and UTF-32 are full of zeros, and no text that people write has any.
  if (text.includes("\0")) throw notText(where, "zero bytes, as UTF-16 without a byte order mark has them");
  return text;
}

/** Lines of a text, however they end: \n, \r\n, or \r alone. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

function notText(where: string, received: string): ConfigError {
  return new ConfigError(
    describeProblem({
      what: "this is not text in UTF-8",
      where,
      expected: "UTF-8, or UTF-16 with a byte order mark",
      received,
      cure: "Save the file as UTF-8.",
    }),
  );
}
