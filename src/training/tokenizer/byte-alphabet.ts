/**
 * The characters that represent bytes in byte-level tokenizers (GPT-2, Radford et al. 2019): printable Latin-1 bytes represent
 * themselves, and characters from U+0100 on represent the others, so any text can be encoded and no token contains a space.
 */
const isPrintable = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;

/** Indexed by byte. */
export const BYTE_LETTERS: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : next++));
})();

export function toByteLetters(text: string): string[] {
  return [...new TextEncoder().encode(text)].map((byte) => BYTE_LETTERS[byte]!);
}
