/** A text → its tokens: ids for the model, texts for the reader, places for labels. */
import { ModelError, UserError } from "../../../errors.ts";
import { excerpt } from "../../../shown-value.ts";
import type { OpenedTokenizer } from "../open-tokenizer.ts";
import { locateTokens, type TokenPlace } from "./locate-tokens.ts";
import { inRunningText } from "./running-text.ts";

export interface TextTokens {
  readonly ids: readonly number[];
  /** Segment of each token; 0 where the tokenizer gives none. */
  readonly typeIds: readonly number[];
  readonly shown: readonly string[];
  /** Null for tokens that stand for no part of the text. */
  readonly places: readonly (TokenPlace | null)[];
}

/**
 * @throws {ModelError} if the vocabulary lacks a part of the text, and a token for what it lacks, or the tokenizer's files
 *   say what only fails when it is used.
 */
export function readTokens(text: string, opened: OpenedTokenizer): TextTokens {
  try {
    return tokensOf(text, opened);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new ModelError(
      {
        what: "the tokenizer failed",
        where: opened.path,
        expected: `the tokens of ${excerpt(text)}`,
        received: cause instanceof Error ? cause.message : String(cause),
        cure: "Copy tokenizer.json and tokenizer_config.json from where the model came from.",
      },
      { cause },
    );
  }
}

function tokensOf(text: string, { tokenizer, decoder, frame, path }: OpenedTokenizer): TextTokens {
  // Not every tokenizer knows segments, whatever its types say.
  const encoding: Partial<{ token_type_ids: number[] }> & { ids: unknown[]; tokens: string[] } =
    tokenizer.encode(text, { return_token_type_ids: true });
  const ids = encoding.ids.map((id, i) => {
    if (typeof id === "number") return id;
    throw new ModelError({
      what: "the tokenizer has no token for a part of a text",
      where: path,
      expected: "a vocabulary that knows all of the text, or has a token for unknown parts (unk_token)",
      received: excerpt(encoding.tokens[i] ?? ""),
      cure: "Name the token for unknown parts in tokenizer_config.json, or use the tokenizer that the model was trained with.",
    });
  });
  const tokens = decoder.read(encoding.tokens, ids);
  const isOutside = ids.map((_, i) => i < frame.nBefore || i >= ids.length - frame.nAfter);
  const places = locateTokens(
    decoder.withBlanks(text),
    tokens.map(({ part }) => part),
    isOutside,
  );
  const shown = tokens.map((token) => token.shown);
  return {
    ids,
    typeIds: ids.map((_, i) => encoding.token_type_ids?.[i] ?? 0),
    shown: inRunningText({ shown, places, tidies: decoder.tidies }),
    places,
  };
}
