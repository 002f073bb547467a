/** Texts in a .npy array: all as long as the longest, filled up with zeros. */
import { ModelError } from "../errors.ts";
import { excerpt } from "../shown-value.ts";
import type { NpyHeader } from "./npy-header.ts";

interface TextArray extends Pick<NpyHeader, "size" | "isBigEndian"> {
  readonly type: "U" | "S";
  readonly nValues: number;
}

const MOST_CODE_POINT = 0x10ffff;

/** @throws {ModelError} if a text holds what is no character. */
export function decodeTexts(bytes: Buffer, array: TextArray, where: string): string[] {
  const decode = array.type === "U" ? decodeCodePoints : decodeBytes;
  return Array.from({ length: array.nValues }, (_, i) => {
    const text = decode(bytes.subarray(i * array.size, (i + 1) * array.size), array.isBigEndian);
    if (typeof text === "string") return text;
    throw new ModelError({
      what: `text ${i + 1} cannot be read`,
      where,
      expected: array.type === "U" ? "characters of Unicode" : "text in UTF-8",
      received: text.received,
      cure: "Save texts as numpy.array(texts, dtype=str).",
    });
  });
}

interface NoText {
  readonly received: string;
}

function decodeCodePoints(bytes: Buffer, isBigEndian: boolean): string | NoText {
  let text = "";
  let nZeros = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    const point = isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    if (point > MOST_CODE_POINT) return { received: `the number ${point}` };
    if (point >= 0xd800 && point <= 0xdfff) return { received: `half of a character, ${point}` };
    if (point === 0) nZeros++;
    else {
      // Zeros within a text belong to it; those at its end fill it up.
      text += "\0".repeat(nZeros) + String.fromCodePoint(point);
      nZeros = 0;
    }
  }
  return text;
}

function decodeBytes(bytes: Buffer): string | NoText {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end));
  } catch {
    return { received: excerpt(bytes.subarray(0, end).toString("latin1")) };
  }
}

/** Four bytes per character. Zeros at the end of a text are lost, as they are in numpy. */
export function encodeTexts(texts: readonly string[]): { bytes: Buffer; nCharacters: number } {
  const points = texts.map((text) => Array.from(text, (character) => character.codePointAt(0)!));
  const nCharacters = points.reduce((most, { length }) => Math.max(most, length), 1);
  const bytes = Buffer.alloc(texts.length * nCharacters * 4);
  points.forEach((ofText, i) => {
    ofText.forEach((point, j) => bytes.writeUInt32LE(point, (i * nCharacters + j) * 4));
  });
  return { bytes, nCharacters };
}
