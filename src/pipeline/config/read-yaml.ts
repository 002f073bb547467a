/** Reads one YAML file against its schema; all mistakes at once, each in the one form in which Headland reports them. */
import { stat } from "node:fs/promises";
import { load, YAMLException } from "js-yaml";
import type { z } from "zod";
import { ConfigError, mistakesError } from "../errors.ts";
import { decodeText } from "./decode-text.ts";
import { readRegularFile } from "./regular-file.ts";
import { problemsOf } from "./schema-problems.ts";

/** Far more than anyone writes by hand. */
const MOST_BYTES = 1 << 20;
/** Levels in the file itself; what anchors build up of them is counted below. */
const MOST_LEVELS = 64;
/** Every use of an anchor counts anew: ten lines of ten anchors each make ten thousand million values. */
const MOST_VALUES = 20_000;

/**
 * @param where How the file is called in messages, e.g. `content/models/gpt2.yaml`.
 * @throws {ConfigError} naming every mistake in the file.
 */
export async function readYaml<Schema extends z.ZodType>(
  path: string,
  where: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const { size } = await stat(path);
  if (size > MOST_BYTES)
    throw problem(where, "the file is too large", `at most ${MOST_BYTES} bytes`, `${size}`);
  const raw = parseYaml(decodeText(await readRegularFile(path, where), where), where);
  expectModest(raw, where);
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw mistakesError(problemsOf(result.error, raw, where, schema));
}

function parseYaml(text: string, where: string): unknown {
  try {
    return load(text, { maxDepth: MOST_LEVELS });
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    const received = cause.message.split("\n")[0] ?? "something else";
    throw problem(where, "this is not YAML", "key: value lines", received, cause);
  }
}

/** Anchors let a few lines stand for any number of values, or for a value within itself: whoever walks through them never ends. */
function expectModest(raw: unknown, where: string): void {
  let nValues = 0;
  const visit = (value: unknown, above: readonly unknown[]): void => {
    if (typeof value === "string" && value.includes("\0"))
      throw problem(where, "a text holds a zero byte", "letters, digits and signs", JSON.stringify(value));
    if (typeof value !== "object" || value === null) return;
    if (above.includes(value))
      throw problem(where, "an anchor stands within what it names", "values that end", "a circle of anchors");
    if (above.length >= MOST_LEVELS)
      throw problem(where, "values lie too deep in each other", `at most ${MOST_LEVELS} levels`, "more");
    const below = Object.values(value);
    nValues += below.length;
    if (nValues > MOST_VALUES)
      throw problem(where, "the file stands for too many values", `at most ${MOST_VALUES}`, "more");
    for (const each of below) visit(each, [...above, value]);
  };
  visit(raw, []);
}

function problem(
  where: string,
  what: string,
  expected: string,
  received: string,
  cause?: unknown,
): ConfigError {
  return new ConfigError({ what, where, expected, received }, cause === undefined ? {} : { cause });
}
