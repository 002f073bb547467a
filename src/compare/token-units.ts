/** Texts of a token table as they can be compared across tokenizers. Pure. */
import { isByteText } from "#atlas/tokens/byte-text.ts";
import { spanOf, tokenText, type Span, type TokenTable } from "#atlas/tokens/tokens.ts";

/** Tokens that were read together: a sequence, or one of the two of a pair. */
export interface TokenUnit extends Span {
  /** Its letters, without blanks, marks over letters and differences of case: many tokenizers keep none of these. */
  readonly letters: string;
  /** First letter of each token, and the number of letters as last entry, [n + 1]; special tokens have none. */
  readonly starts: Uint32Array;
}

export function unitsOf(table: TokenTable): TokenUnit[] {
  const plain = table.vocab.map(plainText);
  return spansOf(table).map((span) => {
    const starts = new Uint32Array(span.n + 1);
    let letters = "";
    for (let i = 0; i < span.n; i++) {
      const token = span.start + i;
      starts[i] = letters.length;
      if (table.special[token]) continue;
      const run = byteRun(table, token, span);
      // A character of several tokens belongs to the first of its bytes, since it has one place in the text.
      letters += run === null ? plain[table.ids[token]!]! : run.isFirst ? plainText(run.text) : "";
    }
    starts[span.n] = letters.length;
    return { ...span, letters, starts };
  });
}

function spansOf(table: TokenTable): Span[] {
  const all = Array.from({ length: table.nSequences }, (_, sequence) => sequence);
  const roles = table.split === null ? (["query"] as const) : (["key", "query"] as const);
  return all.flatMap((sequence) => roles.map((role) => spanOf(table, sequence, role)));
}

/** Letters by which texts are compared. */
export function plainText(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/[\p{M}\p{Z}\s]/gu, "")
    .toLowerCase();
}

/** The text of a run of tokens that are bytes; null for any other token. */
function byteRun(
  table: TokenTable,
  token: number,
  { start, n }: Span,
): { text: string; isFirst: boolean } | null {
  if (!isByteText(tokenText(table, token))) return null;
  const isByte = (at: number): boolean =>
    at >= start && at < start + n && !table.special[at] && isByteText(tokenText(table, at));
  if (isByte(token - 1)) return { text: "", isFirst: false };
  const bytes: number[] = [];
  for (let at = token; isByte(at); at++)
    bytes.push(
      ...(tokenText(table, at).match(/[0-9A-F]{2}/g) ?? []).map((digits) => Number.parseInt(digits, 16)),
    );
  return { text: new TextDecoder().decode(Uint8Array.from(bytes)), isFirst: true };
}
