/** Reads a folder of `content/`: a YAML file per model, dataset or set of claims, named after it. */
import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import type { z } from "zod";
import { ConfigError, type UserError } from "../errors.ts";
import { asUserError } from "../problems/as-user-error.ts";
import { isHidden, listFolder } from "./folder.ts";
import { readYaml } from "./read-yaml.ts";

/** What one file says. */
export interface Entry<Config> {
  /** The file as messages name it, e.g. `content/models/gpt2.yaml`. */
  readonly file: string;
  readonly config: Config;
}

export interface ContentFolder<Config> {
  /** By name, in the order of their names. */
  readonly entries: ReadonlyMap<string, Entry<Config>>;
  /** Names whose file is not as it must be. */
  readonly broken: readonly string[];
  /** One per broken file. */
  readonly errors: readonly UserError[];
  /** Other files and folders, except hidden ones and notes such as README; folders end in a slash. */
  readonly others: readonly string[];
}

/** What such a folder holds. */
export interface Kind<Schema extends z.ZodType> {
  readonly folder: "models" | "datasets" | "claims";
  readonly schema: Schema;
  /** What a name must be, if it is not. */
  readonly expectedName: (name: string) => string | undefined;
  /** Whether no such folder is the same as an empty one. */
  readonly mayBeMissing?: boolean;
  /** How the root is called in messages, if not as it is. */
  readonly shownAs?: string;
}

const IS_YAML = /\.ya?ml$/i;

/** @throws {ConfigError} if there is no such folder, unless it may be missing. */
export async function readContentFolder<Schema extends z.ZodType>(
  root: string,
  { folder, schema, expectedName, mayBeMissing = false, shownAs = root }: Kind<Schema>,
): Promise<ContentFolder<z.infer<Schema>>> {
  const listed = await list(root, folder, mayBeMissing);
  const entries = new Map<string, Entry<z.infer<Schema>>>();
  const broken: string[] = [];
  const errors: UserError[] = [];
  for (const [name, files] of byName(listed.files)) {
    const [file = ""] = files;
    const where = `${shownAs}/${folder}/${file}`;
    try {
      const expected = expectedName(name);
      if (expected !== undefined) throw badName(where, name, expected);
      if (files.length > 1) throw twice(`${shownAs}/${folder}`, files);
      entries.set(name, { file: where, config: await readYaml(join(root, folder, file), where, schema) });
    } catch (error) {
      broken.push(name);
      errors.push(asUserError(error, { name: where }));
    }
  }
  return { entries, broken, errors, others: listed.others };
}

/** Whether the folder has a file of this name; no where there is no such folder. */
export async function isInFolder(root: string, folder: string, name: string): Promise<boolean> {
  const files = await listFolder(join(root, folder), ".");
  return files.some((file) => IS_YAML.test(file) && file.slice(0, -extname(file).length) === name);
}

async function list(
  root: string,
  folder: string,
  mayBeMissing: boolean,
): Promise<{ files: string[]; others: string[] }> {
  const found = await readdir(join(root, folder), { withFileTypes: true }).catch((cause: unknown) => {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw cause;
    if (mayBeMissing && code === "ENOENT") return [];
    throw missingFolder(`${root}/${folder}`, code === "ENOENT" ? "nothing" : "a file");
  });
  const seen = found.filter((entry) => !isHidden(entry.name));
  const isConfig = (entry: (typeof seen)[number]): boolean =>
    !entry.isDirectory() && IS_YAML.test(entry.name);
  const others = seen.filter((entry) => !isConfig(entry) && !/\.(?:md|markdown)$/i.test(entry.name));
  return {
    files: seen.filter(isConfig).map(({ name }) => name),
    others: others.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort(),
  };
}

/** Files of each name, both in their order. */
function byName(files: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of files.toSorted()) {
    const name = file.slice(0, -extname(file).length);
    found.set(name, [...(found.get(name) ?? []), file]);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function missingFolder(where: string, received: string): ConfigError {
  return new ConfigError({
    what: "the folder is missing",
    where,
    expected: "a folder with a .yaml file for each",
    received,
    cure: "Run the command in the folder of your project.",
  });
}

function badName(where: string, name: string, expected: string): ConfigError {
  const what = "the file's name becomes part of addresses";
  return new ConfigError({ what, where, expected, received: `"${name}"`, cure: "Rename the file." });
}

function twice(where: string, files: readonly string[]): ConfigError {
  return new ConfigError({
    what: "several files have the same name",
    where,
    expected: "one file of each name",
    received: files.join(", "),
    cure: "Remove or rename all but one.",
  });
}
