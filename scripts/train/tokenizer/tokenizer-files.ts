/** A tokenizer as Hugging Face tokenizers and transformers.js read it: tokenizer.json and tokenizer_config.json. */
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface TokenizerFiles {
  readonly tokenizer: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
}

export function specialToken(id: number, content: string): Readonly<Record<string, unknown>> {
  return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
}

export async function writeTokenizer(folder: string, { tokenizer, config }: TokenizerFiles): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeJson(join(folder, "tokenizer.json"), tokenizer, 0);
  await writeJson(join(folder, "tokenizer_config.json"), config, 2);
}

async function writeJson(path: string, value: unknown, indent: number): Promise<void> {
  await writeFile(`${path}.part`, `${JSON.stringify(value, null, indent)}\n`);
  await rename(`${path}.part`, path);
}
