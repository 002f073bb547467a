/** What a token stands for, and how that is shown: as it stands in running text, with one sign for bytes whatever the tokenizer. */
import { byteText } from "#atlas/tokens/byte-text.ts";

/** Text, or bytes of UTF-8 that need not be whole characters. A word that follows a blank begins with one. */
export type TokenPart = string | Uint8Array;

/** A word that the vocabulary lacks, and what it is called, `[UNK]`; in some texts that is what stands there. */
export interface UnknownPart {
  readonly name: string;
}

/** A part as text. What is not whole characters is written in hexadecimal, `<E2 80>`, behind the blank that may stand before it. */
export function partText(part: TokenPart): string {
  if (typeof part === "string") return part;
  const whole = decodeUtf8(part);
  if (whole !== null) return whole;
  return part[0] === BLANK ? ` ${byteText(part.subarray(1))}` : byteText(part);
}

/** The same part behind a blank. */
export function afterBlank(part: TokenPart): TokenPart {
  return typeof part === "string" ? ` ${part}` : Uint8Array.of(BLANK, ...part);
}

/** Null for what is not whole characters. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    // A byte order mark is a character like any other here.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

const BLANK = 0x20;
