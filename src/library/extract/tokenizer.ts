/** The tokenizer beside a model. */
import { dirname } from "node:path";
import { statSync } from "node:fs";
import { openTokenizer as openFiles } from "../../pipeline/inputs/text/open-tokenizer.ts";
import { readTokens } from "../../pipeline/inputs/text/tokens/read-tokens.ts";
import type { TokenSequence } from "./sequences.ts";

/** A text in the tokens of a model. */
export interface TokenizedText extends TokenSequence {
  readonly typeIds: readonly number[];
  /** Each token as it appears in running text: a word after a space starts with a space. */
  readonly tokens: readonly string[];
  /** Whether the tokenizer added the token (CLS, BOS …), rather than reading it in the text. */
  readonly isSpecial: readonly boolean[];
}

export interface TextTokenizer {
  /** Longest sequence that the model takes, in tokens, special ones included; Infinity where nothing says. */
  readonly maxLength: number;
  /** @throws {ModelError} if the vocabulary lacks a part of the text. */
  encode(text: string): TokenizedText;
}

/**
 * Opens a tokenizer in the format of Hugging Face.
 *
 * @param path A folder with tokenizer.json and, if there are any, tokenizer_config.json and config.json; or a file in it.
 * @throws {ModelError} if there is no readable tokenizer.
 */
export async function openTokenizer(path: string): Promise<TextTokenizer> {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  const folder = isFile ? dirname(path) : path;
  const opened = await openFiles(folder, folder);
  return {
    maxLength: opened.maxLength,
    encode: (text) => {
      const { ids, typeIds, shown } = readTokens(text, opened);
      return { ids, typeIds, tokens: shown, isSpecial: ids.map((id) => opened.frame.specialIds.has(id)) };
    },
  };
}
