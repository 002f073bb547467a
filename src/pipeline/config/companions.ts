/**
 * The files beside a model's graph that describe its input. Only this list has their names: `readCompanion` reads no other
 * files, and every file in the list is digested (`filesOfModel`) and downloaded from the hub.
 */
import { join } from "node:path";
import { ModelError } from "../errors.ts";
import { decodeText } from "./decode-text.ts";
import { isFile } from "./folder.ts";
import { isSpecial, readRegularFile } from "./regular-file.ts";

/** Whose folder a file is looked for in: the model's own, or that of a tokenizer. */
export type Owner = "model" | "tokenizer";

const OWNERS = {
  "config.json": "model",
  "generation_config.json": "model",
  "tokenizer.json": "tokenizer",
  "tokenizer_config.json": "tokenizer",
  "vocab.txt": "tokenizer",
  "vocab.json": "tokenizer",
  "merges.txt": "tokenizer",
  "added_tokens.json": "tokenizer",
  "special_tokens_map.json": "tokenizer",
  "preprocessor_config.json": "model",
  "processor_config.json": "model",
} as const satisfies Readonly<Record<string, Owner>>;

/** What older tokenizers have instead of the first: files that are not read beside it. */
const WHOLE_TOKENIZER = "tokenizer.json";
const PARTS_OF_TOKENIZER: readonly Companion[] = [
  "vocab.txt",
  "vocab.json",
  "merges.txt",
  "added_tokens.json",
  "special_tokens_map.json",
];

export type Companion = keyof typeof OWNERS;

export const COMPANIONS = Object.keys(OWNERS) as readonly Companion[];

/** Names of the companions that are looked for in these owners' folders. */
export function companionsOf(...owners: readonly Owner[]): readonly Companion[] {
  return COMPANIONS.filter((name) => owners.includes(OWNERS[name]));
}

/** Those of them that are read where a folder holds these files. */
export function companionsAmong(names: Iterable<string>, ...owners: readonly Owner[]): readonly Companion[] {
  const there = new Set(names);
  const isNeeded = (name: Companion): boolean =>
    !(there.has(WHOLE_TOKENIZER) && PARTS_OF_TOKENIZER.includes(name));
  return companionsOf(...owners).filter((name) => there.has(name) && isNeeded(name));
}

/** Whether a folder that holds these files has a tokenizer, or the parts of one. */
export function hasTokenizer(names: readonly string[]): boolean {
  const all = (...parts: readonly string[]): boolean => parts.every((part) => names.includes(part));
  return all(WHOLE_TOKENIZER) || all("vocab.txt") || all("vocab.json", "merges.txt");
}

/** Vocabularies of other programs, which do not tell how texts become tokens. */
const OTHER_VOCABULARIES = /^(?:.*\.(?:model|spm|tiktoken)|tekken\.json|vocab\.bpe|encoder\.json)$/;

/** What a folder without a tokenizer has instead, for messages. */
export function whyNoTokenizer(names: readonly string[]): string {
  const others = names.filter(
    (name) => OTHER_VOCABULARIES.test(name) || (PARTS_OF_TOKENIZER as readonly string[]).includes(name),
  );
  return others.length === 0 ? "no file" : `only ${others.slice(0, 6).join(", ")}`;
}

export function companionPath(folder: string, name: Companion): string {
  return join(folder, name);
}

/**
 * The text of a companion, without a byte order mark; undefined where there is no such file.
 *
 * @throws {UserError} if there is one that may not be read, or is no text.
 */
export async function readCompanion(folder: string, name: Companion): Promise<string | undefined> {
  const path = companionPath(folder, name);
  if (!(await isFile(path)) && !(await isSpecial(path))) return undefined;
  try {
    return decodeText(await readRegularFile(path), path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EPERM") throw cause;
    const expected = "a file that may be read";
    throw new ModelError(
      { what: "the file cannot be read", where: path, expected, received: code },
      { cause },
    );
  }
}

/** A companion as an object; undefined where there is none, or what there is holds none. @throws {UserError} as `readCompanion` does. */
export async function readCompanionObject(
  folder: string,
  name: Companion,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await readCompanion(folder, name);
  return text === undefined ? undefined : parseObject(text);
}

/** @returns undefined if it is no JSON, or no object. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return typeof json === "object" && json !== null ? (json as Readonly<Record<string, unknown>>) : undefined;
}
