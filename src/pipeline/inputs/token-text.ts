/** How a token is shown: as it stands in running text. A word that follows a space begins with one, whatever the tokenizer's sign for it. */

/** The three ways in which tokenizers write where words begin. */
export type TokenStyle = "byteLevel" | "wordPiece" | "sentencePiece";

/** Reads the style from a tokenizer.json. */
export function tokenStyle(tokenizer: unknown): TokenStyle {
  const json = tokenizer as { model?: { type?: string }; decoder?: unknown; pre_tokenizer?: unknown };
  if (json.model?.type === "WordPiece" || json.model?.type === "WordLevel") return "wordPiece";
  return JSON.stringify([json.decoder, json.pre_tokenizer]).includes('"ByteLevel"')
    ? "byteLevel"
    : "sentencePiece";
}

/** A token as text. A token that is not whole characters is written in hexadecimal, `<E2 80>`. */
export function tokenText(token: string, style: TokenStyle): string {
  if (style === "byteLevel") return fromByteLevel(token);
  if (style === "sentencePiece") return token.replaceAll("\u2581", " ");
  if (token.startsWith("##")) return token.slice(2);
  // Word pieces do not say whether a mark stood by itself; in running text it seldom does.
  return /^[.,;:!?)\]}'’%]$/.test(token) ? token : ` ${token}`;
}

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

function fromByteLevel(token: string): string {
  const bytes: number[] = [];
  for (const char of token) {
    const byte = BYTES.get(char);
    // Added tokens such as <|endoftext|> are plain text.
    if (byte === undefined) return token;
    bytes.push(byte);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return `<${bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ")}>`;
  }
}
