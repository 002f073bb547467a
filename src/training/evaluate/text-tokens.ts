/** Held-out texts as tokens, with what the generator knows about every word. */
import { locateTokens } from "#pipeline/inputs/text/tokens/locate-tokens.ts";
import { TokenDecoder } from "#pipeline/inputs/text/tokens/token-decoder.ts";
import type { Tokenizer } from "#pipeline/inputs/text/tokens/tokenizers.ts";
import { labeledRows, type Row } from "../data/text/rows.ts";

export interface TextTokens {
  readonly ids: readonly number[];
  /** Part of speech of the word that a token belongs to; null for special tokens. */
  readonly parts: readonly (string | null)[];
  /** Referent of the word. */
  readonly referents: readonly (string | null)[];
  /** The opening token of the quotation or bracket, for the tokens inside it and for its closing token. */
  readonly openings: readonly (number | null)[];
}

/** Far from the seeds used for training. */
const HELD_OUT_SEED = 1000;

/** Texts that no training has used, as long as the model allows. */
export function heldOutTexts(tokenizer: Tokenizer, nTexts: number, maxLength: number): TextTokens[] {
  const decoder = new TokenDecoder(tokenizer);
  return labeledRows(HELD_OUT_SEED, nTexts).map((row) => readRow(tokenizer, decoder, row, maxLength));
}

function readRow(
  tokenizer: Tokenizer,
  decoder: TokenDecoder,
  { text, marks }: Row,
  maxLength: number,
): TextTokens {
  const { ids, tokens } = tokenizer.encode(text);
  const special = new Set(
    [...tokenizer.get_added_tokens_decoder()].flatMap(([id, { special: is }]) => (is ? [id] : [])),
  );
  const places = locateTokens(
    text,
    decoder.read(tokens, ids).map(({ part }) => part),
    ids.map((id) => special.has(id)),
  );
  const words = places.map((place) =>
    place === null ? null : (marks.find(({ start, end }) => place.end > start && place.start < end) ?? null),
  );
  const kept = <T>(values: readonly T[]): T[] => values.slice(0, maxLength);
  return {
    ids: kept(ids),
    parts: kept(words.map((word) => word?.part ?? null)),
    referents: kept(words.map((word) => word?.means ?? null)),
    openings: kept(
      openings(places.map((place) => (place === null ? "" : text.slice(place.start, place.end)))),
    ),
  };
}

const CLOSERS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

function openings(pieces: readonly string[]): (number | null)[] {
  const open: { readonly mark: string; readonly at: number }[] = [];
  return pieces.map((piece, i) => {
    const inside = open.length > 0 ? open[open.length - 1]!.at : null;
    for (const mark of piece) {
      const opener = mark === '"' ? mark : CLOSERS[mark];
      if (open.length > 0 && open[open.length - 1]!.mark === opener) open.pop();
      else if (mark === '"' || Object.values(CLOSERS).includes(mark)) open.push({ mark, at: i });
    }
    return inside;
  });
}
