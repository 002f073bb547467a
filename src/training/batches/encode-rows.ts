/** The training text as token ids. */
import { Tokenizer } from "#pipeline/inputs/text/tokens/tokenizers.ts";
import { trainingRows } from "../data/text/rows.ts";
import type { TokenizerFiles } from "../tokenizer/tokenizer-files.ts";

/** Token ids of the given number of rows, without the special tokens that a tokenizer adds around a text. */
export function encodeRows(
  { tokenizer, config }: TokenizerFiles,
  seed: number,
  count: number,
): Uint16Array[] {
  const encoder = new Tokenizer(tokenizer, config);
  return trainingRows(seed, count).map((row) =>
    Uint16Array.from(encoder.encode(row, { add_special_tokens: false }).ids),
  );
}
