/** Formats tokens that are bytes but not complete characters: `<E2 80>`. */

/** @param bytes 0 … 255. */
export function byteText(bytes: Iterable<number>): string {
  const digits = Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0"));
  return `<${digits.join(" ")}>`;
}

/** Whether a token is written so. */
export function isByteText(text: string): boolean {
  return /^\s?<[0-9A-F]{2}(?: [0-9A-F]{2})*>$/.test(text);
}
