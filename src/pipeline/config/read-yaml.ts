/** Reads one YAML file against its schema; all mistakes at once, each in the one form in which Headland reports them. */
import { readFile } from "node:fs/promises";
import { load, YAMLException } from "js-yaml";
import type { z } from "zod";
import { ConfigError, describeProblem } from "../errors.ts";
import { decodeText } from "./decode-text.ts";
import { problemsOf } from "./schema-problems.ts";

/**
 * @param where How the file is called in messages, e.g. `content/models/gpt2.yaml`.
 * @throws {ConfigError} naming every mistake in the file.
 */
export async function readYaml<Schema extends z.ZodType>(
  path: string,
  where: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const raw = parseYaml(decodeText(await readFile(path), where), where);
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw new ConfigError(problemsOf(result.error, raw, where, schema).map(describeProblem).join("\n"));
}

function parseYaml(text: string, where: string): unknown {
  try {
    return load(text);
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    throw new ConfigError(
      describeProblem({
        what: "this is not YAML",
        where,
        expected: "key: value lines",
        received: cause.message.split("\n")[0] ?? "something else",
      }),
      { cause },
    );
  }
}
