/** A tokenizer as Hugging Face tokenizers and transformers.js read it: tokenizer.json and tokenizer_config.json. */

export interface TokenizerFiles {
  readonly tokenizer: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
}

export function specialToken(id: number, content: string): Readonly<Record<string, unknown>> {
  return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
}
