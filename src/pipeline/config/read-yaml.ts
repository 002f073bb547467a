/** Reads one YAML file against its schema; all mistakes at once, each in the one form in which Headland reports them. */
import { readFile } from "node:fs/promises";
import { load, YAMLException } from "js-yaml";
import type { z } from "zod";
import { ConfigError, describeProblem, type Problem } from "../errors.ts";
import { decodeText } from "./decode-text.ts";

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
  const problems = result.error.issues.flatMap((issue) => toProblems(issue, raw, where, schema));
  throw new ConfigError(problems.map(describeProblem).join("\n"));
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

function toProblems(issue: z.core.$ZodIssue, raw: unknown, where: string, schema: z.ZodType): Problem[] {
  const at = issue.path.map(String);
  const place = (keys: readonly string[]): string => [where, keys.join(".")].filter(Boolean).join(", ");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      what: "unknown key",
      where: place([...at, key]),
      expected: `one of ${keysAt(schema, at).join(", ")}`,
      received: `"${key}"`,
    }));
  }
  const value = valueAt(raw, issue.path);
  return [
    {
      what: value === undefined ? "a key is missing" : "wrong value",
      where: place(at),
      expected: expectation(issue),
      received: value === undefined ? "nothing" : JSON.stringify(value),
    },
  ];
}

/** zod says `Invalid option: expected one of "text"|"images"`; we want what stands after `expected`. */
function expectation(issue: z.core.$ZodIssue): string {
  const said = issue.message.split("expected ")[1] ?? issue.message;
  return said
    .replace(/, received .*$/, "")
    .replaceAll('"', "")
    .replaceAll("|", " or ");
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** Keys the schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly string[]): string[] {
  let shape = shapeOf(schema);
  for (const key of path) {
    const next = shape[key];
    shape = next === undefined ? {} : shapeOf(next);
  }
  return Object.keys(shape);
}

/** Fields of an object schema, looking through the defaults around it. */
function shapeOf(schema: z.ZodType): Record<string, z.ZodType> {
  const def = schema.def as { innerType?: z.ZodType; shape?: Record<string, z.ZodType> };
  if (def.innerType !== undefined) return shapeOf(def.innerType);
  return def.shape ?? {};
}
