/** A tokenizer of a kind, opened as a build opens it: from a folder. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openTokenizer, type OpenedTokenizer } from "#pipeline/inputs/text/open-tokenizer.ts";
import { tempFolder } from "./temp-folder.ts";
import { TOKENIZER_KINDS, type TokenizerKind } from "./tokenizer-kinds.ts";

export async function openKind(kind: TokenizerKind, config: object = {}): Promise<OpenedTokenizer> {
  return openJson(TOKENIZER_KINDS[kind](), config);
}

export async function openJson(json: object, config: object = {}): Promise<OpenedTokenizer> {
  const folder = await tempFolder();
  await writeFile(join(folder, "tokenizer.json"), JSON.stringify(json));
  await writeFile(join(folder, "tokenizer_config.json"), JSON.stringify(config));
  return openTokenizer(folder, folder);
}
