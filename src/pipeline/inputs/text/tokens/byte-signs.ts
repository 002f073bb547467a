/** The two notations of bytes in vocabularies. */

/** GPT-2's table: printable bytes stand for themselves, the others for characters from U+0100 on. */
const BYTES = byteTable();

function byteTable(): Map<string, number> {
  const table = new Map<string, number>();
  let shifted = 0;
  for (let byte = 0; byte < 256; byte++) {
    const isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    table.set(String.fromCodePoint(isPrintable ? byte : 256 + shifted++), byte);
  }
  return table;
}

/** Byte level: every character is a byte. @returns The token itself if it holds any other character. */
export function byteLevelBytes(token: string): Uint8Array | string {
  const bytes: number[] = [];
  for (const char of token) {
    const byte = BYTES.get(char);
    if (byte === undefined) return token;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** Byte fallback: `<0x0A>` is a byte. @returns The token itself if it is none. */
export function fallbackByte(token: string): Uint8Array | string {
  const [, digits] = /^<0x([0-9A-Fa-f]{2})>$/.exec(token) ?? [];
  return digits === undefined ? token : Uint8Array.of(parseInt(digits, 16));
}
